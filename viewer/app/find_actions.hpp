// What keys and the pointer do to searches.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// Carries out an action if it is one of searching, or the keyboard is with a search. False: it is another's.
bool find_action(Action action, Workspace& workspace, const Metrics& metrics, const Panes& panes);

/// A click on the found rows: opens what is there.
void press_found(Workspace& workspace, const Metrics& metrics, const Panes& panes, double y_px);

}  // namespace spoor::app
