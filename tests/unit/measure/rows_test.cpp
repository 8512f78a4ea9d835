#include "watermark/trace/rows.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/unit/measure/truth.hpp"
#include "watermark/trace/ink.hpp"
#include "watermark/trace/lattice.hpp"

using namespace spoor;
using measure_test::Scene;

TEST_CASE("rows are found with their line height", "[rows]") {
  for (const double em_px : {11.0, 14.0, 18.0})
    for (const double rescale : {1.0, 0.7, 0.5})
      for (const int crop : {0, 5}) {
        Scene scene;
        scene.em_px = em_px, scene.rescale = rescale, scene.jpeg_quality = 75, scene.crop_rows = crop;
        const auto page = measure_test::make_page(scene);
        const auto face = text::Face::open(scene.font).value();
        const auto runs = trace::find_rows(trace::text_magnitude(trace::make_ink(page.picture)),
                                           em_px * rescale, trace::shape_of(face));
        CAPTURE(em_px, rescale, crop);
        REQUIRE(!runs.empty());
        if (crop == 0) CHECK(std::abs(runs[0].line_height_px / page.line_height_px - 1) < 0.004);
        for (int r = 0; r < runs[0].rows; ++r) {
          const double shift = runs[0].shift_px.empty() ? 0 : runs[0].shift_px[static_cast<std::size_t>(r)];
          const double baseline = runs[0].first_baseline_px + r * runs[0].line_height_px + shift;
          const double k = (baseline - page.first_baseline_px) / page.line_height_px;
          CHECK(std::abs(k - std::round(k)) < 0.15);
        }
      }
}

TEST_CASE("a plane without ink has no rows", "[rows]") {
  const auto face = text::Face::open(text::FontId::fira_code).value();
  CHECK(trace::find_rows(cv::Mat1f(200, 300, 0.0F), 14, trace::shape_of(face)).empty());
}
