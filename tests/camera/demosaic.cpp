#include "demosaic.hpp"

#include <cstdint>

#include "sensor.hpp"
#include "watermark/trace/parallel.hpp"

namespace spoor::camera {
namespace {

// Weighted sums around a pixel, in eighths.
struct Around {
  const float* rows[5];  // y - 2 ... y + 2, at the pixel's column
  [[nodiscard]] float at(int dx, int dy) const { return rows[dy + 2][dx]; }
  [[nodiscard]] float cross() const { return at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1); }
  [[nodiscard]] float corners() const { return at(-1, -1) + at(1, -1) + at(-1, 1) + at(1, 1); }
  [[nodiscard]] float far_x() const { return at(-2, 0) + at(2, 0); }
  [[nodiscard]] float far_y() const { return at(0, -2) + at(0, 2); }
};

float green_at_other(const Around& p, bool gradients) {
  const float plain = 2 * p.cross();
  return (gradients ? plain + 4 * p.at(0, 0) - p.far_x() - p.far_y() : plain) / 8;
}

// At a green pixel: the colour whose pixels stand left and right (or above and below).
float beside(const Around& p, bool along_x, bool gradients) {
  const float near = along_x ? p.at(-1, 0) + p.at(1, 0) : p.at(0, -1) + p.at(0, 1);
  if (!gradients) return near / 2;
  const float along = along_x ? p.far_x() : p.far_y(), across = along_x ? p.far_y() : p.far_x();
  return (4 * near + 5 * p.at(0, 0) - along - p.corners() + 0.5F * across) / 8;
}

// Red at a blue pixel and blue at a red one.
float across_corners(const Around& p, bool gradients) {
  if (!gradients) return p.corners() / 4;
  return (2 * p.corners() + 6 * p.at(0, 0) - 1.5F * (p.far_x() + p.far_y())) / 8;
}

}  // namespace

std::array<cv::Mat, 3> demosaic(const cv::Mat& mosaic, Demosaic method, int threads) {
  // Mirroring about the border's pixels keeps the colours in their places.
  cv::Mat wide;
  cv::copyMakeBorder(mosaic, wide, 2, 2, 2, 2, cv::BORDER_REFLECT_101);
  std::array<cv::Mat, 3> planes;
  for (cv::Mat& plane : planes) plane.create(mosaic.size(), CV_32F);
  const bool gradients = method == Demosaic::malvar;
  trace::parallel_for(static_cast<std::size_t>(mosaic.rows), threads, [&](std::size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < mosaic.cols; ++x) {
      Around p{};
      for (int j = 0; j < 5; ++j) p.rows[j] = wide.ptr<float>(y + j) + x + 2;
      const std::size_t own = filter_at(x, y);
      planes[own].ptr<float>(y)[x] = p.at(0, 0);
      if (own == 1) {
        const bool red_row = (y & 1) == 0;
        planes[0].ptr<float>(y)[x] = beside(p, red_row, gradients);
        planes[2].ptr<float>(y)[x] = beside(p, !red_row, gradients);
      } else {
        planes[1].ptr<float>(y)[x] = green_at_other(p, gradients);
        planes[2 - own].ptr<float>(y)[x] = across_corners(p, gradients);
      }
    }
  });
  return planes;
}

}  // namespace spoor::camera
