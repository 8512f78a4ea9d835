// Stage 1b: vertical strips of one background: panes stand side by side on backgrounds of their own.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace spoor::trace {

/// Column ranges of a picture between which the background changes from top to bottom, left to right; ranges
/// too narrow for text are dropped. bgr: 8-bit, three channels, not empty. At least one range.
[[nodiscard]] std::vector<cv::Range> find_strips(const cv::Mat& bgr);

/// The same of a rectified photograph with rows some 22 pixels apart, or less, whose backgrounds change
/// smoothly but for steps between panes. light_text: text is lighter than its background.
[[nodiscard]] std::vector<cv::Range> find_strips_between_steps(const cv::Mat1f& luma, bool light_text);

}  // namespace spoor::trace
