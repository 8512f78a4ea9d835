// Stage 7: each glyph's displacement from its lattice cell, with an honest variance.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "watermark/trace/registration.hpp"

namespace spoor::trace {

struct Offset {
  float x_px = 0;
  float sigma_px = 0;  ///< 0 where nothing was measured
};

/// Displacements of all read cells of a lattice, row by row as CellGrid; neighbours are fitted jointly by
/// sweeps in which every glyph sees the plane without the others at their present places.
[[nodiscard]] std::vector<Offset> measure_offsets(const TemplateBank& bank, const cv::Mat1f& plane,
                                                  const Lattice& lattice, CellGrid& grid, int threads);

}  // namespace spoor::trace
