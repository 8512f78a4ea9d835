// `spoor-trace --text`: opens kit and archive, finds every text, writes the results.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <vector>

#include "watermark/seal/exit_code.hpp"

namespace spoor::leak {

struct LeakOptions {
  std::vector<std::filesystem::path> texts;
  std::filesystem::path kit;
  std::filesystem::path archive;
  std::filesystem::path passphrase_file;
  bool json = false;
};

/// done: every text was seen by a session; inconclusive: seen in part, by nobody, or too short; unmarked: not
/// from this archive; of several texts the worst. Sentences about what went wrong go to `err`.
[[nodiscard]] ExitCode run_leaks(const LeakOptions& options, std::ostream& out, std::ostream& err);

}  // namespace spoor::leak
