#include "watermark/trace/blur.hpp"

#include <algorithm>
#include <cmath>

#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

constexpr std::size_t kMaxEquations = 40'000;
constexpr std::size_t kMinEquations = 600;
constexpr std::size_t kChunks = 8;

// Sum of all read glyphs, unblurred, at the gains that were read.
cv::Mat1f synthesise(const TemplateBank& sharp, const cv::Mat1f& plane, const Lattice& lattice,
                     const CellGrid& grid, int threads) {
  cv::Mat1f zero(plane.size(), 0.0F);
  cv::Mat1f negative = residual_plane(zero, sharp, lattice, grid, {}, threads);
  negative *= -1;
  return negative;
}

// Leading singular pair of the 2-D kernel: resampling filters are separable.
Blur separated(const cv::Mat1d& kernel, double aperture) {
  const cv::SVD svd(kernel);
  cv::Mat1d u = svd.u.col(0), v = svd.vt.row(0);
  Blur blur = unblurred(aperture);
  const double su = cv::sum(u)[0], sv = cv::sum(v)[0];
  if (std::abs(su) < 1e-3 || std::abs(sv) < 1e-3) return blur;
  blur.kernel_x.clear(), blur.kernel_y.clear();
  for (int i = 0; i < kernel.rows; ++i) blur.kernel_y.push_back(static_cast<float>(u(i, 0) / su));
  for (int i = 0; i < kernel.cols; ++i) blur.kernel_x.push_back(static_cast<float>(v(0, i) / sv));
  return blur;
}

// Pixels of well-read glyphs whose neighbourhood lies in the plane.
std::vector<cv::Point> equation_places(const TemplateBank& sharp, const cv::Mat1f& plane,
                                       const Lattice& lattice, const CellGrid& grid, int half_px) {
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
  return places;
}

// Normal equations of the kernel's taps and a constant; only the lower triangle is filled.
struct NormalEquations {
  cv::Mat1d matrix, rhs;
  std::vector<double> taps;

  explicit NormalEquations(int n)
      : matrix(n, n, 0.0), rhs(n, 1, 0.0), taps(static_cast<std::size_t>(n), 1.0) {}

  void add(const cv::Mat1f& synthesis, const cv::Mat1f& plane, cv::Point at, int half_px) {
    const int side = 2 * half_px + 1, n = matrix.rows;
    for (int k = 0; k + 1 < n; ++k)
      taps[static_cast<std::size_t>(k)] = synthesis(at.y - (k / side - half_px), at.x - (k % side - half_px));
    const double value = plane(at.y, at.x);
    for (int a = 0; a < n; ++a) {
      const double tap = taps[static_cast<std::size_t>(a)];
      if (tap == 0) continue;
      double* row = matrix[a];
      for (int b = 0; b <= a; ++b) row[b] += tap * taps[static_cast<std::size_t>(b)];
      rhs(a, 0) += tap * value;
    }
  }
};

// Summed in kChunks parts whatever the number of threads, so that the sums round alike.
NormalEquations equations_of(const cv::Mat1f& synthesis, const cv::Mat1f& plane,
                             const std::vector<cv::Point>& places, int half_px, int threads) {
  const int side = 2 * half_px + 1;
  const std::size_t stride = places.size() / kMaxEquations + 1;
  std::vector<NormalEquations> parts;
  for (std::size_t i = 0; i < kChunks; ++i) parts.emplace_back(side * side + 1);
  parallel_for(kChunks, threads, [&](std::size_t part) {
    for (std::size_t i = part * stride; i < places.size(); i += kChunks * stride)
      parts[part].add(synthesis, plane, places[i], half_px);
  });
  for (std::size_t i = 1; i < kChunks; ++i) parts[0].matrix += parts[i].matrix, parts[0].rhs += parts[i].rhs;
  return parts[0];
}

}  // namespace

Blur estimate_blur(const TemplateBank& sharp, const cv::Mat1f& plane, const Lattice& lattice,
                   const CellGrid& grid, int half_px, int threads) {
  const cv::Mat1f synthesis = synthesise(sharp, plane, lattice, grid, threads);
  const std::vector<cv::Point> places = equation_places(sharp, plane, lattice, grid, half_px);
  if (places.size() < kMinEquations) return unblurred(sharp.aperture());
  NormalEquations equations = equations_of(synthesis, plane, places, half_px, threads);
  const int side = 2 * half_px + 1, taps = side * side;
  cv::Mat1d &normal = equations.matrix, &rhs = equations.rhs;
  const double ridge = 1e-3 * normal((taps - 1) / 2, (taps - 1) / 2);
  for (int a = 0; a <= taps; ++a) {
    for (int b = 0; b < a; ++b) normal(b, a) = normal(a, b);
    normal(a, a) += a < taps ? ridge : 1e-6;
  }
  rhs((taps - 1) / 2, 0) += ridge;  // pulls towards no blur, not towards no ink
  cv::Mat1d solution;
  if (!cv::solve(normal, rhs, solution, cv::DECOMP_CHOLESKY)) return unblurred(sharp.aperture());
  return separated(solution.rowRange(0, taps).clone().reshape(1, side), sharp.aperture());
}

}  // namespace spoor::trace
