// What keys do to the file that is shown.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// Carries out an action of moving. `count`: how often; 1 for most.
void code_action(Action action, std::uint64_t count, Workspace& workspace, const Metrics& metrics,
                 const Panes& panes);

}  // namespace spoor::app
