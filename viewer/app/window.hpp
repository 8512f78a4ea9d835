// The window: events in, frames out. Draws only when something changed.
#pragma once

#include "viewer/app/opening.hpp"

namespace spoor::app {

/// Runs until the window is closed. Errors: failed (no display, no OpenGL 3.3).
[[nodiscard]] Result<void> run_window(const Options& options);

}  // namespace spoor::app
