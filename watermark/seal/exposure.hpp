// What a log says was on screen: lines of one file, when, and for how long. Shared by the log, which records
// it, and by kits and tracer, which rank sessions by it.
#pragma once

#include <cstdint>
#include <string>

#include "watermark/seal/archive_reader.hpp"

namespace spoor::seal {

struct Exposure {
  std::string session;  ///< "s-" and 12 hex digits
  ArchiveId archive_id{};
  std::string path;              ///< in the release
  std::uint64_t first_line = 0;  ///< 1-based
  std::uint64_t last_line = 0;   ///< 1-based, included
  std::int64_t start_unix_ms = 0;
  std::uint64_t duration_ms = 0;
};

}  // namespace spoor::seal
