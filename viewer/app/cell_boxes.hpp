// Where bytes of a row are on screen.
#pragma once

#include <cstddef>
#include <cstdint>

#include "viewer/app/metrics.hpp"
#include "viewer/gpu/scene.hpp"
#include "viewer/text/row.hpp"

namespace spoor::app {

/// The cells of a row that show a range of its bytes.
struct Cells {
  std::size_t begin = 0;
  std::size_t end = 0;
};
[[nodiscard]] Cells cells_of(const text::Row& row, std::uint64_t begin_byte, std::uint64_t end_byte);

/// `first_column`: of the lattice, where the row begins.
[[nodiscard]] gpu::Box box_of(const Metrics& metrics, int origin_x_px, const Cells& cells,
                              std::size_t first_column, int y_px, int height_px);

}  // namespace spoor::app
