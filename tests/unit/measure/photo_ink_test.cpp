// What of a photograph's page is text's ink, on pages whose text is known.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "watermark/trace/ink.hpp"
#include "watermark/trace/rectify.hpp"

using namespace spoor::trace;

namespace {

constexpr int kRowPx = 22;

// Lines of text of some contrast in the left half of a plane of zeros.
cv::Mat1f text_at_left(cv::Size size, double contrast) {
  cv::Mat1b drawn(size, std::uint8_t{0});
  for (int y = 2 * kRowPx; y < size.height - kRowPx; y += kRowPx)
    cv::putText(drawn, "int count = first_of(lines);", {20, y}, cv::FONT_HERSHEY_SIMPLEX, 0.45,
                cv::Scalar::all(255), 1, cv::LINE_AA);
  drawn.colRange(size.width / 2, size.width) = 0;
  cv::Mat1f out;
  drawn.convertTo(out, CV_32F, contrast / 255);
  return out;
}

cv::Mat1f noise_of(cv::Size size, double deviation) {
  cv::Mat1f out(size);
  cv::RNG(5).fill(out, cv::RNG::NORMAL, 0, deviation);
  return out;
}

// How much of a plane is not 0.
double part_left(const cv::Mat1f& plane) {
  return cv::countNonZero(plane) / static_cast<double>(plane.total());
}

}  // namespace

TEST_CASE("noise and moire are taken out, faint text beside them stays", "[photo]") {
  const cv::Size size(960, 720);
  const cv::Mat1f text = text_at_left(size, 40);
  cv::Mat1f ink = noise_of(size, 2);
  ink += text;
  const cv::Range right(size.width / 2 + 96, size.width);
  SECTION("noise") {
    cv::Mat1f part = ink.colRange(right);
    part *= 12;  // as strong as the text: a gain for a corner without any
  }
  SECTION("moire") {
    for (int y = 0; y < size.height; ++y)
      for (int x = right.start; x < right.end; ++x)
        ink(y, x) += static_cast<float>(40 * std::cos(0.6 * x + 0.25 * y));
  }
  const cv::Mat1f before = ink.clone();
  blank_noise(ink);
  constexpr int kBlockPx = 72;  // where the noise begins, its blocks are of two kinds
  CHECK(part_left(ink.colRange(right.start + kBlockPx, right.end)) < 0.02);
  cv::Mat1b strokes;
  cv::compare(text, 15, strokes, cv::CMP_GT);
  cv::Mat1f moved;
  cv::absdiff(before, ink, moved);
  CHECK(cv::norm(moved, cv::NORM_INF, strokes) == 0);
}

TEST_CASE("the edge of a light screen does not turn its text's sign", "[photo]") {
  const cv::Size size(960, 720);
  cv::Mat1f luma;
  cv::subtract(235, text_at_left(size, 120), luma);
  SECTION("alone") {}
  SECTION("in a black bezel, on a dark desk") {
    cv::Mat1f scene(size.height + 200, size.width + 200, 70.0F);
    scene(cv::Rect(60, 60, size.width + 80, size.height + 80)) = 8;
    luma.copyTo(scene(cv::Rect(100, 100, size.width, size.height)));
    luma = scene;
  }
  SECTION("beside something bright and thin") {
    luma.col(size.width - 100) = 255;
    cv::Mat1f half = luma.colRange(size.width - 90, size.width);
    half = 30;
    for (int y = 0; y < size.height; y += 40) half.row(y) = 255;
  }
  luma += noise_of(luma.size(), 2);
  cv::Mat1f ink = make_smooth_ink(luma);
  CHECK(make_text_positive(ink) == -1);
  cv::subtract(255, luma, luma);
  cv::Mat1f light = make_smooth_ink(luma);
  CHECK(make_text_positive(light) == 1);
}

TEST_CASE("what lies far beyond the picture's edge is no ink", "[photo]") {
  const LumaPicture picture(cv::Mat(300, 400, CV_8UC3, cv::Scalar::all(90)));
  PageView view;
  view.plane.centre_px = {200, 150}, view.plane.focal_px = 400;
  view.origin = {-0.75, -0.25};
  view.pixels_a_unit = view.warp_pixels_a_unit = 400;
  view.size = {400, 250};
  cv::Mat1f plane(view.size, 1.0F);
  blank_beyond(picture, view, plane, 2);
  for (int y = 0; y < plane.rows; ++y)
    for (int x = 0; x < plane.cols; ++x) {
      const cv::Point2d at = view.to_picture({x + 0.5, y + 0.5});
      const double inside = std::min({at.x, at.y, 400 - at.x, 300 - at.y});
      CAPTURE(x, y, at.x, at.y);
      if (inside < -17) REQUIRE(plane(y, x) == 0);
      if (inside > -15) REQUIRE(plane(y, x) == 1);
    }
  CHECK(cv::countNonZero(plane) > 50'000);
  CHECK(cv::countNonZero(plane) < 90'000);
}
