// `spoor-trace` without its command line: opens kit and archive, traces every capture, writes the results.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string_view>
#include <vector>

#include "watermark/seal/exit_code.hpp"
#include "watermark/trace/error.hpp"

namespace spoor::trace {

/// Of captures that several runs share out among them: every count-th from one on. Each run names them all,
/// for the probability of accusing an innocent person counts all that were looked at.
struct Share {
  std::size_t first = 0;  ///< below count
  std::size_t count = 1;
};
/// "3/16" is the third of sixteen. None where it is anything else.
[[nodiscard]] std::optional<Share> share_of(std::string_view text);

struct ProgramOptions {
  std::vector<std::filesystem::path> captures;  ///< files and folders
  std::filesystem::path kit;
  std::filesystem::path archive;  ///< empty: source is not located
  std::filesystem::path passphrase_file;
  std::filesystem::path debug_dir;
  std::filesystem::path report;  ///< HTML file, with a PDF beside it; empty: no report
  std::filesystem::path
      resume;  ///< results file that an earlier run left and this one goes on with; empty: none
  bool json = false;
  bool join = false;      ///< all captures are of one leak: one verdict
  bool check = false;     ///< only whether the captures are likely enough; needs no kit
  bool progress = false;  ///< a bar on `err`, which is a terminal
  Share share{};          ///< which of the captures are this run's
  int jobs = 0;           ///< captures at a time; 0: one, with all cores for it
};

/// The worst of several exit codes: 1, 2, 5, 6, 7 before 3, 4, 0.
[[nodiscard]] ExitCode worse(ExitCode a, ExitCode b) noexcept;

[[nodiscard]] ExitCode exit_code_for(TraceErrorCode code) noexcept;

/// Results in the order of the captures to `out`, sentences about what went wrong to `err`.
[[nodiscard]] ExitCode run_program(const ProgramOptions& options, std::ostream& out, std::ostream& err);

}  // namespace spoor::trace
