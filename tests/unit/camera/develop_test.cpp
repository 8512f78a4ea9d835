// Development of pictures whose colours are known.
#include "tests/camera/develop.hpp"

#include <catch2/catch.hpp>

#include "tests/camera/demosaic.hpp"
#include "tests/camera/random.hpp"
#include "tests/camera/sensor.hpp"

namespace spoor::camera {
namespace {

// The raw picture of light that is the same everywhere, without noise.
cv::Mat raw_of(std::array<double, 3> light, int size = 64) {
  cv::Mat raw(size, size, CV_16U);
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) {
      const auto& filter = filters()[filter_at(x, y)];
      const double seen = filter[0] * light[0] + filter[1] * light[1] + filter[2] * light[2];
      raw.at<std::uint16_t>(y, x) =
          static_cast<std::uint16_t>(std::lround(raw_black + seen * (raw_white - raw_black)));
    }
  return raw;
}

DevelopParameters plain() {
  DevelopParameters p;
  p.contrast = 0;
  p.saturation = 1;
  return p;
}

}  // namespace

TEST_CASE("a neutral patch is grey, of sRGB's value for its light") {
  for (const double light : {0.02, 0.2, 0.9}) {
    const cv::Mat picture = develop(raw_of({light, light, light}), plain(), 2);
    const double expected = 255 * tone(light, 0);
    double least = 0, most = 0;
    cv::minMaxLoc(picture.reshape(1), &least, &most);
    CHECK(least == Approx(expected).margin(1.6));
    CHECK(most == Approx(expected).margin(1.6));
  }
}

TEST_CASE("the filters' leaks are undone") {
  const cv::Mat picture = develop(raw_of({0.6, 0.3, 0.1}), plain(), 2);
  const auto at = picture.at<cv::Vec3b>(32, 32);
  CHECK(at[2] == Approx(255 * tone(0.6, 0)).margin(1.6));
  CHECK(at[1] == Approx(255 * tone(0.3, 0)).margin(1.6));
  CHECK(at[0] == Approx(255 * tone(0.1, 0)).margin(1.6));
}

TEST_CASE("a wrong white balance tints by its error") {
  DevelopParameters p = plain();
  p.balance_r = 0.1;
  const auto at = develop(raw_of({0.3, 0.3, 0.3}), p, 2).at<cv::Vec3b>(32, 32);
  CHECK(at[2] > at[1] + 3);
  CHECK(std::abs(at[0] - at[1]) < 4);
}

TEST_CASE("demosaicing keeps every linear ramp") {
  for (const Demosaic method : {Demosaic::malvar, Demosaic::bilinear}) {
    cv::Mat mosaic(40, 50, CV_32F);
    for (int y = 0; y < 40; ++y)
      for (int x = 0; x < 50; ++x)
        mosaic.at<float>(y, x) = 0.01F * static_cast<float>(x) + 0.003F * static_cast<float>(y);
    const auto planes = demosaic(mosaic, method, 2);
    const cv::Rect inside(2, 2, 46, 36);
    for (const cv::Mat& plane : planes) CHECK(cv::norm(plane(inside), mosaic(inside), cv::NORM_INF) < 1e-6);
  }
}

TEST_CASE("demosaicing leaves each pixel its own colour's value") {
  cv::Mat mosaic(20, 20, CV_32F);
  for (int i = 0; i < 400; ++i)
    mosaic.at<float>(i / 20, i % 20) = static_cast<float>(uniform(3, static_cast<std::uint64_t>(i)));
  const auto planes = demosaic(mosaic, Demosaic::malvar, 1);
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 20; ++x) CHECK(planes[filter_at(x, y)].at<float>(y, x) == mosaic.at<float>(y, x));
}

TEST_CASE("the tone curve rises from 0 to 1 at every contrast") {
  for (const double contrast : {0.0, 0.5, 1.0}) {
    CHECK(tone(0, contrast) == 0);
    CHECK(tone(1, contrast) == Approx(1));
    for (int i = 0; i < 1000; ++i) CHECK(tone((i + 1) / 1000.0, contrast) > tone(i / 1000.0, contrast));
  }
  CHECK(tone(0.2140411, 0) == Approx(0.5).epsilon(1e-4));  // sRGB's middle
}

TEST_CASE("denoising calms a flat place and leaves an edge") {
  SensorParameters sensor;
  sensor.well_e = 1000;
  std::array<cv::Mat, 3> light;
  for (cv::Mat& plane : light) {
    plane = cv::Mat(128, 128, CV_32F, cv::Scalar(0.1));
    plane.colRange(64, 128).setTo(0.6);
  }
  const cv::Mat raw = read_out(light, 1, sensor, 3, 1);
  const auto spread_of = [&](double strength) {
    DevelopParameters p = plain();
    p.sharpen = 0;
    p.denoise_luma = strength;
    const cv::Mat picture = develop(raw, p, 1);
    cv::Scalar mean, deviation, bright;
    cv::meanStdDev(picture(cv::Rect(8, 8, 40, 112)), mean, deviation);
    bright = cv::mean(picture(cv::Rect(67, 8, 4, 112)));
    CHECK(bright[1] - cv::mean(picture(cv::Rect(57, 8, 4, 112)))[1] > 100);
    return deviation[1];
  };
  CHECK(spread_of(0.05) < 0.6 * spread_of(0));
}

}  // namespace spoor::camera
