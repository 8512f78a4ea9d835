// Stage 6: the capture's blur, estimated from the text itself.
#pragma once

#include <opencv2/core.hpp>

#include "watermark/trace/reader.hpp"

namespace spoor::trace {

/// No blur beyond a box of this side.
[[nodiscard]] inline Blur unblurred(double aperture) {
  return {{1.0F}, {1.0F}, aperture};
}

/// Separable kernel on the capture's pixel grid that turns the synthesised glyphs of `sharp` (a bank without
/// blur, whose aperture stays) into the plane, by least squares over the neighbourhoods of read cells.
/// half_px: taps on each side, 1 to 4. Falls back to no blur where too little text is known.
[[nodiscard]] Blur estimate_blur(const TemplateBank& sharp, const cv::Mat1f& plane, const Lattice& lattice,
                                 const CellGrid& grid, int half_px, int threads);

}  // namespace spoor::trace
