// Composes one frame from the workspace: everything that the window and a picture show, except for menus.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// Overwrites the scenes and labels of both layers; `over` lies on top. Errors: atlas_full (clear the atlas
/// and compose again).
Drawn compose(Canvas& canvas, Canvas& over, Workspace& workspace, const Panes& panes);

/// The frame after the session's end: no vendor text at all.
struct LockedScreen {
  std::string title;
  std::string sentence;
  std::string prompt{};   ///< of the passphrase that unlocks; empty: nothing does
  std::size_t typed = 0;  ///< characters of it
};
void compose_locked(Canvas& canvas, Canvas& over, const Panes& panes, const LockedScreen& screen);

/// The policy's own words, visibly over each view's code.
void draw_policy_text(Canvas& canvas, const Panes& panes, const std::string& text);

}  // namespace spoor::app
