// Draws definitions over the code: what the pointer rests on, and what is peeked at.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// Into the layer on top; the code below is composed already. Keeps the boxes for the pointer.
Drawn draw_hover(Canvas& canvas, Workspace& workspace, const Panes& panes);
Drawn draw_peek(Canvas& canvas, Workspace& workspace, const Panes& panes);

}  // namespace spoor::app
