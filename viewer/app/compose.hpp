// Composes one frame from the workspace: everything that the window and a picture show, except for menus.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// Overwrites the scenes and labels of both layers; `over` lies on top. Errors: atlas_full (clear the atlas
/// and compose again).
Drawn compose(Canvas& canvas, Canvas& over, Workspace& workspace, const Panes& panes);

/// The frame after the session's end: no vendor text at all.
void compose_locked(Canvas& canvas, Canvas& over, int width_px, int height_px);

}  // namespace spoor::app
