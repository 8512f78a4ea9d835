#include <catch2/catch.hpp>
#include <map>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>

#include "tests/unit/measure/truth.hpp"
#include "watermark/trace/measure.hpp"

using namespace spoor;
using measure_test::Scene;

namespace {

struct Demand {
  const char* name;
  Scene scene;
  double drawn_part;  // of the drawn glyphs that must be measured
  double read_right;
  double sign_right;
  double rms_px;
};

Scene scene_of(double em_px, double rescale, int jpeg_quality) {
  Scene s;
  s.em_px = em_px, s.rescale = rescale, s.jpeg_quality = jpeg_quality;
  return s;
}

Scene with_font(Scene s, text::FontId font, bool light) {
  s.font = font, s.light = light;
  return s;
}

Scene cropped(Scene s, int rows) {
  s.crop_rows = rows;
  return s;
}

Scene with_filter(Scene s, int interpolation) {
  s.interpolation = interpolation;
  return s;
}

}  // namespace

TEST_CASE("a page's displacements are measured as well as its degradation allows", "[page]") {
  const Demand demands[] = {
      {"png", scene_of(14, 1, 0), 0.99, 0.99, 0.999, 0.02},
      {"jpeg 50", scene_of(14, 1, 50), 0.99, 0.99, 0.985, 0.05},
      {"11 px jpeg 75", scene_of(11, 1, 75), 0.99, 0.99, 0.98, 0.05},
      {"second font, light", with_font(scene_of(13, 1, 75), text::FontId::dejavu_sans_mono, true), 0.99, 0.99,
       0.975, 0.05},
      {"third font, light", with_font(scene_of(16, 1, 75), text::FontId::fira_code, true), 0.99, 0.99, 0.98,
       0.05},
      {"rescale .7", scene_of(14, 0.7, 75), 0.98, 0.98, 0.95, 0.08},
      {"rescale .5", scene_of(14, 0.5, 75), 0.97, 0.95, 0.88, 0.12},
      {"rescale .4, pixels picked", with_filter(scene_of(14, 0.4, 75), cv::INTER_LINEAR), 0.9, 0.7, 0.7,
       0.25},
      {"rescale 1.5", with_filter(scene_of(14, 1.5, 75), cv::INTER_CUBIC), 0.99, 0.99, 0.98, 0.06},
      {"rescale 3", with_filter(scene_of(11, 3, 75), cv::INTER_LINEAR), 0.99, 0.98, 0.99, 0.06},
      {"scale 2", scene_of(28, 1, 75), 0.97, 0.99, 0.99, 0.08},
      {"12 rows", cropped(scene_of(14, 1, 75), 12), 0.85, 0.98, 0.98, 0.05},
      {"5 rows", cropped(scene_of(14, 1, 0), 5), 0.75, 0.98, 0.97, 0.05},
  };
  for (const Demand& d : demands) {
    const auto page = measure_test::make_page(d.scene);
    const auto measured = trace::measure(page.picture, {});
    REQUIRE(measured.has_value());
    const auto c = measure_test::compare(page, *measured);
    CAPTURE(d.name, c.drawn, c.measured, c.read_right, c.claimed_right, c.sign_right, c.rms_px, c.normalised);
    CHECK(c.measured >= d.drawn_part * c.drawn);
    CHECK(c.read_right >= d.read_right);
    CHECK(c.sign_right >= d.sign_right);
    CHECK(c.rms_px <= d.rms_px);
    // Honest within a factor of 2 in sigma: the verdict's power, not its safety, depends on it.
    CHECK(c.normalised < 4);
    CHECK(c.normalised > 0.25);
  }
}

TEST_CASE("an unmarked page measures as unmarked", "[page]") {
  Scene scene;
  scene.strength_em = 0;
  const auto page = measure_test::make_page(scene);
  const auto measured = trace::measure(page.picture, {}).value();
  CHECK(measure_test::compare(page, measured).rms_px < 0.015);
}

TEST_CASE("the number of threads changes no bit", "[page]") {
  const auto page = measure_test::make_page(scene_of(14, 0.7, 75));
  trace::MeasureOptions one, three;
  one.threads = 1, three.threads = 3;
  const auto a = trace::measure(page.picture, one).value(), b = trace::measure(page.picture, three).value();
  REQUIRE(a.glyphs.size() == b.glyphs.size());
  for (std::size_t i = 0; i < a.glyphs.size(); ++i) {
    CHECK(a.glyphs[i].offset_em == b.glyphs[i].offset_em);
    CHECK(a.glyphs[i].sigma_em == b.glyphs[i].sigma_em);
    CHECK(a.glyphs[i].window == b.glyphs[i].window);
  }
}

TEST_CASE("every stage shows what it made of the picture", "[page]") {
  const auto page = measure_test::make_page(cropped(scene_of(14, 1, 0), 8));
  std::map<std::string, cv::Mat> shown;
  trace::MeasureOptions options;
  options.on_stage = [&](std::string_view stage, const cv::Mat& picture) {
    shown[std::string(stage)] = picture.clone();
  };
  const auto with = trace::measure(page.picture, options).value();
  REQUIRE(shown.size() == 4);
  for (const char* stage : {"1-ink", "2-lattice", "3-synthesis", "4-residual"}) {
    REQUIRE(shown.count(stage) == 1);
    CHECK(shown[stage].size() == page.picture.size());
    CHECK(shown[stage].type() == CV_8UC3);
  }
  // What was read draws the page again: little more than grey is left.
  CHECK(cv::norm(shown["1-ink"], shown["3-synthesis"], cv::NORM_L2) <
        0.25 * cv::norm(shown["1-ink"], cv::NORM_L2));
  const cv::Mat grey(shown["4-residual"].size(), CV_8UC3, cv::Scalar::all(128));
  CHECK(cv::norm(shown["4-residual"], grey, cv::NORM_L2) < 0.5 * cv::norm(shown["1-ink"], cv::NORM_L2));
  CHECK(with.glyphs.size() == trace::measure(page.picture, {}).value().glyphs.size());
}
