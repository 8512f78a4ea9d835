// The line numbers that the viewer draws in front of the code: evidence about which line a row shows.
#pragma once

#include <cstddef>
#include <string>

namespace spoor::trace {

struct GutterReading {
  int agreement = 0;   ///< digits that are as the line's number has them, less those that are not
  bool exact = false;  ///< the whole number stands there
};

/// Compares what stands next before a row's code (column `shift` on) with the number of a line (0 is the
/// file's first). A number that begins in column 0 may have lost its head to the picture's edge. All 0 where
/// no digits stand there.
[[nodiscard]] GutterReading read_gutter(const std::u32string& cells, int shift, std::size_t line);

/// Writes the line's number over what was read in front of the code if that is nearly the number.
void correct_gutter(std::u32string& cells, int shift, std::size_t line);

}  // namespace spoor::trace
