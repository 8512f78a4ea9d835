#include "viewer/app/cell_boxes.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::app {

Cells cells_of(const text::Row& row, std::uint64_t begin_byte, std::uint64_t end_byte) {
  const auto& bytes = row.cell_bytes;
  const auto begin = std::lower_bound(bytes.begin(), bytes.end(), begin_byte);
  const auto end = std::lower_bound(begin, bytes.end(), std::max(end_byte, begin_byte + 1));
  return {static_cast<std::size_t>(begin - bytes.begin()), static_cast<std::size_t>(end - bytes.begin())};
}

gpu::Box box_of(const Metrics& m, int origin_x_px, const Cells& cells, std::size_t first_column, int y_px,
                int height_px) {
  const auto at = [&](std::size_t cell) {
    return origin_x_px +
           static_cast<int>(std::lround(static_cast<double>(first_column + cell) * m.advance_px));
  };
  return {at(cells.begin), y_px, at(cells.end) - at(cells.begin), height_px};
}

}  // namespace spoor::app
