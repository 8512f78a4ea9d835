// Noise, metering and colour filters.
#include "tests/camera/sensor.hpp"

#include <catch2/catch.hpp>

namespace spoor::camera {
namespace {

std::array<cv::Mat, 3> flat(double light, int width = 512, int height = 512) {
  std::array<cv::Mat, 3> planes;
  for (cv::Mat& plane : planes) plane = cv::Mat(height, width, CV_32F, cv::Scalar(light));
  return planes;
}

struct Statistics {
  double mean = 0, variance = 0;
};

Statistics of_filter(const cv::Mat& raw, std::size_t filter) {
  double n = 0, sum = 0, squares = 0;
  for (int y = 0; y < raw.rows; ++y)
    for (int x = 0; x < raw.cols; ++x) {
      if (filter_at(x, y) != filter) continue;
      const double level = raw.at<std::uint16_t>(y, x);
      n += 1;
      sum += level;
      squares += level * level;
    }
  return {sum / n, squares / n - sum * sum / (n * n)};
}

}  // namespace

TEST_CASE("a pixel's variance is gain times signal, and the square of the read noise") {
  SensorParameters sensor;
  sensor.well_e = 2000;
  sensor.read_e = 5;
  sensor.prnu = 0;
  const double gain = (raw_white - raw_black) / sensor.well_e;  // levels an electron
  for (const double light : {0.0, 0.02, 0.2, 0.7}) {
    const cv::Mat raw = read_out(flat(light), 1, sensor, 7, 2);
    for (std::size_t filter = 0; filter < 3; ++filter) {
      const auto& row = filters()[filter];
      const double electrons = sensor.well_e * light * (row[0] + row[1] + row[2]);
      const Statistics seen = of_filter(raw, filter);
      CHECK(seen.mean == Approx(raw_black + gain * electrons).margin(0.5));
      // 65,000 pixels: the variance is known to .55 %, one standard deviation.
      CHECK(seen.variance == Approx(gain * gain * (electrons + 25) + 1.0 / 12).epsilon(0.025));
    }
  }
}

TEST_CASE("pixels' gains differ by the asked part") {
  SensorParameters sensor;
  sensor.well_e = 200000;
  sensor.read_e = 0;
  sensor.prnu = 0.02;
  const Statistics seen = of_filter(read_out(flat(0.5), 1, sensor, 7, 2), 1);
  const double relative = seen.variance / ((seen.mean - raw_black) * (seen.mean - raw_black));
  CHECK(relative == Approx(0.0004 + 1 / 100000.0).epsilon(0.03));
}

TEST_CASE("the well overflows at white") {
  const cv::Mat raw = read_out(flat(3, 64, 64), 1, {}, 7, 1);
  CHECK(of_filter(raw, 1).mean == raw_white);
  CHECK(of_filter(raw, 1).variance == 0);
}

TEST_CASE("the meter brings the mean to its place unless that would burn the brightest") {
  SensorParameters sensor;
  sensor.meter_mean = 0.2;
  sensor.meter_clip = 1.5;
  CHECK(meter(flat(0.5), sensor) == Approx(0.4));
  auto spotted = flat(0.1);
  for (cv::Mat& plane : spotted) plane.rowRange(0, 64).setTo(1);  // an eighth of it
  CHECK(meter(spotted, sensor) == Approx(0.2 / (0.875 * 0.1 + 0.125)));
  sensor.meter_clip = 0.8;
  CHECK(meter(spotted, sensor) == Approx(0.8));
}

}  // namespace spoor::camera
