// What reaches the sensor: no light is lost, and moire has the frequency and strength that optics gives it.
#include "tests/camera/exposure.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <complex>
#include <numbers>

namespace spoor::camera {
namespace {

constexpr int width = 840, height = 64;

// A white screen, `across` of its pixels over 840 of the sensor's, in a dark room.
CameraParameters white_room(double across) {
  CameraParameters p;
  p.pose.framing = Framing::part;
  p.pose.across_px = across;
  p.lens.width_px = width;
  p.lens.height_px = height;
  p.lens.vignette = 0;
  p.panel.falloff = 0;
  p.panel.panel_black = 0;
  p.scene.ambient = 0;
  return p;
}

std::array<cv::Mat, 3> seen(const CameraParameters& p, int threads = 2) {
  const cv::Mat screen(400, 1000, CV_8UC3, cv::Scalar::all(255));
  const Projection projection = Projection::create(p, screen.cols, screen.rows).value();
  return expose(Panel(screen, p.panel), projection, p, 1, threads);
}

double sinc(double x) {
  return std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

// Amplitude of a row's red pixels (each second one) at `cycles` over the row, relative to their mean.
double red_wave(const cv::Mat& plane, int row, int cycles) {
  std::complex<double> sum = 0;
  double mean = 0;
  for (int i = 0; i < width / 2; ++i) {
    const double light = static_cast<double>(plane.at<float>(row, 2 * i));
    sum += light * std::polar(1.0, -2 * std::numbers::pi * cycles * i / (width / 2.0));
    mean += light;
  }
  return 2 * std::abs(sum) / mean;
}

}  // namespace

TEST_CASE("a white screen's mean light is 1 in each colour, turned or not") {
  for (const Layout layout : {Layout::rgb, Layout::pentile}) {
    CameraParameters p = white_room(420);  // a whole number of screen pixels in both directions
    p.panel.layout = layout;
    for (const cv::Mat& plane : seen(p)) CHECK(cv::mean(plane)[0] == Approx(1).epsilon(1e-4));
    p.pose.roll_deg = 30;
    for (const cv::Mat& plane : seen(p)) CHECK(cv::mean(plane)[0] == Approx(1).epsilon(0.003));
  }
}

TEST_CASE("the moire of red stripes in red pixels has the beat's frequency and the optics' strength") {
  // 2.1 sensor pixels a screen pixel; red pixels stand every 2: .952 periods a sample alias to 20 over the
  // row.
  CameraParameters p = white_room(400);
  for (const double sigma : {0.4, 0.6}) {
    p.optics = {.lens_sigma_px = sigma, .defocus_px = 0, .defocus_edge_px = 0};
    const cv::Mat red = seen(p)[0];
    const double f = 1 / 2.1;
    const double stripe = 2 * sinc(0.75 / 3), pixel = sinc(f);
    const double lens = std::exp(-2 * std::numbers::pi * std::numbers::pi * sigma * sigma * f * f);
    CHECK(red_wave(red, 30, 20) == Approx(stripe * pixel * lens).epsilon(0.04));
    CHECK(red_wave(red, 30, 27) < 0.002);
  }
}

TEST_CASE("defocus of a stripe's width puts the moire out") {
  CameraParameters p = white_room(400);
  const double sharp = red_wave(seen(p)[0], 30, 20);
  p.optics.defocus_px = 1.28;  // the first dark ring of a disc at 1 / 2.1: 3.83 / (2 pi f)
  p.optics.defocus_edge_px = 0.2;
  CHECK(red_wave(seen(p)[0], 30, 20) < 0.05 * sharp);
}

TEST_CASE("where a panel's pixels are as large as the sensor's, hardly any moire is left") {
  // .98 sensor pixels a screen pixel: the beat of f = 1.02 is what the pixel's box and the lens leave of it.
  CameraParameters p = white_room(840 / 0.98);
  p.panel.gap_x = 0;
  const cv::Mat green = seen(p)[1];
  double least = 0, most = 0;
  cv::minMaxLoc(green.row(30), &least, &most);
  const double f = 1 / 0.98;
  const double lens = std::exp(-2 * std::numbers::pi * std::numbers::pi * 0.16 * f * f);
  const double beat = 2 * sinc(1.0 / 3) * std::abs(sinc(f)) * lens;
  CHECK(beat < 0.003);
  // The fourth harmonic leaks past the optics, for there are four cells a pixel.
  const double leak = 2 * std::abs(sinc(4.0 / 3) * sinc(f));
  CHECK(leak < 0.01);
  CHECK((most - least) / (most + least) == Approx(beat + leak).epsilon(0.3));
}

TEST_CASE("a lens's lateral colour moves red outwards by its part of the radius") {
  CameraParameters p = white_room(200);
  p.lens.chroma_r = 0.004;
  cv::Mat screen(400, 1000, CV_8UC3, cv::Scalar::all(0));
  screen.colRange(570, 590).setTo(cv::Scalar::all(255));  // right of the middle
  const Projection projection = Projection::create(p, screen.cols, screen.rows).value();
  const auto light = expose(Panel(screen, p.panel), projection, p, 1, 2);
  const auto centre = [](const cv::Mat& plane) {
    double sum = 0, weighted = 0;
    for (int x = 0; x < width; ++x) {
      const double mean = cv::mean(plane.col(x))[0];
      sum += mean;
      weighted += mean * x;
    }
    return weighted / sum;
  };
  const double middle = (width - 1) / 2.0;
  const double stripe = 840.0 / 200 / 3;  // green stands a third of a screen pixel to the right of red
  const double radius = centre(light[1]) - stripe - middle;
  CHECK(centre(light[0]) - middle == Approx(radius * 1.004).margin(0.02));
  CHECK(centre(light[0]) - middle > radius + 0.5);
}

TEST_CASE("threads change no bit of the light") {
  CameraParameters p = white_room(300);
  p.lens.height_px = 230;  // three bands
  p.pose.yaw_deg = 20;
  const auto one = seen(p, 1), three = seen(p, 3);
  for (std::size_t c = 0; c < 3; ++c) CHECK(cv::norm(one[c], three[c], cv::NORM_INF) == 0);
}

}  // namespace spoor::camera
