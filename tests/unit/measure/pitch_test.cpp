#include "watermark/trace/pitch.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/unit/measure/truth.hpp"
#include "watermark/trace/ink.hpp"

using namespace spoor;
using measure_test::Scene;

TEST_CASE("the advance is among the few pitches found, whatever font, size and scale", "[pitch]") {
  for (const text::FontId font : text::kAllFonts)
    for (const double em_px : {11.0, 14.0, 20.0, 36.0})
      for (const double rescale : {1.0, 0.7, 0.5}) {
        Scene scene;
        scene.font = font, scene.em_px = em_px, scene.rescale = rescale, scene.jpeg_quality = 75;
        const auto page = measure_test::make_page(scene);
        const auto pitches = trace::find_pitches(trace::text_magnitude(trace::make_ink(page.picture)), 4, 1);
        CAPTURE(text::font_name(font), em_px, rescale, page.advance_px);
        CHECK(std::any_of(pitches.begin(), pitches.end(), [&](const trace::PitchCandidate& p) {
          return std::abs(p.advance_px / page.advance_px - 1) < 0.004;
        }));
      }
}

TEST_CASE("noise and flat pictures have no strong pitch", "[pitch]") {
  cv::Mat1f flat(300, 400, 0.0F);
  CHECK(trace::find_pitches(flat, 4, 1).empty());
  CHECK(trace::find_pitches(cv::Mat1f(2, 2, 1.0F), 4, 1).empty());
}
