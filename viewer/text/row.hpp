// From a line's bytes to the cells of a drawn row: UTF-8, tab stops, wide characters and combining marks
// (width.hpp), pictures of control characters, colour classes, and the map between bytes and columns. Only
// the columns asked for are laid out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "viewer/text/repertoire.hpp"

namespace spoor::text {

/// Index into the theme's palette.
using ColorClass = std::uint8_t;

/// The second cell of a wide character: a neighbour like any that is not read, and nothing to draw.
inline constexpr char32_t kWideRest = 0xFFFF;
inline constexpr std::size_t kCellMarks = 2;

struct Cell {
  char32_t code_point = U' ';  ///< as drawn
  ColorClass color = 0;
  /// What combines with it, 0: nothing. Of kWideRest the first one is the character whose rest it is.
  std::array<char32_t, kCellMarks> marks{};
  friend bool operator==(const Cell&, const Cell&) = default;
};

/// Bytes [begin_byte, end_byte) of the line are drawn in a colour. Sorted, not overlapping.
struct ColorSpan {
  std::uint64_t begin_byte = 0;
  std::uint64_t end_byte = 0;
  ColorClass color = 0;
};

struct RowOptions {
  int tab_columns = 8;     ///< 1 to 64
  ColorClass plain = 0;    ///< where no span says otherwise
  ColorClass picture = 0;  ///< of control characters' pictures and malformed bytes
};

/// A place inside a line from which its layout can go on.
struct LinePoint {
  std::uint64_t byte = 0;
  std::uint64_t column = 0;
  friend bool operator==(const LinePoint&, const LinePoint&) = default;
};

/// A line without its terminator, or as much of it as is at hand: bytes start at `start`.
struct LineSlice {
  std::string_view bytes;
  LinePoint start{};
};

/// Columns [first_column, first_column + cells.size()) of a line.
struct Row {
  std::uint64_t first_column = 0;
  std::vector<Cell> cells;                ///< stops with the line's last character
  std::vector<std::uint64_t> cell_bytes;  ///< byte in the line of the character that covers cells[i]
  LinePoint end{};                        ///< just after the last character laid out
};

/// Lays out at most `columns` columns from first_column on (first_column >= line.start.column). `row` is
/// overwritten; its capacity is reused.
void lay_out_row(const LineSlice& line, std::span<const ColorSpan> spans, const Repertoire& repertoire,
                 const RowOptions& options, std::uint64_t first_column, std::size_t columns, Row& row);

/// The byte in the line of the character that covers a column; the slice's end if it ends before.
[[nodiscard]] std::uint64_t byte_at_column(const LineSlice& line, int tab_columns, std::uint64_t column);

}  // namespace spoor::text
