// Photographs, stage 5: where glyphs that were surely read stand, to straighten the page by.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "watermark/trace/assemble.hpp"
#include "watermark/trace/page_warp.hpp"

namespace spoor::trace {

/// Sure glyphs of panes with enough text, against their lattices: places and moves in pixels of the page.
/// ink: the page's, text positive, `factor` times as fine as the plane that the panes were read on.
[[nodiscard]] std::vector<WarpSample> glyph_places(const PageReading& reading, const cv::Mat1f& ink,
                                                   int factor, int threads);

}  // namespace spoor::trace
