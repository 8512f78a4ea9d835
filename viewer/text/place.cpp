#include "viewer/text/place.hpp"

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
    if (window[2] == U' ') continue;
    const double x_px = lattice.origin_x_px + static_cast<double>(i) * lattice.advance_px + offset_px(window);
    out.push_back({x_px, window[2], cells[i].color});
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
