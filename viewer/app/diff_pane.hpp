// Draws a file of two releases beside one another or one below the other. All text of the vendor goes the way
// of the code, glyph by glyph.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// In place of the views, while the comparison's view is shown.
Drawn draw_diff(Canvas& canvas, Workspace& workspace, const Panes& panes);

[[nodiscard]] ScrollRange diff_range(const DiffView& view, const Metrics& metrics, const Panes& panes);
/// The row under a point; nothing below the last one.
[[nodiscard]] std::optional<std::uint64_t> diff_row_at(const DiffView& view, const Metrics& metrics,
                                                       const Panes& panes, double y_px);

}  // namespace spoor::app
