// Photographs, stage 3b: a rectified page straightened by the phase of its rows or of its columns, block by
// block, before any glyph is read: a phase tells a displacement of a hundredth of the pitch, a spectrum's
// peak does not.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "watermark/trace/page_warp.hpp"

namespace spoor::trace {

enum class Axis : std::uint8_t {
  rows,    ///< displacements down the page
  columns  ///< displacements along the rows
};

/// How far the page's blocks stand from where an equal pitch puts them. magnitude: as of text_magnitude(), of
/// a page nearly straight: by neighbouring blocks the displacement changes by less than half a pitch. Blocks
/// of other panes, whose phase does not fit in with most, are left out. block_px: a block's side, at least
/// five pitches are taken; some six rows of fifteen columns are right.
[[nodiscard]] std::vector<WarpSample> lock_in(const cv::Mat1f& magnitude, Axis axis, double pitch_px,
                                              double block_px, int threads);

}  // namespace spoor::trace
