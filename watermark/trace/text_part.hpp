// Photographs: which part of a rectified page holds its text.
#pragma once

#include <opencv2/core.hpp>

namespace spoor::trace {

/// Where most of the text is, and some room about it; all of the page where no text is seen. magnitude: as of
/// text_magnitude(), of a page whose rows are level and so far apart.
[[nodiscard]] cv::Rect text_part(const cv::Mat1f& magnitude, double row_pitch_px);

}  // namespace spoor::trace
