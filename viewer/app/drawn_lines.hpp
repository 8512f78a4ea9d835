// Which lines of which files a frame draws, gathered where they are drawn: so that they can be recorded
// before anybody sees them, whatever it is that shows them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/seal/log_record.hpp"

namespace spoor::app {

class DrawnLines {
 public:
  void clear() { lines_.clear(); }
  /// `line` is 0-based. `release`: empty for the one that is read.
  void add(std::string_view path, std::uint64_t line, std::string_view release = {});
  /// By path and line, each line once, neighbours together; counted from 1. Paths are as a log names them
  /// (seal::recorded_path); `reads`: the release that is read, empty where the archive has no other.
  [[nodiscard]] std::vector<seal_log::Lines> lines(std::string_view reads = {}) const;

 private:
  struct Range {
    std::string release;
    std::string path;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
  };
  std::vector<Range> lines_;  ///< as they came
};

}  // namespace spoor::app
