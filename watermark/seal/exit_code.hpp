// Exit codes shared by the three programs.
#pragma once

namespace spoor {

enum class ExitCode : int {
  done = 0,          ///< done; tracer: match
  failed = 1,        ///< I/O or internal failure
  usage = 2,         ///< the command line is wrong
  inconclusive = 3,  ///< tracer: not enough evidence either way
  unmarked = 4,      ///< tracer: the evidence speaks against every session of the kit
  auth = 5,          ///< authentication failed or the key is wrong
  refused = 6,       ///< refused by policy: expired, revoked, quota, scope
  damaged = 7,       ///< damaged or unsupported input
};

}  // namespace spoor
