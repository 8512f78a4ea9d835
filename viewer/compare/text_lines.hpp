// A text as lines, as code::Document counts them: the terminator (LF or CR LF) is no part of a line, and the
// last one begins no other.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace spoor::compare {

struct TextLine {
  std::string_view text;    ///< of the text that was split
  std::uint8_t ending = 0;  ///< how many bytes of a terminator follow: 0, 1 or 2
};

[[nodiscard]] std::vector<TextLine> split_lines(std::string_view text);

/// Lines as numbers, equal for equal ones of either text.
struct NumberedLines {
  std::vector<std::uint32_t> old_lines;
  std::vector<std::uint32_t> new_lines;
};
[[nodiscard]] NumberedLines number_lines(const std::vector<TextLine>& old_lines,
                                         const std::vector<TextLine>& new_lines);

}  // namespace spoor::compare
