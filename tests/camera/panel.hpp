// The panel: each screen pixel is three lit rectangles in a black matrix.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
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

  /// mean_light() of a box no larger than a pixel around (i0 + u, j0 + v).
  [[nodiscard]] float mean_light_small(std::size_t c, int i0, float u, int j0, float v, float w,
                                       float h) const {
    const float u0 = u - 0.5F * w, v0 = v - 0.5F * h;
    const float di = std::floor(u0), dj = std::floor(v0);
    const int i = i0 + static_cast<int>(di), j = j0 + static_cast<int>(dj);
    if (i < -1 || j < -1 || i >= width_ || j >= height_) return 0;
    const float left = u0 - di, top = v0 - dj;
    const Span& a = spans_[c];
    const float wide = std::max(0.0F, std::min(left + w, a.x1) - std::max(left, a.x0));
    const float next_wide = std::max(0.0F, std::min(left + w - 1, a.x1) - a.x0);
    const float tall = std::max(0.0F, std::min(top + h, a.y1) - std::max(top, a.y0));
    const float next_tall = std::max(0.0F, std::min(top + h - 1, a.y1) - a.y0);
    const float* row = light_[c].data() + static_cast<std::ptrdiff_t>(j + 1) * stride_ + (i + 1);
    const float upper = wide * row[0] + next_wide * row[1];
    const float lower = wide * row[stride_] + next_wide * row[stride_ + 1];
    return (tall * upper + next_tall * lower) / (w * h);
  }

 private:
  struct Span {
    float x0, x1, y0, y1;
  };
  int width_ = 0, height_ = 0;
  std::ptrdiff_t stride_ = 0;  ///< of light_: the panel with a dark pixel on each side
  std::array<Span, 3> spans_{};
  std::array<std::vector<float>, 3> light_;  ///< within the aperture
};

}  // namespace spoor::camera
