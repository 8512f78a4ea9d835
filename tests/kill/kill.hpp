// A reader that is killed while it reads, and what its log must say then.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace spoor::kill {

/// Reads as somebody in a hurry would, through the viewer's own frames and recorder, and writes to a pipe
/// after each frame what that frame showed: "+ PATH FIRST LAST" a line, then "@ PATH LINE" for where it
/// stands. The first line is "< PATH LINE": where it went on. Runs until it is killed. Returns an exit code.
int read_until_killed(const std::filesystem::path& logs, std::uint64_t seed, int pipe);

struct Tally {
  std::uint64_t kills = 0;
  std::uint64_t kills_in_reading = 0;  ///< after the first frame
  std::uint64_t lines_shown = 0;       ///< ranges of lines that frames said they showed
  std::uint64_t without_record = 0;    ///< of these, those that the log does not have: must stay 0
  std::uint64_t unreadable = 0;        ///< logs that do not verify, or that the next reader cannot go on with
  std::uint64_t torn = 0;              ///< logs that ended in the middle of a group
  std::uint64_t places_lost = 0;       ///< went on at a place where the reader had not been
  double oldest_place_s = 0;  ///< how long before the kill the reader had left the place it went on at
};

/// Starts readers and kills them, one after the other on one log.
Tally kill_readers(const std::filesystem::path& program, const std::filesystem::path& logs,
                   std::uint64_t kills, std::uint64_t seed);

}  // namespace spoor::kill
