// From the rows of a pane, as read, to the lines of one file: which line each row shows, and from which
// lattice column on. Rows may be misread, missing, wrapped, preceded by a gutter, scrolled to the side.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/text/repertoire.hpp"
#include "watermark/trace/gutter.hpp"
#include "watermark/trace/measurement.hpp"

namespace spoor::trace {

/// A row of the pane that shows a line of the file.
struct AlignedRow {
  int row = 0;           ///< index into Pane::rows
  std::size_t line = 0;  ///< 0 is the file's first
  int shift = 0;         ///< lattice column of the line's column 0; negative when scrolled to the side
  double matched = 0;    ///< cells that are as the file has them
  double cells = 0;      ///< cells that either has ink in
  GutterReading number;  ///< what stands in front of the code says about the line
};

struct Alignment {
  std::vector<AlignedRow> rows;  ///< by row, ascending
  double matched = 0;            ///< sum over the rows
  double missed = 0;             ///< cells with ink that are not as the file has them
  double numbers = 0;            ///< sum of the gutter's agreement
  int numbered_rows = 0;         ///< whose whole number stands in the gutter
};

/// A file's lines as drawn: tabs expanded, control characters as their pictures.
[[nodiscard]] std::vector<std::u32string> drawn_lines(std::string_view text,
                                                      const text::Repertoire& repertoire, int tab_columns);

/// The best monotone alignment; no rows where nothing fits.
[[nodiscard]] Alignment align(const Pane& pane, const std::vector<std::u32string>& lines);

}  // namespace spoor::trace
