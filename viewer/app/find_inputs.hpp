// The fields and switches of searches. Only what the reviewer types goes through Dear ImGui here.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// Draws what is shown of the two; inside a frame of Dear ImGui. True: the keyboard is not yet where the
/// workspace's focus is, draw once more.
bool draw_find_inputs(Workspace& workspace, const Panes& panes, const Metrics& metrics, const Theme& theme);

}  // namespace spoor::app
