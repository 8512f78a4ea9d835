// Pages whose every glyph's displacement is known, degraded as captures are, and how a measurement compares.
#pragma once

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "tests/support/page_render.hpp"
#include "watermark/trace/measurement.hpp"

namespace spoor::measure_test {

struct Scene {
  text::FontId font = text::FontId::jetbrains_mono;
  double em_px = 14;
  double rescale = 1;
  int interpolation = cv::INTER_AREA;
  int jpeg_quality = 0;  ///< 0: lossless
  int crop_rows = 0;     ///< 0: the whole page
  bool light = false;
  double strength_em = mark::kDefaultStrengthEm;
  std::uint64_t seed = 1;
};

struct Page {
  cv::Mat picture;
  std::vector<std::u32string> rows;
  mark::KerningTable table;
  Scene scene;
  double advance_px = 0, origin_x_px = 0, first_baseline_px = 0, line_height_px = 0;
};

/// Real source code that every machine with the compiler's headers has.
[[nodiscard]] Page make_page(const Scene& scene);

struct Comparison {
  int drawn = 0;  ///< glyphs wholly in the picture
  int measured = 0;
  double read_right = 0;     ///< part of the measured glyphs whose trigram is in the right classes
  double sign_right = 0;     ///< part whose measured sign is the drawn one
  double rms_px = 0;         ///< of the displacement's error, in pixels of the screen
  double normalised = 0;     ///< variance of error over claimed sigma; 1 is honest
  double claimed_right = 0;  ///< mean read_probability
};
[[nodiscard]] Comparison compare(const Page& page, const trace::Measurement& measurement);

}  // namespace spoor::measure_test
