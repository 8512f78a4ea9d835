// Sub-pixel geometry: where the light is, and how much of it.
#include "tests/camera/panel.hpp"

#include <catch2/catch.hpp>

#include "tests/camera/random.hpp"

namespace spoor::camera {
namespace {

PanelParameters panel(Layout layout) {
  PanelParameters p;
  p.layout = layout;
  p.gap_x = 0.25;
  p.gap_y = 0.2;
  p.panel_black = 0;
  return p;
}

cv::Mat white(int width, int height) {
  return {height, width, CV_8UC3, cv::Scalar::all(255)};
}

cv::Mat coloured() {
  cv::Mat screen(6, 9, CV_8UC3);
  for (int i = 0; i < 6 * 9 * 3; ++i)
    screen.data[i] = static_cast<std::uint8_t>(256 * uniform(5, static_cast<std::uint64_t>(i)));
  return screen;
}

// The definition: points in the lit rectangles, counted.
double counted(const Panel& p, const cv::Mat& screen, const Aperture& a, std::size_t c, cv::Rect2d box) {
  constexpr int n = 400;
  double sum = 0;
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i) {
      const double u = box.x + (i + 0.5) / n * box.width, v = box.y + (j + 0.5) / n * box.height;
      const double x = u - std::floor(u), y = v - std::floor(v);
      if (u < 0 || v < 0 || u >= p.width() || v >= p.height()) continue;
      if (x < a.x0 || x > a.x1 || y < a.y0 || y > a.y1) continue;
      const double s =
          screen.at<cv::Vec3b>(static_cast<int>(v), static_cast<int>(u))[2 - static_cast<int>(c)] / 255.0;
      sum += (s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4)) / a.area();
    }
  return sum / (n * n);
}

}  // namespace

TEST_CASE("the stripes stand in their order, in a black matrix") {
  const Panel rgb(white(4, 4), panel(Layout::rgb)), bgr(white(4, 4), panel(Layout::bgr));
  for (std::size_t c = 0; c < 3; ++c) {
    const double middle = (2 * static_cast<double>(c) + 1) / 6;
    const auto lit = static_cast<float>(1 / (0.25 * 0.8));
    CHECK(rgb.mean_light(c, 1 + middle, 1.5, 0.1F, 0.1F) == Approx(lit));
    CHECK(bgr.mean_light(2 - c, 1 + middle, 1.5, 0.1F, 0.1F) == Approx(lit));
    CHECK(rgb.mean_light((c + 1) % 3, 1 + middle, 1.5, 0.1F, 0.1F) == 0);
    CHECK(rgb.mean_light(c, 1 + middle, 1.0, 0.1F, 0.1F) == 0);             // between two rows
    CHECK(rgb.mean_light(c, 1 + middle + 1.0 / 6, 1.5, 0.04F, 0.1F) == 0);  // between two stripes
  }
}

TEST_CASE("a box over whole pixels of white holds the light 1, in every layout") {
  for (const Layout layout : {Layout::rgb, Layout::bgr, Layout::pentile}) {
    const Panel p(white(8, 6), panel(layout));
    for (std::size_t c = 0; c < 3; ++c) {
      CHECK(p.mean_light(c, 4, 3, 8, 6) == Approx(1).epsilon(1e-5));
      CHECK(p.mean_light(c, 4, 3, 2, 2) == Approx(1).epsilon(1e-5));
    }
  }
}

TEST_CASE("pentile: red and blue take turns like a chess board, green is everywhere") {
  const Panel p(white(8, 6), panel(Layout::pentile));
  for (int y = 1; y < 5; ++y)
    for (int x = 2; x < 6; ++x) {  // at the sides a neighbour gives its light to one alone
      const bool red = (x + y) % 2 == 0;
      CHECK(p.mean_light(0, x + 0.5, y + 0.5, 1, 1) == Approx(red ? 2 : 0));
      CHECK(p.mean_light(2, x + 0.5, y + 0.5, 1, 1) == Approx(red ? 0 : 2));
      CHECK(p.mean_light(1, x + 0.5, y + 0.5, 1, 1) == Approx(1));
    }
}

TEST_CASE("the light over any box is that of its lit points") {
  const cv::Mat screen = coloured();
  const PanelParameters parameters = panel(Layout::rgb);
  const Panel p(screen, parameters);
  for (std::uint64_t i = 0; i < 12; ++i) {
    const cv::Rect2d box(9 * uniform(1, i) - 1, 6 * uniform(2, i) - 1, 0.2 + 3 * uniform(3, i),
                         0.2 + 3 * uniform(4, i));
    const std::size_t c = i % 3;
    const double expected = counted(p, screen, apertures(parameters)[c], c, box);
    CHECK(p.mean_light(c, box.x + box.width / 2, box.y + box.height / 2, static_cast<float>(box.width),
                       static_cast<float>(box.height)) == Approx(expected).margin(0.03));
  }
}

TEST_CASE("a black pixel gives the light of the panel's contrast") {
  PanelParameters parameters = panel(Layout::rgb);
  parameters.panel_black = 0.001;
  const Panel p(cv::Mat::zeros(4, 4, CV_8UC3), parameters);
  CHECK(p.mean_light(1, 2, 2, 2, 2) == Approx(0.001));
}

}  // namespace spoor::camera
