// Pictures that were mirrored: by a front camera, by EXIF, or by somebody who hoped that it helps.
#pragma once

#include <opencv2/core.hpp>
#include <tl/expected.hpp>

#include "watermark/trace/measure_page.hpp"

namespace spoor::trace {

struct AnyHandMeasured {
  MeasuredPage page;
  cv::Mat picture;        ///< as it was measured: the one given, or that one mirrored
  bool mirrored = false;  ///< the picture that was given showed the page in a mirror
};

/// measure_page(), and where what was read is no code although there are rows of text, the picture in a
/// mirror: letters and their mirror images have like strokes and are read as something, but do not follow
/// each other as in code. No key has a say in it. Errors: internal.
[[nodiscard]] tl::expected<AnyHandMeasured, TraceError> measure_any_hand(const cv::Mat& bgr,
                                                                         const MeasureOptions& options);

}  // namespace spoor::trace
