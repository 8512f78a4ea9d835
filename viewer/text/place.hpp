// From the cells of a drawn row to glyphs at exact places: the mark enters here and nowhere else.
//   x = origin + column * advance + offset_em(window of the drawn row, table) * em
// Everything that the vendor wrote goes through place_row, wherever it is drawn.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "viewer/text/row.hpp"
#include "watermark/mark/context.hpp"

namespace spoor::text {

/// One drawn row's grid. Origins are whole pixels, so that every pane has one lattice.
struct Lattice {
  std::int32_t origin_x_px = 0;  ///< left edge of column 0
  double advance_px = 0;         ///< of a cell, fractional
  double em_px = 0;
};

/// The session's table for the present slot and the strength it is drawn with.
struct Marking {
  const mark::KerningTable* table = nullptr;  ///< not null
  double strength_em = mark::kDefaultStrengthEm;
};

/// A visible glyph of a row; its baseline is the row's, a whole pixel.
struct PlacedGlyph {
  double x_px = 0;  ///< of the pen
  char32_t code_point = 0;
  ColorClass color = 0;
};

/// Appends the visible glyphs of one drawn row. cells[0] is column 0; the row is blank outside of cells, and
/// the contexts are those of this drawn row and of nothing else.
void place_row(std::span<const Cell> cells, const Lattice& lattice, const Marking& marking,
               std::vector<PlacedGlyph>& out);

/// The same row without a mark, to measure what the mark costs and to compare pictures with.
void place_row_unmarked(std::span<const Cell> cells, const Lattice& lattice, std::vector<PlacedGlyph>& out);

}  // namespace spoor::text
