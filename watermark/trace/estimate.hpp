// What a picture may be good for, at a glance: how many characters it shows, how large, and how sharply,
// without reading any. Needs no key.
#pragma once

#include <opencv2/core.hpp>
#include <optional>

#include "watermark/trace/page_plane.hpp"

namespace spoor::trace {

/// All about; a page's own measurement says it exactly.
struct PageEstimate {
  double glyphs = 0;
  double pixels_per_advance = 0;  ///< mean over the page, of the picture that was given
  double snr_db = 0;              ///< of a glyph's displacement by a mark of the usual strength
  double tilt_deg = 0;
};

/// Estimates a photographed page of text; nothing where no rows of text are seen. bgr: 8-bit, three channels,
/// some 2,000 pixels wide.
///
/// How exactly a glyph is measured in a photograph is limited by the residue of the page's warp and by the
/// resolution, not by noise: deviations of .10, .12, .19 and .27 pixels of a 14 px font at 13, 6, 4.5 and 3
/// pixels a character were measured on rendered photographs. Where edges are blurred, the resolution is that
/// of a picture whose edges span two pixels.
[[nodiscard]] std::optional<PageEstimate> estimate_page(const cv::Mat& bgr, int threads);

}  // namespace spoor::trace
