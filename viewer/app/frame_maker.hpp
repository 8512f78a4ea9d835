// Makes frames: owns the face, its atlas and the rows on screen. Knows no GL and no window.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "viewer/app/compose.hpp"
#include "viewer/app/grant.hpp"

namespace spoor::app {

struct FrameSize {
  int width_px = 0;
  int height_px = 0;
  double scale = 1;
  friend bool operator==(const FrameSize&, const FrameSize&) = default;
};

class FrameMaker {
 public:
  /// Errors: failed (the font is not installed or damaged, a theme lacks a colour).
  static Result<std::unique_ptr<FrameMaker>> create(text::FontId font);

  /// Lays out the workspace, or the locked view once the grant has ended. Errors: failed.
  Result<void> make(Workspace& workspace, const Grant& grant, const FrameSize& size);

  /// The lines of files that the frame draws.
  [[nodiscard]] const DrawnLines& drawn() const { return drawn_; }
  [[nodiscard]] const gpu::Scene& scene() const { return scene_; }
  [[nodiscard]] const std::vector<Label>& labels() const { return labels_; }
  /// The layer on top: empty while nothing is open over the code.
  [[nodiscard]] const gpu::Scene& over_scene() const { return over_scene_; }
  [[nodiscard]] const std::vector<Label>& over_labels() const { return over_labels_; }
  [[nodiscard]] const Metrics& metrics() const { return metrics_; }
  [[nodiscard]] const Panes& panes() const { return panes_; }
  [[nodiscard]] const Theme& theme() const { return *theme_; }
  text::GlyphAtlas& atlas() { return *atlas_; }
  /// Grows when atlas() is another one than before.
  [[nodiscard]] std::uint64_t atlas_generation() const { return atlas_generation_; }
  /// Forgets all rows, so that the next frame is laid out anew.
  void forget_rows() { rows_.clear(); }
  /// And what was drawn last.
  void forget() {
    forget_rows();
    scene_ = over_scene_ = {};
    drawn_ = {};
  }

 private:
  explicit FrameMaker(text::Face face);
  Result<void> choose_theme(ThemeId id);
  void resize(const Workspace& workspace, const FrameSize& size);

  text::Face face_;
  text::Repertoire repertoire_;
  std::map<ThemeId, Theme> themes_;  ///< those that were shown
  const Theme* theme_ = nullptr;
  Metrics metrics_{};
  Panes panes_{};
  std::optional<text::GlyphAtlas> atlas_;
  std::uint64_t atlas_generation_ = 0;
  RowCache rows_;
  gpu::Scene scene_;
  std::vector<Label> labels_;
  gpu::Scene over_scene_;
  std::vector<Label> over_labels_;
  DrawnLines drawn_;
};

}  // namespace spoor::app
