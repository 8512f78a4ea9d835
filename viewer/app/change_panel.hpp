// Draws the list of what differs between two releases, and the letters beside the tree's rows.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// In the place of the found lines, while the list is shown.
Drawn draw_change_panel(Canvas& canvas, Workspace& workspace, const Panes& panes);
[[nodiscard]] ScrollRange change_range(const ChangeList& list, const Metrics& metrics, const Panes& panes);
[[nodiscard]] std::optional<std::size_t> change_row_at(const ChangeList& list, const Metrics& metrics,
                                                       const Panes& panes, double y_px);

/// What is said beside a row of the tree: a letter for a file, a number of changes for a folder; empty:
/// nothing.
struct TreeBadge {
  std::string text;
  gpu::Rgba color{};
};
[[nodiscard]] TreeBadge tree_badge(const Theme& theme, const Comparison& comparison, const TreeRow& row);

}  // namespace spoor::app
