// Pictures and figures without a display: the same frames as in a window, drawn off-screen.
#pragma once

#include "viewer/app/opening.hpp"
#include "viewer/app/presenter.hpp"
#include "viewer/gpu/frame_target.hpp"

namespace spoor::app {

/// Lays out, waits for the syntax colours, draws and reads back. A context must be current. The gate is asked
/// of the lines that the picture shows; where it says no, the picture must go no further. Errors: failed.
[[nodiscard]] Result<gpu::Picture> take_picture(Workspace& workspace, const Grant& grant,
                                                const Options& options, std::int64_t now_unix_s,
                                                Presenter::Gate gate = {});

/// --shot: its lines are recorded before the file is there. Errors: refused (the session does not allow it),
/// failed (also where nothing can be recorded).
[[nodiscard]] Result<void> shoot(Opened& opened, const Options& options, std::int64_t now_unix_s);

}  // namespace spoor::app
