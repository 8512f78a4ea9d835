#include "viewer/app/presenter.hpp"

#include <fmt/format.h>

#include <utility>

namespace spoor::app {
namespace {

constexpr std::int64_t kEndingSeconds = 3600;

SessionLabel session_label(const Grant& grant, std::int64_t now_unix_s) {
  const seal::Session& session = grant.session();
  const std::int64_t left_s = grant.left_s(now_unix_s);
  return {session.organisation.empty() ? session.reviewer
                                       : fmt::format("{}, {}", session.reviewer, session.organisation),
          describe_duration(left_s), left_s < kEndingSeconds};
}

}  // namespace

Presenter::Presenter(std::unique_ptr<FrameMaker> frame, gpu::SceneRenderer renderer,
                     std::unique_ptr<Chrome> chrome)
    : frame_(std::move(frame)), renderer_(std::move(renderer)), chrome_(std::move(chrome)) {}

Result<std::unique_ptr<Presenter>> Presenter::create(text::FontId font, double scale) {
  auto frame = FrameMaker::create(font);
  if (!frame) return tl::unexpected(frame.error());
  auto renderer = gpu::SceneRenderer::create();
  if (!renderer) return tl::unexpected(AppError{ExitCode::failed, renderer.error().message});
  auto chrome = Chrome::create(scale);
  if (!chrome) return tl::unexpected(chrome.error());
  return std::unique_ptr<Presenter>(
      new Presenter(std::move(*frame), std::move(*renderer), std::move(*chrome)));
}

Result<Action> Presenter::draw(Workspace& workspace, const Grant& grant, const FrameSize& size,
                               std::int64_t now_unix_s) {
  if (auto made = frame_->make(workspace, grant, size); !made) return tl::unexpected(made.error());
  if (gate_ && !gate_(frame_->drawn())) {
    if (auto made = frame_->make(workspace, grant, size); !made) return tl::unexpected(made.error());
  }
  if (atlas_generation_ != frame_->atlas_generation()) renderer_.forget_atlas();
  atlas_generation_ = frame_->atlas_generation();
  renderer_.draw(frame_->scene(), frame_->atlas());
  const auto draw_over = [this] { renderer_.draw_over(frame_->over_scene(), frame_->atlas()); };
  return chrome_->draw(
      {*frame_, workspace.keymap(), size, session_label(grant, now_unix_s), !grant.shows(), draw_over});
}

}  // namespace spoor::app
