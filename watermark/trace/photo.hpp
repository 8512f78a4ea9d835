// Photographs, all stages: the page is found by how its rows run together, turned to the front, read, and
// straightened by where the glyphs that were read stand, until what is left is the mark. It sees neither pose
// nor lens nor text nor key.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <tl/expected.hpp>

#include "watermark/trace/error.hpp"
#include "watermark/trace/geometry.hpp"
#include "watermark/trace/measure.hpp"
#include "watermark/trace/photo_plane.hpp"
#include "watermark/trace/rectify.hpp"

namespace spoor::trace {

/// A measured page of a photograph. The measurement's coordinates are those of the rectified page.
struct PhotoPage {
  Measurement measurement;
  cv::Mat page;  ///< rectified, 8-bit BGR; empty where the options do not ask for it
  PageView view;
  std::shared_ptr<const ReadPage> read{};  ///< null unless the options ask for it
};

/// Measures the page of text in a photograph; nothing where there is none. bgr: 8-bit, three channels, as
/// stored: no way is up. Errors: internal.
[[nodiscard]] tl::expected<std::optional<PhotoPage>, TraceError> measure_photo(const cv::Mat& bgr,
                                                                               const MeasureOptions& options);

/// The same with what rows_way() looked at, too. field: of this picture.
[[nodiscard]] tl::expected<std::optional<PhotoPage>, TraceError> measure_photo(const cv::Mat& bgr,
                                                                               const RowField& field,
                                                                               const MeasureOptions& options);

}  // namespace spoor::trace
