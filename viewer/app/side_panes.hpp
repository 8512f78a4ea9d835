// Draws what stands around the code: the tree, the tabs, the path's row, the status bar.
#pragma once

#include <vector>

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// Where a tab is, for the pointer.
struct TabBoxes {
  gpu::Box tab{};
  gpu::Box close{};
};
/// Boxes of all tabs; those that do not fit lie outside of the bar. The active tab is always inside.
[[nodiscard]] std::vector<TabBoxes> tab_boxes(const Metrics& metrics, const ViewPanes& panes,
                                              const View& view);

Drawn draw_tree(Canvas& canvas, Workspace& workspace, const Panes& panes);
/// `index`: of the view, to keep rows apart; `active`: it has the keyboard.
Drawn draw_tabs(Canvas& canvas, const View& view, const ViewPanes& panes, std::size_t index, bool active);
/// The path of the view's file, and what its caret stands in; `outline`: of the file, nullptr if not known.
Drawn draw_path(Canvas& canvas, const View& view, const ViewPanes& panes, std::size_t index,
                const Outline* outline);
void draw_status(Canvas& canvas, Workspace& workspace, const Panes& panes);

[[nodiscard]] ScrollRange tree_range(const Metrics& metrics, const Panes& panes, const Workspace& workspace);

}  // namespace spoor::app
