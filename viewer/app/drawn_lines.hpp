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
  /// `line` is 0-based.
  void add(std::string_view path, std::uint64_t line);
  /// By path and line, each line once, neighbours together; counted from 1.
  [[nodiscard]] std::vector<seal_log::Lines> lines() const;

 private:
  std::vector<seal_log::Lines> lines_;  ///< as they came
};

}  // namespace spoor::app
