#include "panel.hpp"

#include <algorithm>

namespace spoor::camera {
namespace {

// IEC 61966-2-1.
float srgb_to_linear(int value) {
  const double s = value / 255.0;
  return static_cast<float>(s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4));
}

// A colour that every other pixel has: those that have it light up for half of each neighbour without.
void share_light(std::vector<float>& light, int width, int height, int parity) {
  const auto w = static_cast<std::size_t>(width);
  std::vector<float> row(w);
  for (int y = 0; y < height; ++y) {
    float* line = light.data() + static_cast<std::size_t>(y) * w;
    std::copy_n(line, w, row.begin());
    for (int x = 0; x < width; ++x) {
      const auto i = static_cast<std::size_t>(x);
      const bool lit = ((x + y) & 1) == parity;
      // At the panel's edge the one neighbour gives all that it has.
      const float left = x > 0 ? row[i - 1] * (x == 1 ? 1.0F : 0.5F) : 0;
      const float right = x + 1 < width ? row[i + 1] * (x + 2 == width ? 1.0F : 0.5F) : 0;
      line[i] = lit ? row[i] + left + right : 0;
    }
  }
}

}  // namespace

std::array<Aperture, 3> apertures(const PanelParameters& panel) {
  const double gx = panel.gap_x, gy = panel.gap_y;
  const auto within = [&](double x0, double x1) {
    const double margin = (x1 - x0) * gx / 2;
    return Aperture{x0 + margin, x1 - margin, gy / 2, 1 - gy / 2};
  };
  if (panel.layout == Layout::pentile) {
    const Aperture large = within(0, 0.6), small = within(0.6, 1);
    return {large, small, large};
  }
  const Aperture first = within(0, 1.0 / 3), second = within(1.0 / 3, 2.0 / 3), third = within(2.0 / 3, 1);
  if (panel.layout == Layout::bgr) return {third, second, first};
  return {first, second, third};
}

Panel::Panel(const cv::Mat& screen, const PanelParameters& panel)
    : width_(screen.cols), height_(screen.rows), stride_(screen.cols + 2) {
  const std::array<Aperture, 3> lit = apertures(panel);
  for (std::size_t c = 0; c < 3; ++c)
    spans_[c] = {static_cast<float>(lit[c].x0), static_cast<float>(lit[c].x1), static_cast<float>(lit[c].y0),
                 static_cast<float>(lit[c].y1)};
  std::array<float, 256> linear{};
  for (int i = 0; i < 256; ++i) {
    const float light = srgb_to_linear(i);
    linear[static_cast<std::size_t>(i)] = static_cast<float>(panel.panel_black) * (1 - light) + light;
  }
  for (std::size_t c = 0; c < 3; ++c) {
    std::vector<float> light(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_));
    const auto brighter = static_cast<float>(1 / lit[c].area());
    auto out = light.begin();
    for (int y = 0; y < height_; ++y) {
      const auto* row = screen.ptr<cv::Vec3b>(y);
      for (int x = 0; x < width_; ++x) *out++ = brighter * linear[row[x][2 - static_cast<int>(c)]];
    }
    if (panel.layout == Layout::pentile && c != 1) share_light(light, width_, height_, c == 0 ? 0 : 1);
    light_[c].assign(static_cast<std::size_t>(stride_ * (height_ + 2)), 0.0F);
    for (std::ptrdiff_t y = 0; y < height_; ++y)
      std::copy_n(light.begin() + y * width_, width_, light_[c].begin() + (y + 1) * stride_ + 1);
  }
}

float Panel::mean_light(std::size_t c, double u, double v, float w, float h) const {
  const double u0 = u - 0.5 * static_cast<double>(w), v0 = v - 0.5 * static_cast<double>(h);
  const int i0 = static_cast<int>(std::floor(u0)), j0 = static_cast<int>(std::floor(v0));
  // From here on relative to that pixel, where a float is exact enough.
  const auto left = static_cast<float>(u0 - i0), top = static_cast<float>(v0 - j0);
  const float right = left + w, bottom = top + h;
  const Span& a = spans_[c];
  const int i_begin = std::max(0, -i0), i_end = std::min(static_cast<int>(std::ceil(right)), width_ - i0);
  const int j_begin = std::max(0, -j0), j_end = std::min(static_cast<int>(std::ceil(bottom)), height_ - j0);
  float sum = 0;
  for (int j = j_begin; j < j_end; ++j) {
    const auto y = static_cast<float>(j);
    const float tall = std::min(bottom, y + a.y1) - std::max(top, y + a.y0);
    if (tall <= 0) continue;
    const float* row = light_[c].data() + (j0 + j + 1) * stride_ + 1;
    for (int i = i_begin; i < i_end; ++i) {
      const auto x = static_cast<float>(i);
      const float wide = std::min(right, x + a.x1) - std::max(left, x + a.x0);
      if (wide > 0) sum += wide * tall * row[i0 + i];
    }
  }
  return sum / (w * h);
}

}  // namespace spoor::camera
