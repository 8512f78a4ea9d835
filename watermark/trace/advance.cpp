#include "watermark/trace/advance.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "watermark/trace/registration.hpp"

namespace spoor::trace {
namespace {

constexpr double kSameSize = 0.015;        // part by which a short pane's advance may be off
constexpr double kMinGlyphs = 30;          // fewer cannot tell an advance from their own displacements
constexpr double kMaxDisplacement = 0.25;  // of an advance
constexpr std::size_t kEnoughGlyphs = 1500;

// Weighted sums of displacement against column over one pane, about its own means.
struct Sums {
  double n = 0, w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;

  void add(double x, double y, double weight) {
    n += 1, w += weight, wx += weight * x, wy += weight * y, wxx += weight * x * x, wxy += weight * x * y;
  }
  [[nodiscard]] double xx() const { return w > 0 ? wxx - wx * wx / w : 0; }
  [[nodiscard]] double xy() const { return w > 0 ? wxy - wx * wy / w : 0; }
};

bool same_size(const Lattice& a, const Lattice& b) {
  return std::abs(a.advance_px / b.advance_px - 1) <= kSameSize;
}

std::size_t inked(const ReadPane& pane) {
  return static_cast<std::size_t>(std::count_if(pane.grid.cells.begin(), pane.grid.cells.end(),
                                                [](const CellFit& f) { return f.glyph >= 0; }));
}

Sums sums_of(const TemplateBank& bank, const cv::Mat1f& plane, const ReadPane& pane) {
  Sums sums;
  const std::size_t stride = std::max<std::size_t>(1, inked(pane) / kEnoughGlyphs);
  std::size_t seen = 0;
  for (std::size_t i = 0; i < pane.grid.cells.size(); ++i) {
    const CellFit& fit = pane.grid.cells[i];
    if (fit.glyph < 0 || fit.correlation < 0.6F || fit.probability < 0.5F || seen++ % stride != 0) continue;
    const int row = static_cast<int>(i) / pane.grid.columns, column = static_cast<int>(i) % pane.grid.columns;
    const Displacement d =
        displacement_of(bank, plane, static_cast<std::size_t>(fit.glyph), pane.lattice.pen_x_px(column),
                        pane.lattice.baseline_px(row), nullptr);
    if (d.valid && std::abs(d.x_px) < kMaxDisplacement * pane.lattice.advance_px)
      sums.add(column, d.x_px, std::sqrt(d.information));
  }
  return sums;
}

}  // namespace

Lattice with_advance_of(const Lattice& reference, const Lattice& lattice) {
  if (!same_size(reference, lattice)) return lattice;
  Lattice out = lattice;
  const int middle = lattice.columns / 2;
  out.advance_px = reference.advance_px;
  out.origin_x_px = lattice.pen_x_px(middle) - middle * reference.advance_px;
  out.advance_known = true;
  return out;
}

void share_advance(const TemplateBank& bank, const cv::Mat1f& plane, std::vector<ReadPane>& panes) {
  if (panes.empty()) return;
  const auto most = std::max_element(
      panes.begin(), panes.end(), [](const ReadPane& a, const ReadPane& b) { return inked(a) < inked(b); });
  const Lattice reference = most->lattice;
  std::vector<std::pair<ReadPane*, Sums>> sharing;
  double xx = 0, xy = 0, n = 0;
  for (ReadPane& pane : panes) {
    if (!same_size(reference, pane.lattice)) continue;
    pane.lattice = with_advance_of(reference, pane.lattice);
    sharing.emplace_back(&pane, sums_of(bank, plane, pane));
    const Sums& s = sharing.back().second;
    xx += s.xx(), xy += s.xy(), n += s.n;
  }
  const double slope = n >= kMinGlyphs && xx > 0 ? xy / xx : 0;
  for (auto& [pane, sums] : sharing) {
    if (sums.w <= 0) continue;
    pane->lattice.advance_px += slope;
    pane->lattice.origin_x_px += (sums.wy - slope * sums.wx) / sums.w;
  }
}

}  // namespace spoor::trace
