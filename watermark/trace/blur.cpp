#include "watermark/trace/blur.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::trace {
namespace {

constexpr std::size_t kMaxEquations = 40'000;
constexpr std::size_t kMinEquations = 600;

// Sum of all read glyphs, unblurred, at the gains that were read.
cv::Mat1f synthesise(const TemplateBank& sharp, const cv::Mat1f& plane, const Lattice& lattice,
                     const CellGrid& grid) {
  cv::Mat1f zero(plane.size(), 0.0F);
  cv::Mat1f negative = residual_plane(zero, sharp, lattice, grid, {});
  negative *= -1;
  return negative;
}

// Leading singular pair of the 2-D kernel: resampling filters are separable.
Blur separated(const cv::Mat1d& kernel) {
  const cv::SVD svd(kernel);
  cv::Mat1d u = svd.u.col(0), v = svd.vt.row(0);
  Blur blur;
  const double su = cv::sum(u)[0], sv = cv::sum(v)[0];
  if (std::abs(su) < 1e-3 || std::abs(sv) < 1e-3) return blur;
  blur.kernel_x.clear(), blur.kernel_y.clear();
  for (int i = 0; i < kernel.rows; ++i) blur.kernel_y.push_back(static_cast<float>(u(i, 0) / su));
  for (int i = 0; i < kernel.cols; ++i) blur.kernel_x.push_back(static_cast<float>(v(0, i) / sv));
  return blur;
}

}  // namespace

Blur estimate_blur(const TemplateBank& sharp, const cv::Mat1f& plane, const Lattice& lattice,
                   const CellGrid& grid, int half_px) {
  const cv::Mat1f synthesis = synthesise(sharp, plane, lattice, grid);
  const int side = 2 * half_px + 1, taps = side * side;
  std::vector<cv::Point> places;
  for (int r = 0; r < grid.rows; ++r)
    for (int c = 0; c < grid.columns; ++c) {
      const CellFit& fit = grid.at(r, c);
      if (fit.glyph < 0 || fit.correlation < 0.7F) continue;
      const PixelWindow w = cell_window(sharp, lattice.pen_x_px(c), lattice.baseline_px(r));
      for (int y = w.y; y < w.y + w.height; ++y)
        for (int x = w.x; x < w.x + w.width; ++x)
          if (x >= half_px && y >= half_px && x + half_px < plane.cols && y + half_px < plane.rows)
            places.emplace_back(x, y);
    }
  if (places.size() < kMinEquations) return {};
  const std::size_t stride = places.size() / kMaxEquations + 1;
  cv::Mat1d normal(taps + 1, taps + 1, 0.0), rhs(taps + 1, 1, 0.0);
  std::vector<double> x(static_cast<std::size_t>(taps) + 1, 1.0);
  for (std::size_t i = 0; i < places.size(); i += stride) {
    for (int k = 0; k < taps; ++k)
      x[static_cast<std::size_t>(k)] =
          synthesis(places[i].y - (k / side - half_px), places[i].x - (k % side - half_px));
    const double value = plane(places[i].y, places[i].x);
    for (int a = 0; a <= taps; ++a) {
      const double xa = x[static_cast<std::size_t>(a)];
      if (xa == 0) continue;
      double* row = normal[a];
      for (int b = 0; b <= a; ++b) row[b] += xa * x[static_cast<std::size_t>(b)];
      rhs(a, 0) += xa * value;
    }
  }
  const double ridge = 1e-3 * normal((taps - 1) / 2, (taps - 1) / 2);
  for (int a = 0; a <= taps; ++a) {
    for (int b = 0; b < a; ++b) normal(b, a) = normal(a, b);
    normal(a, a) += a < taps ? ridge : 1e-6;
  }
  rhs((taps - 1) / 2, 0) += ridge;  // pulls towards no blur, not towards no ink
  cv::Mat1d solution;
  if (!cv::solve(normal, rhs, solution, cv::DECOMP_CHOLESKY)) return {};
  return separated(solution.rowRange(0, taps).clone().reshape(1, side));
}

}  // namespace spoor::trace
