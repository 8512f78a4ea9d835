// The part of a measurement that shows most: for pictures that cannot show all of it.
#pragma once

#include "watermark/trace/measurement.hpp"

namespace spoor::trace {

/// Cells of one pane: rows row .. row + rows - 1 and columns likewise.
struct CellRange {
  int pane = 0, row = 0, rows = 0, column = 0, columns = 0;
};

/// Of the pane with the most measured glyphs, the consecutive rows and columns with the most. There must be a
/// glyph.
[[nodiscard]] CellRange densest_cells(const Measurement& measurement, int max_columns, int max_rows);

}  // namespace spoor::trace
