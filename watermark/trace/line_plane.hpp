// Photographs, stage 2b: the plane of a page with few lines of text, whose spectra say nothing: the way of
// its rows is the one along which the ink falls into the fewest, fullest profile bins; the rest is told by
// the columns, which stand at one distance on the page.
#pragma once

#include <opencv2/core.hpp>
#include <optional>

#include "watermark/trace/page_plane.hpp"

namespace spoor::trace {

/// magnitude: as of text_magnitude(), of a picture some 600 pixels wide; focal_px of the same picture. The
/// distance of rows is taken from that of the columns. Nothing where no columns are seen. The same for the
/// same input.
[[nodiscard]] std::optional<PlaneFit> fit_line_plane(const cv::Mat1f& magnitude, double focal_px,
                                                     int threads);

}  // namespace spoor::trace
