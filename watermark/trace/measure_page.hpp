// Any picture of a page, taken by software or by a camera.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <tl/expected.hpp>

#include "watermark/trace/error.hpp"
#include "watermark/trace/measure.hpp"
#include "watermark/trace/rectify.hpp"

namespace spoor::trace {

struct MeasuredPage {
  Measurement measurement;       ///< in pixels of `page`
  cv::Mat page;                  ///< what was measured: the picture itself or the page in it, rectified,
                                 ///< unless the options do without
  std::optional<PageView> view;  ///< how the page was taken from a photograph; empty where it was not
  std::shared_ptr<const ReadPage> read{};  ///< null unless the options ask for it
};

/// Measures a picture as what it looks like first, as software took it or as a camera did; where little can
/// be read or the rows are not level, as the other, too. The reading that tells more stays, a screen's if
/// they are about alike and its rows are level: no key has a say in it. bgr: 8-bit, three channels. A picture
/// without text is no error. Errors: internal.
[[nodiscard]] tl::expected<MeasuredPage, TraceError> measure_page(const cv::Mat& bgr,
                                                                  const MeasureOptions& options);

}  // namespace spoor::trace
