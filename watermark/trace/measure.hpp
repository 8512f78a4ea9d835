// From a picture to measured glyphs: the half of the tracer that needs no key.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <tl/expected.hpp>
#include <vector>

#include "viewer/text/face.hpp"
#include "watermark/trace/error.hpp"
#include "watermark/trace/measurement.hpp"
#include "watermark/trace/stage_picture.hpp"

namespace spoor::trace {

struct ReadPage;

struct MeasureOptions {
  std::vector<text::FontId> fonts{text::kAllFonts.begin(), text::kAllFonts.end()};  ///< candidates
  int threads = 2;
  bool keep_page = true;      ///< of a photograph: the rectified page's picture, too
  bool keep_reading = false;  ///< what measuring again with known text (known_text.hpp) needs
  StageSink on_stage{};       ///< called once a stage where it is set, from the calling thread
};

/// Measures a capture, 8-bit BGR, upright, any size. A picture without a text lattice is no error: its
/// measurement has no glyphs and says so in `shortcoming`. Errors: internal.
[[nodiscard]] tl::expected<Measurement, TraceError> measure(const cv::Mat& bgr,
                                                            const MeasureOptions& options);

/// A measurement and how it was read.
struct MeasuredReading {
  Measurement measurement;
  std::shared_ptr<const ReadPage> read{};  ///< null unless asked for, or where nothing was read
};

/// measure() with the reading kept.
[[nodiscard]] tl::expected<MeasuredReading, TraceError> measure_reading_of(const cv::Mat& bgr,
                                                                           const MeasureOptions& options);

}  // namespace spoor::trace
