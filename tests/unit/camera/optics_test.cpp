// Energy and width of the point spread, and the shutter's bands.
#include "tests/camera/optics.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <complex>
#include <numbers>

#include "tests/camera/shutter.hpp"

namespace spoor::camera {
namespace {

struct Moments {
  double sum = 0, xx = 0, yy = 0, xy = 0;  // about the middle, in sensor pixels
};

Moments moments(const cv::Mat& spread, int cells) {
  Moments m;
  for (int y = 0; y < spread.rows; ++y)
    for (int x = 0; x < spread.cols; ++x) {
      const double w = static_cast<double>(spread.at<float>(y, x));
      const double dx = (x - spread.cols / 2) / static_cast<double>(cells);
      const double dy = (y - spread.rows / 2) / static_cast<double>(cells);
      m.sum += w;
      m.xx += w * dx * dx;
      m.yy += w * dy * dy;
      m.xy += w * dx * dy;
    }
  return m;
}

// Variance along one axis of a disc whose light falls from 1 to 0 linearly over `edge` around `radius`.
double disc_variance(double radius, double edge) {
  double light = 0, second = 0;
  constexpr int n = 20000;
  for (int i = 0; i < n; ++i) {
    const double r = (i + 0.5) / n * (radius + edge / 2);
    const double l = std::clamp(0.5 + (radius - r) / edge, 0.0, 1.0);
    light += l * r;
    second += l * r * r * r / 2;
  }
  return second / light;
}

}  // namespace

TEST_CASE("the point spread loses no light and is as wide as its parts") {
  for (const int cells : {2, 3}) {
    OpticsParameters optics{.lens_sigma_px = 0.5, .defocus_px = 2, .defocus_edge_px = 0.6};
    ShutterParameters shutter;
    shutter.motion_px = 3;
    shutter.motion_deg = 30;
    const Moments m = moments(point_spread(optics, shutter, cells), cells);
    const double still = 0.25 + disc_variance(2, 0.6), moved = 9.0 / 12;
    const double c = std::cos(std::numbers::pi / 6), s = std::sin(std::numbers::pi / 6);
    CHECK(m.sum == Approx(1).epsilon(1e-5));
    CHECK(m.xx == Approx(still + moved * c * c).epsilon(0.02));
    CHECK(m.yy == Approx(still + moved * s * s).epsilon(0.02));
    CHECK(m.xy == Approx(moved * s * c).epsilon(0.02));
  }
}

TEST_CASE("a sharp lens has a Gaussian's width") {
  OpticsParameters optics{.lens_sigma_px = 0.4, .defocus_px = 0, .defocus_edge_px = 0};
  const Moments m = moments(point_spread(optics, {}, 2), 2);
  CHECK(m.xx == Approx(0.16).epsilon(0.05));
  CHECK(m.yy == Approx(0.16).epsilon(0.05));
}

TEST_CASE("collecting keeps a constant, and the light of a point") {
  OpticsParameters optics{.lens_sigma_px = 0.6, .defocus_px = 3, .defocus_edge_px = 1};
  const int cells = 2;
  const cv::Mat spread = point_spread(optics, {}, cells);
  const int halo = halo_px(spread, cells);
  const cv::Size size(41, 37), all((41 + 2 * halo) * cells, (37 + 2 * halo) * cells);
  const cv::Mat flat = collect(cv::Mat(all, CV_32F, cv::Scalar(0.7)), spread, cells, halo, size);
  CHECK(cv::norm(flat, cv::Mat(size, CV_32F, cv::Scalar(0.7)), cv::NORM_INF) < 1e-5);
  cv::Mat point(all, CV_32F, cv::Scalar(0));
  point.at<float>((18 + halo) * cells, (20 + halo) * cells) = 4;  // one of four cells: light 1
  const cv::Mat seen = collect(point, spread, cells, halo, size);
  CHECK(cv::sum(seen)[0] == Approx(1).epsilon(1e-4));
}

TEST_CASE("bands have the flicker's frequency and the exposure's depth") {
  ShutterParameters p;
  p.flicker_hz = 240;
  p.flicker_depth = 0.5;
  p.flicker_duty = 0.6;
  p.readout_ms = 20;
  p.exposure_ms = 2.5;
  const int rows = 3000;
  const Shutter shutter(p, rows);
  CHECK(shutter.periods_a_row() == Approx(240 * 0.02 / rows));
  // 4.8 periods in all: five periods of rows are 3125, beyond the sensor but as good.
  const int span = 3125;
  std::complex<double> first = 0, second = 0;
  double mean = 0;
  for (int y = 0; y < span; ++y) {
    const double gain = shutter.gain(y, 0);
    mean += gain / span;
    first += 2.0 * gain / span * std::polar(1.0, -2 * std::numbers::pi * 5 * y / span);
    second += 2.0 * gain / span * std::polar(1.0, -2 * std::numbers::pi * 4 * y / span);
  }
  const double duty = std::numbers::pi * 0.6, exposed = std::numbers::pi * 240 * 0.0025;
  const double wave = 2 * 0.5 * std::sin(duty) / std::numbers::pi / (0.6 + 0.5 * 0.4);
  CHECK(mean == Approx(1).epsilon(1e-3));
  CHECK(std::abs(first) == Approx(std::abs(wave * std::sin(exposed) / exposed)).epsilon(0.01));
  CHECK(std::abs(second) < 1e-3);
}

TEST_CASE("an exposure of whole periods shows no bands, and OLED lines lag") {
  ShutterParameters p;
  p.flicker_depth = 1;
  p.flicker_hz = 200;
  p.exposure_ms = 10;
  for (int y = 0; y < 100; y += 7) CHECK(Shutter(p, 1000).gain(y, 0.3) == Approx(1));
  p.exposure_ms = 1;
  p.flicker_scan = 1;
  const Shutter lagging(p, 1000);
  // A panel's height later is one period later: the same again.
  CHECK(lagging.gain(40, 0.25) == Approx(lagging.gain(40, 1.25)));
  CHECK(lagging.gain(40 + 0.25 / lagging.periods_a_row(), 0.25) == Approx(lagging.gain(40, 0)));
}

}  // namespace spoor::camera
