// The window: events in, frames out. Draws only when something changed.
#pragma once

#include <string>

#include "viewer/app/opening.hpp"

namespace spoor::app {

/// Runs until the window is closed, and says where the receipt of the session's log lies. Errors: those of
/// opening; failed (no display, no OpenGL 3.3, the log could not be written).
[[nodiscard]] Result<std::string> run_window(const Options& options);

}  // namespace spoor::app
