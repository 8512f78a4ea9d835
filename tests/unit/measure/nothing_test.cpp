// Pictures without text of ours: never a crash, always a sentence.
#include <catch2/catch.hpp>
#include <opencv2/imgproc.hpp>

#include "watermark/trace/measure.hpp"

using namespace spoor;

namespace {

void check_nothing(const cv::Mat& picture, const char* name) {
  CAPTURE(name);
  const auto measured = trace::measure(picture, {});
  REQUIRE(measured.has_value());
  CHECK(measured->glyphs.empty());
  CHECK(!measured->shortcoming.empty());
  CHECK(measured->width_px == picture.cols);
}

}  // namespace

TEST_CASE("pictures without text measure as nothing", "[nothing]") {
  check_nothing(cv::Mat(1, 1, CV_8UC3, cv::Scalar(3, 4, 5)), "1x1");
  check_nothing(cv::Mat(5, 4000, CV_8UC3, cv::Scalar(0, 0, 0)), "a thin strip");
  check_nothing(cv::Mat(4000, 5, CV_8UC3, cv::Scalar(0, 0, 0)), "a thin column");
  check_nothing(cv::Mat(600, 800, CV_8UC3, cv::Scalar(30, 30, 30)), "a flat page");
  cv::Mat noise(600, 800, CV_8UC3);
  cv::RNG generator(7);
  generator.fill(noise, cv::RNG::UNIFORM, 0, 256);
  check_nothing(noise, "noise");
  cv::Mat stripes(600, 800, CV_8UC3, cv::Scalar(20, 20, 20));
  for (int x = 0; x < 800; x += 8) stripes.colRange(x, x + 4).setTo(cv::Scalar(220, 220, 220));
  check_nothing(stripes, "stripes of a plausible pitch");
  cv::Mat board(600, 800, CV_8UC3);
  for (int y = 0; y < 600; ++y)
    for (int x = 0; x < 800; ++x)
      board.at<cv::Vec3b>(y, x) = (x / 8 + y / 16) % 2 ? cv::Vec3b(200, 200, 200) : cv::Vec3b();
  check_nothing(board, "a checkerboard");
  cv::Mat gradient(600, 800, CV_8UC3);
  for (int x = 0; x < 800; ++x) gradient.col(x).setTo(cv::Scalar::all(x * 255 / 800));
  check_nothing(gradient, "a gradient");
}
