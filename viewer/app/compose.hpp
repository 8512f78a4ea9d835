// Composes one frame from the workspace: everything that the window and a picture show, except for menus and
// dialogs.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// Overwrites the canvas's scene and labels. Errors: atlas_full (clear the atlas and compose again).
Drawn compose(Canvas& canvas, Workspace& workspace, const Panes& panes, int width_px, int height_px);

/// The frame after the session's end: no vendor text at all.
void compose_locked(Canvas& canvas, int width_px, int height_px);

}  // namespace spoor::app
