// One file -> its matches with their line numbers. A large file is read in windows of whole lines, so that
// memory does not depend on its size; a line that is longer than a window widens it, up to a bound.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>

#include "viewer/find/catalogue.hpp"
#include "viewer/find/files.hpp"
#include "viewer/find/pattern.hpp"

namespace spoor::find {

/// A match in the window that it was found in.
struct Match {
  std::string_view window;        ///< whole lines
  Range range;                    ///< in the window
  Range line;                     ///< of the window: the match's (first) line, without its terminator
  std::uint64_t line_number = 0;  ///< from 0
  bool new_line = false;          ///< the first match of its line
};

enum class ScanEnd : std::uint8_t {
  whole,     ///< the file was searched to its end
  binary,    ///< a NUL in its first 8 KiB: not searched
  damaged,   ///< the archive's block is torn or altered; searched up to it
  too_long,  ///< a line (or, over several lines, a file) above kMaxWindowBytes; searched up to it
  stopped
};

inline constexpr std::uint64_t kWindowBytes = std::uint64_t{1} << 20;
inline constexpr std::uint64_t kMaxWindowBytes = std::uint64_t{64} << 20;

/// Calls `sink` for each match in order.
[[nodiscard]] ScanEnd scan_file(const Files& files, const FileEntry& file, const Pattern& pattern,
                                const std::stop_token& stop, const std::function<void(const Match&)>& sink);

}  // namespace spoor::find
