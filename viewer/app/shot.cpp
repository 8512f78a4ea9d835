#include "viewer/app/shot.hpp"

#include <chrono>
#include <utility>

#include "viewer/app/png_file.hpp"
#include "viewer/gpu/headless.hpp"

namespace spoor::app {
namespace {

constexpr std::chrono::seconds kSettleLimit{30};

AppError from_gpu(const gpu::GpuError& error) {
  return {ExitCode::failed, error.message};
}

}  // namespace

Result<gpu::Picture> take_picture(Workspace& workspace, const Grant& grant, const Options& options,
                                  std::int64_t now_unix_s, Presenter::Gate gate) {
  const FrameSize size{options.width_px, options.height_px, options.scale.value_or(1)};
  auto presenter = Presenter::create(options.font, size.scale);
  if (!presenter) return tl::unexpected(presenter.error());
  auto target = gpu::FrameTarget::create(size.width_px, size.height_px).map_error(from_gpu);
  if (!target) return tl::unexpected(target.error());
  // The first layout asks for the colours of what is visible; lines that a go-to waits for may come late,
  // too.
  for (int pass = 0; pass < 2; ++pass) {
    if (auto made = (*presenter)->frame().make(workspace, grant, size); !made)
      return tl::unexpected(made.error());
    const Editor* editor = workspace.active();
    if (editor != nullptr && editor->document() != nullptr) editor->document()->wait_settled(kSettleLimit);
    workspace.symbols().desk.wait();
  }
  target->bind();
  (*presenter)->set_gate(std::move(gate));
  if (auto drawn = (*presenter)->draw(workspace, grant, size, now_unix_s); !drawn)
    return tl::unexpected(drawn.error());
  return target->read();
}

Result<void> shoot(Opened& opened, const Options& options, std::int64_t now_unix_s) {
  // An update may have taken it back since the session was issued.
  if (!opened.grant.session().policy.allow_shot) {
    opened.recording->refused("shot");
    return tl::unexpected(
        AppError{ExitCode::refused, "policy: shot: The session does not allow pictures; ask the vendor."});
  }
  auto context = gpu::HeadlessContext::create().map_error(from_gpu);
  if (!context) return tl::unexpected(context.error());
  // The lines are in the log before anybody can have the picture.
  const auto gate = [&opened](const DrawnLines& drawn) { return opened.recording->picture(drawn); };
  const auto picture = take_picture(*opened.workspace, opened.grant, options, now_unix_s, gate);
  if (!picture) return tl::unexpected(picture.error());
  if (auto why = opened.recording->failure(); !why.empty())
    return tl::unexpected(AppError{ExitCode::failed, std::move(why)});
  if (auto written = write_png(*options.shot, *picture); !written) return written;
  return opened.recording->close();
}

}  // namespace spoor::app
