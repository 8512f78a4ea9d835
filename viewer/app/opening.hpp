// From the command line to what can be shown: the session, its grant, the archive, the workspace.
#pragma once

#include <functional>
#include <memory>

#include "viewer/app/grant.hpp"
#include "viewer/app/guard.hpp"
#include "viewer/app/options.hpp"
#include "viewer/app/recording.hpp"
#include "viewer/app/source.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

struct Admitted {
  Grant grant;
  Admittance admittance;
};

struct Opened {
  Grant grant;
  Admittance admittance;
  std::unique_ptr<Source> source;
  std::unique_ptr<Workspace> workspace;
  std::unique_ptr<Recording> recording;  ///< of all that is shown
};

/// Opens the session in its room (asking for passphrases where neither file nor environment gives them) and
/// has the room let it in: the opening is counted before this returns. Errors: auth, refused, damaged,
/// failed, usage.
[[nodiscard]] Result<Admitted> open_grant(const Options& options, std::int64_t now_unix_s);

/// The archive that the grant is for. Errors: auth (it is another one), damaged, failed.
[[nodiscard]] Result<std::shared_ptr<const seal::ArchiveReader>> open_sealed(const Grant& grant,
                                                                             const Options& options);

/// Opens the archive that the grant is for, begins to record, and opens the file asked for or, in a window
/// where none is, the last place. `on_change`: see code::DocumentOptions; it is called, too, when nothing
/// more can be recorded. Errors: auth (the archive is another one), damaged, failed, refused, usage.
[[nodiscard]] Result<Opened> open_release(Admitted admitted, const Options& options,
                                          std::function<void()> on_change);

}  // namespace spoor::app
