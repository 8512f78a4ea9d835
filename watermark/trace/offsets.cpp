#include "watermark/trace/offsets.hpp"

#include <algorithm>
#include <cmath>

#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

constexpr int kSweeps = 3;
constexpr double kOwnResidualWeight = 0.5;  // of a glyph's own residual against the pane's typical one

struct Fitted {
  double sigma2_unit = 0;  // variance of x at unit pixel noise
  double residual = 0;     // pixel variance about the fit
};

// One sweep over the rows of the residual: returns the misfit of every cell; updates places and gains.
void sweep(const TemplateBank& bank, const cv::Mat1f& residual, const Lattice& lattice, CellGrid& grid,
           std::vector<float>& offsets_px, std::vector<Fitted>& fitted, int threads) {
  const double limit_px = 0.2 * lattice.advance_px;
  parallel_for(static_cast<std::size_t>(grid.rows), threads, [&](std::size_t r) {
    std::vector<float> own;
    for (int c = 0; c < grid.columns; ++c) {
      const int row = static_cast<int>(r);
      CellFit& fit = grid.at(row, c);
      const std::size_t i = r * static_cast<std::size_t>(grid.columns) + static_cast<std::size_t>(c);
      fitted[i] = {};
      if (fit.glyph < 0) continue;
      const double pen = lattice.pen_x_px(c) + offsets_px[i], baseline = lattice.baseline_px(row);
      const PixelWindow w = cell_window(bank, pen, baseline);
      own.resize(static_cast<std::size_t>(w.area()));
      bank.sample(static_cast<std::size_t>(fit.glyph), pen, baseline, w, own.data());
      for (float& v : own) v *= fit.gain;
      const Displacement d =
          displacement_of(bank, residual, static_cast<std::size_t>(fit.glyph), pen, baseline, own.data());
      if (!d.valid) continue;
      const double moved = offsets_px[i] + d.x_px;
      if (std::abs(moved) > limit_px) continue;
      offsets_px[i] = static_cast<float>(moved);
      fit.gain = static_cast<float>(d.gain);
      fitted[i] = {1 / d.information, d.residual_variance};
    }
  });
}

double median_residual(const std::vector<Fitted>& fitted) {
  std::vector<double> values;
  for (const Fitted& f : fitted)
    if (f.sigma2_unit > 0) values.push_back(f.residual);
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + std::ssize(values) / 2, values.end());
  return values[values.size() / 2];
}

}  // namespace

std::vector<Offset> measure_offsets(const TemplateBank& bank, const cv::Mat1f& plane, const Lattice& lattice,
                                    CellGrid& grid, int threads) {
  std::vector<float> offsets_px(grid.cells.size(), 0.0F);
  std::vector<Fitted> fitted(grid.cells.size());
  for (int k = 0; k < kSweeps; ++k) {
    const cv::Mat1f residual = residual_plane(plane, bank, lattice, grid, offsets_px, threads);
    sweep(bank, residual, lattice, grid, offsets_px, fitted, threads);
  }
  const double typical = median_residual(fitted);
  std::vector<Offset> out(grid.cells.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (fitted[i].sigma2_unit <= 0) continue;
    const double noise = kOwnResidualWeight * fitted[i].residual + (1 - kOwnResidualWeight) * typical;
    out[i] = {offsets_px[i], static_cast<float>(std::sqrt(fitted[i].sigma2_unit * noise))};
  }
  return out;
}

}  // namespace spoor::trace
