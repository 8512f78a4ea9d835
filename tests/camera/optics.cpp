#include "optics.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "lens.hpp"
#include "watermark/trace/multiversion.hpp"

namespace spoor::camera {
namespace {

constexpr int sub = 4;  // samples a fine cell, along each axis, while the shape is drawn

// A disc whose light falls off linearly over its edge; a point is a disc of the sampling's size.
double disc(double r, double radius, double edge) {
  if (edge <= 0) return r <= radius ? 1 : 0;
  return std::clamp(0.5 + (radius - r) / edge, 0.0, 1.0);
}

// The disc, drawn out along the motion: samples at `scale` a sensor pixel, half of it on each side of the
// middle.
cv::Mat moved_disc(const OpticsParameters& optics, Vec2 motion, double scale, int half) {
  const double radius = std::max(optics.defocus_px, 0.6 / scale);
  const double edge = std::max(std::min(optics.defocus_edge_px, 2 * optics.defocus_px), 1 / scale);
  const int steps = 1 + static_cast<int>(std::ceil(std::hypot(motion.x, motion.y) * scale));
  cv::Mat drawn(2 * half + 1, 2 * half + 1, CV_32F);
  for (int y = -half; y <= half; ++y)
    for (int x = -half; x <= half; ++x) {
      double sum = 0;
      for (int s = 0; s < steps; ++s) {
        const double t = (s + 0.5) / steps - 0.5;
        sum += disc(std::hypot(x / scale - t * motion.x, y / scale - t * motion.y), radius, edge);
      }
      drawn.at<float>(y + half, x + half) = static_cast<float>(sum);
    }
  return drawn;
}

// What one fine cell gives to a sensor pixel: the cell's row from the pixel's first, and where in the sorted
// row it stands.
struct Tap {
  int row, phase, column;
  float weight;
};

// The point spread drawn out over a sensor pixel's cells, without what is too weak to count.
std::vector<Tap> taps_of(const cv::Mat& spread, int cells, int halo) {
  constexpr float weakest = 1e-8F;
  const int half = spread.rows / 2, first = halo * cells - half;
  cv::Mat drawn(spread.rows + cells - 1, spread.cols + cells - 1, CV_32F, cv::Scalar(0));
  for (int j = 0; j < cells; ++j)
    for (int i = 0; i < cells; ++i) {
      cv::Mat part = drawn(cv::Rect(i, j, spread.cols, spread.rows));
      part += spread / (cells * cells);
    }
  std::vector<Tap> taps;
  for (int j = 0; j < drawn.rows; ++j)
    for (int i = 0; i < drawn.cols; ++i)
      if (drawn.at<float>(j, i) > weakest)
        taps.push_back({first + j, (first + i) % cells, (first + i) / cells, drawn.at<float>(j, i)});
  return taps;
}

SPOOR_MULTIVERSION
void add_scaled(const float* in, float weight, float* out, int count) {
  for (int x = 0; x < count; ++x) out[x] += weight * in[x];
}

}  // namespace

cv::Mat point_spread(const OpticsParameters& optics, const ShutterParameters& shutter, int cells) {
  const double angle = shutter.motion_deg * std::numbers::pi / 180;
  const Vec2 motion{shutter.motion_px * std::cos(angle), shutter.motion_px * std::sin(angle)};
  const double reach_px =
      optics.defocus_px + optics.defocus_edge_px / 2 + 4 * optics.lens_sigma_px + shutter.motion_px / 2;
  const int half_cells = 1 + static_cast<int>(std::ceil(reach_px * cells));
  const double scale = cells * sub;
  cv::Mat dense = moved_disc(optics, motion, scale, half_cells * sub);
  const double sigma = optics.lens_sigma_px * scale;
  cv::GaussianBlur(dense, dense, {}, sigma, sigma, cv::BORDER_CONSTANT);
  // Taken at the cells' middles, not integrated over them: the cells' light is integrated over their area
  // already.
  const int size = 2 * half_cells + 1;
  cv::Mat spread(size, size, CV_32F);
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) spread.at<float>(y, x) = dense.at<float>(y * sub, x * sub);
  return spread / cv::sum(spread)[0];
}

int halo_px(const cv::Mat& spread, int cells) {
  return (spread.rows / 2 + cells - 1) / cells;
}

cv::Mat collect(const cv::Mat& fine, const cv::Mat& spread, int cells, int halo, cv::Size size) {
  const std::vector<Tap> taps = taps_of(spread, cells, halo);
  // A row's cells by their place in the sensor pixel: what a tap takes for neighbouring pixels lies together.
  const int across = size.width + 2 * halo;
  cv::Mat sorted(fine.rows, across * cells, CV_32F);
  for (int y = 0; y < fine.rows; ++y) {
    const auto* in = fine.ptr<float>(y);
    auto* out = sorted.ptr<float>(y);
    for (int i = 0; i < cells; ++i)
      for (int x = 0; x < across; ++x) out[i * across + x] = in[x * cells + i];
  }
  cv::Mat sensor(size, CV_32F, cv::Scalar(0));
  for (int y = 0; y < size.height; ++y)
    for (const Tap& tap : taps)
      add_scaled(sorted.ptr<float>(y * cells + tap.row) + tap.phase * across + tap.column, tap.weight,
                 sensor.ptr<float>(y), size.width);
  return sensor;
}

}  // namespace spoor::camera
