// The panel: each screen pixel is three lit rectangles in a black matrix.
#pragma once

#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <vector>

#include "parameters.hpp"

namespace spoor::camera {

/// The lit part of a pixel's unit square, for one colour.
struct Aperture {
  double x0, x1, y0, y1;
  [[nodiscard]] double area() const { return (x1 - x0) * (y1 - y0); }
};

/// rgb, bgr: three stripes. pentile: one green a pixel, red and blue in turn like a chess board, twice as
/// large, with the light of the neighbours that lack them (half of it from each side).
[[nodiscard]] std::array<Aperture, 3> apertures(const PanelParameters& panel);

class Panel {
 public:
  /// screen: 8-bit sRGB, BGR order as OpenCV reads it.
  Panel(const cv::Mat& screen, const PanelParameters& panel);

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }

  /// Mean light of colour c (0 red, 1 green, 2 blue) over the box of size w x h around (u, v), in screen
  /// pixels: exact. Over a whole number of pixels of white it is 1.
  [[nodiscard]] float mean_light(std::size_t c, double u, double v, float w, float h) const;

 private:
  int width_ = 0, height_ = 0;
  std::array<Aperture, 3> apertures_;
  std::array<std::vector<float>, 3> light_;  ///< within the aperture
};

}  // namespace spoor::camera
