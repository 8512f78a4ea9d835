// The log of an open session: where it lies, who signs it, and to whom it is sealed.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "viewer/app/guard.hpp"
#include "viewer/app/options.hpp"
#include "viewer/app/recording.hpp"

namespace spoor::app {

/// Begins to record: that the session was opened is durable on return. The log lies in the room's directory,
/// for a session of no room in that of the room that is made for such (seal::own_room_directory). What is
/// searched and noted is sealed to --reviewer-key; without one only that something was searched is recorded,
/// and the text is gone (SPEC.md 7.6). `release` is for the receipt. Errors: refused (another viewer has the
/// log); failed (it cannot be written); damaged; usage (the reviewer's key file is none).
[[nodiscard]] Result<std::unique_ptr<Recording>> begin_session_log(const Grant& grant,
                                                                   const Admittance& admittance,
                                                                   const Options& options,
                                                                   const std::string& release,
                                                                   std::function<void()> on_failure);

/// Records, in the same log, that a session was unlocked and then refused by a clause of its policy before it
/// was opened: durable on return. A session of another vendor or room leaves nothing here: "vendor" and
/// "room" are not recorded. Errors: as above.
[[nodiscard]] Result<void> record_refusal(const seal::Session& session, const Admittance& admittance,
                                          std::string_view clause);

}  // namespace spoor::app
