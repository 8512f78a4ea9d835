// Draws the panel of the file's outline, below the tree.
#pragma once

#include <optional>

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

Drawn draw_outline(Canvas& canvas, Workspace& workspace, const Panes& panes);

[[nodiscard]] ScrollRange outline_range(const Metrics& metrics, const Panes& panes,
                                        const Workspace& workspace);
/// The row under a height.
[[nodiscard]] std::optional<std::size_t> outline_row_at(const Metrics& metrics, const Panes& panes,
                                                        const Workspace& workspace, double y_px);

}  // namespace spoor::app
