// The counted experiment on leaks without pixels: sessions that read overlapping parts of a real tree, leaks
// that one of them retyped, and whether the tracer names the place and the session.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "watermark/seal/kit.hpp"
#include "watermark/trace/leak/places.hpp"

namespace spoor::leak_test {

struct TrialOptions {
  std::uint64_t seed = 1;
  std::size_t sessions = 50;
  std::size_t leaks = 200;
  std::size_t views = 60;          ///< a session's: a file and where it was scrolled to
  std::size_t shared_files = 120;  ///< files that the sessions read, so that they overlap
  std::size_t fewest_lines = 10, most_lines = 40;
  double most_changed = 0.2;
  int threads = 2;
};

struct Tally {
  std::size_t leaks = 0;
  std::size_t file_right = 0;     ///< the file is named, or a file that is tied with it
  std::size_t file_alone = 0;     ///< the file is named first
  std::size_t lines_right = 0;    ///< and its first and last line, each within two
  std::size_t unique = 0;         ///< leaks whose lines one session alone had on screen, all of them
  std::size_t session_right = 0;  ///< of these: the session is among the first
  std::size_t session_alone = 0;  ///< of these: it is the only first
  std::size_t shared = 0;         ///< leaks that several sessions had on screen
  std::size_t shared_right = 0;   ///< of these: all of these sessions are among the first
  std::vector<std::string> misses;
};

/// `tree` is what the archive was packed from: its text is what is retyped.
[[nodiscard]] seal::Result<Tally> run_trial(const std::string& tree, const seal::ArchiveReader& archive,
                                            const TrialOptions& options);

}  // namespace spoor::leak_test
