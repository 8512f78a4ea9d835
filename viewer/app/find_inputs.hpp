// The fields and switches of searches and of the tree's filter, drawn like everything else that may hold
// vendor text.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

Drawn draw_find_inputs(Canvas& canvas, Workspace& workspace, const Panes& panes);

/// A click: into a field, or on a switch. False: it is another's.
bool press_find_inputs(Workspace& workspace, const Metrics& metrics, const Panes& panes, double x_px,
                       double y_px);

}  // namespace spoor::app
