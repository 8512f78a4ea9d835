// From a picture to measured glyphs: the half of the tracer that needs no key.
#pragma once

#include <opencv2/core.hpp>
#include <tl/expected.hpp>
#include <vector>

#include "viewer/text/face.hpp"
#include "watermark/trace/error.hpp"
#include "watermark/trace/measurement.hpp"
#include "watermark/trace/stage_picture.hpp"

namespace spoor::trace {

/// Rows as somebody knows them for certain (from an archive), in the order of Pane::rows; empty: as read.
using KnownRows = std::vector<std::vector<std::u32string>>;  ///< [pane][row]

struct MeasureOptions {
  std::vector<text::FontId> fonts{text::kAllFonts.begin(), text::kAllFonts.end()};  ///< candidates
  int threads = 2;
  bool keep_page = true;  ///< of a photograph: the rectified page's picture, too
  StageSink on_stage{};   ///< called once a stage where it is set, from the calling thread
};

/// Measures a capture, 8-bit BGR, upright, any size. A picture without a text lattice is no error: its
/// measurement has no glyphs and says so in `shortcoming`. Errors: internal.
[[nodiscard]] tl::expected<Measurement, TraceError> measure(const cv::Mat& bgr,
                                                            const MeasureOptions& options);

}  // namespace spoor::trace
