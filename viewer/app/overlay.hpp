// What opens over the code: the picker, the pages, definitions. Its own layer of the frame, so that nothing
// below shows through. Paths of the vendor are rows like all others; commands and pages are our own words.
#pragma once

#include <optional>

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

struct OverlayBoxes {
  gpu::Box all;   ///< of no size where nothing is open
  gpu::Box head;  ///< field or title
  gpu::Box rows;  ///< whole rows
};
[[nodiscard]] OverlayBoxes overlay_boxes(const Metrics& metrics, const Panes& panes,
                                         const Workspace& workspace);

Drawn draw_overlay(Canvas& canvas, Workspace& workspace, const Panes& panes);

[[nodiscard]] ScrollRange picker_range(const Metrics& metrics, const Panes& panes,
                                       const Workspace& workspace);
/// The picker's row under a point.
[[nodiscard]] std::optional<std::size_t> picker_row_at(const Metrics& metrics, const Panes& panes,
                                                       const Workspace& workspace, double x_px, double y_px);
/// Lines of a page that fit, at least 1.
[[nodiscard]] std::size_t page_rows(const Metrics& metrics, const Panes& panes, const Workspace& workspace);

}  // namespace spoor::app
