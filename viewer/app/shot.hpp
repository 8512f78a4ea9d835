// Pictures and figures without a display: the same frames as in a window, drawn off-screen.
#pragma once

#include "viewer/app/opening.hpp"
#include "viewer/gpu/frame_target.hpp"

namespace spoor::app {

/// Lays out, waits for the syntax colours, draws and reads back. A context must be current. Errors: failed.
[[nodiscard]] Result<gpu::Picture> take_picture(Workspace& workspace, const Grant& grant,
                                                const Options& options, std::int64_t now_unix_s);

/// --shot. Errors: refused (the session does not allow it), failed.
[[nodiscard]] Result<void> shoot(Opened& opened, const Options& options, std::int64_t now_unix_s);

}  // namespace spoor::app
