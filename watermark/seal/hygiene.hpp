// What each of the three programs does first.
#pragma once

namespace spoor::seal {

/// No core dump and no debugger of the same user (PR_SET_DUMPABLE 0, RLIMIT_CORE 0), and files of one's own
/// for the owner only (umask 077): memory holds keys and vendor text. A file that grows beyond the user's
/// limit is an error like a full disk, not the end of the program (SIGXFSZ).
void harden_process() noexcept;

}  // namespace spoor::seal
