#include "viewer/text/place.hpp"

#include <array>
#include <cstddef>

namespace spoor::text {
namespace {

// `offset_px(window)` is asked for every visible cell.
template <typename Offset>
void place(std::span<const Cell> cells, const Lattice& lattice, const Offset& offset_px,
           std::vector<PlacedGlyph>& out) {
  const auto cell = [cells](std::size_t i) { return i < cells.size() ? cells[i].code_point : U' '; };
  mark::Window window{U' ', U' ', U' ', cell(0), cell(1)};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    window = {window[1], window[2], window[3], window[4], cell(i + 2)};
    const double cell_px = lattice.origin_x_px + static_cast<double>(i) * lattice.advance_px;
    const std::array<char32_t, kCellMarks>& marks = cells[i].marks;
    if (window[2] == kWideRest) {
      // Where a row begins within a wide character the whole of it is drawn, from the cell before.
      const mark::Window whole{U' ', U' ', marks[0], kWideRest, window[3]};
      if (window[1] != marks[0])
        out.push_back({cell_px - lattice.advance_px + offset_px(whole), marks[0], cells[i].color});
      continue;
    }
    if (window[2] == U' ' && marks[0] == 0) continue;
    const double x_px = cell_px + offset_px(window);
    if (window[2] != U' ') out.push_back({x_px, window[2], cells[i].color});
    for (const char32_t mark : marks)
      if (mark != 0) out.push_back({x_px, mark, cells[i].color});
  }
}

}  // namespace

void place_row(std::span<const Cell> cells, const Lattice& lattice, const Marking& marking,
               std::vector<PlacedGlyph>& out) {
  const auto offset_px = [&](const mark::Window& window) {
    return mark::offset_em(window, *marking.table, marking.strength_em) * lattice.em_px;
  };
  place(cells, lattice, offset_px, out);
}

void place_row_unmarked(std::span<const Cell> cells, const Lattice& lattice, std::vector<PlacedGlyph>& out) {
  place(
      cells, lattice, [](const mark::Window&) { return 0.0; }, out);
}

}  // namespace spoor::text
