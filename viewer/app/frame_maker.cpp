#include "viewer/app/frame_maker.hpp"

#include <utility>

namespace spoor::app {

FrameMaker::FrameMaker(text::Face face, Theme dark, Theme light)
    : face_(std::move(face)),
      repertoire_(face_),
      dark_(std::move(dark)),
      light_(std::move(light)),
      theme_(&dark_) {}

Result<std::unique_ptr<FrameMaker>> FrameMaker::create(text::FontId font) {
  auto face = text::Face::open(font);
  if (!face) return tl::unexpected(AppError{ExitCode::failed, face.error().message});
  auto dark = load_theme(ThemeId::dark);
  if (!dark) return tl::unexpected(dark.error());
  auto light = load_theme(ThemeId::light);
  if (!light) return tl::unexpected(light.error());
  return std::unique_ptr<FrameMaker>(new FrameMaker(std::move(*face), std::move(*dark), std::move(*light)));
}

void FrameMaker::resize(const Workspace& workspace, const FrameSize& size) {
  const Metrics before = metrics_;
  metrics_ = make_metrics(face_, workspace.font_px, size.scale);
  const int tree_px = workspace.tree_shown ? metrics_.px(workspace.tree_width_units) : 0;
  const double find_share = workspace.finder().in_tree.shown ? workspace.find_share : 0;
  panes_ = make_panes(metrics_, size.width_px, size.height_px, tree_px, find_share);
  if (!atlas_ || before.em_px != metrics_.em_px) {
    atlas_.emplace(face_, metrics_.em_px);
    ++atlas_generation_;
    rows_.clear();
  }
}

Result<void> FrameMaker::make(Workspace& workspace, const Grant& grant, const FrameSize& size) {
  workspace.finder().poll(workspace.active());
  theme_ = workspace.theme == ThemeId::dark ? &dark_ : &light_;
  resize(workspace, size);
  Canvas canvas{metrics_, *theme_, repertoire_, grant.marking(), *atlas_, rows_, scene_, labels_};
  if (grant.ended()) {
    compose_locked(canvas, size.width_px, size.height_px);
    return {};
  }
  auto drawn = compose(canvas, workspace, panes_, size.width_px, size.height_px);
  if (!drawn && drawn.error().code == text::TextErrorCode::atlas_full) {
    // Old glyphs made room for none: start over with those of this frame alone.
    atlas_->clear();
    drawn = compose(canvas, workspace, panes_, size.width_px, size.height_px);
  }
  if (!drawn) return tl::unexpected(AppError{ExitCode::failed, drawn.error().message});
  return {};
}

}  // namespace spoor::app
