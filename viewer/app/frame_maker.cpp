#include "viewer/app/frame_maker.hpp"

#include <utility>

namespace spoor::app {
namespace {

LockedScreen locked_screen(const Grant& grant) {
  if (grant.locked()) return {"Locked", grant.reason(), grant.field().prompt, grant.field().typed};
  const std::string what = grant.reason().empty() ? "Ask the vendor for a new session." : grant.reason();
  return {"The session has ended", "Nothing is shown any more. " + what + " Ctrl+Q closes the viewer."};
}

}  // namespace

FrameMaker::FrameMaker(text::Face face) : face_(std::move(face)), repertoire_(face_) {}

Result<std::unique_ptr<FrameMaker>> FrameMaker::create(text::FontId font) {
  auto face = text::Face::open(font);
  if (!face) return tl::unexpected(AppError{ExitCode::failed, face.error().message});
  std::unique_ptr<FrameMaker> maker(new FrameMaker(std::move(*face)));
  if (auto chosen = maker->choose_theme(ThemeId::dark); !chosen) return tl::unexpected(chosen.error());
  return maker;
}

Result<void> FrameMaker::choose_theme(ThemeId id) {
  auto known = themes_.find(id);
  if (known == themes_.end()) {
    auto theme = load_theme(id);
    if (!theme) return tl::unexpected(theme.error());
    known = themes_.emplace(id, std::move(*theme)).first;
  }
  theme_ = &known->second;
  return {};
}

void FrameMaker::resize(const Workspace& workspace, const FrameSize& size) {
  const Metrics before = metrics_;
  metrics_ = make_metrics(face_, workspace.font_px, size.scale);
  PaneWishes wishes;
  wishes.width_px = size.width_px;
  wishes.height_px = size.height_px;
  wishes.tree = workspace.tree_shown;
  wishes.outline = workspace.symbols().outline.shown;
  wishes.tree_px = wishes.tree || wishes.outline ? metrics_.px(workspace.tree_width_units) : 0;
  wishes.tree_filter = workspace.tree_filter_shown;
  wishes.find_share =
      workspace.finder().in_tree.shown || workspace.comparison().list.shown ? workspace.find_share : 0;
  wishes.minimap = workspace.minimap;
  wishes.views = workspace.views().size();
  wishes.active = workspace.active_view();
  if (workspace.finder().in_file.shown && !workspace.comparison().view.shown())
    wishes.bar = workspace.active_view();
  panes_ = make_panes(metrics_, wishes);
  if (!atlas_ || before.em_px != metrics_.em_px) {
    atlas_.emplace(face_, metrics_.em_px);
    ++atlas_generation_;
    rows_.clear();
  }
}

Result<void> FrameMaker::make(Workspace& workspace, const Grant& grant, const FrameSize& size) {
  workspace.poll();
  if (auto chosen = choose_theme(workspace.theme); !chosen) return chosen;
  resize(workspace, size);
  Canvas canvas{metrics_, *theme_, repertoire_, grant.marking(), *atlas_, rows_, scene_, labels_, drawn_};
  Canvas over = canvas.onto(over_scene_, over_labels_);
  if (!grant.shows()) {
    compose_locked(canvas, over, panes_, locked_screen(grant));
    return {};
  }
  auto drawn = compose(canvas, over, workspace, panes_);
  if (!drawn && drawn.error().code == text::TextErrorCode::atlas_full) {
    // Old glyphs made room for none: start over with those of this frame alone.
    atlas_->clear();
    drawn = compose(canvas, over, workspace, panes_);
  }
  if (!drawn) return tl::unexpected(AppError{ExitCode::failed, drawn.error().message});
  draw_policy_text(canvas, panes_, grant.session().policy.overlay_text);
  return {};
}

}  // namespace spoor::app
