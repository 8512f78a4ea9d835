#include "watermark/trace/advance.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "watermark/trace/parallel.hpp"
#include "watermark/trace/registration.hpp"

namespace spoor::trace {
namespace {

constexpr double kSameSize = 0.015;        // part by which a short pane's advance may be off
constexpr std::size_t kMinGlyphs = 30;     // fewer cannot tell an advance from their own displacements
constexpr double kMaxDisplacement = 0.25;  // of an advance
constexpr std::size_t kEnoughGlyphs = 1500;
constexpr std::size_t kMinForOutliers = 8;
constexpr double kOutlier = 3.5;   // median deviations: the mark itself stands at one
constexpr double kFarPart = 0.06;  // of an advance: four times the mark
constexpr int kRounds = 3;

struct Point {
  double column = 0, x_px = 0, weight = 0;
};

// Weighted sums of displacement against column over one pane, about its own means.
struct Sums {
  double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;

  explicit Sums(const std::vector<Point>& points) {
    for (const Point& p : points)
      w += p.weight, wx += p.weight * p.column, wy += p.weight * p.x_px,
          wxx += p.weight * p.column * p.column, wxy += p.weight * p.column * p.x_px;
  }
  [[nodiscard]] double xx() const { return w > 0 ? wxx - wx * wx / w : 0; }
  [[nodiscard]] double xy() const { return w > 0 ? wxy - wx * wy / w : 0; }
  [[nodiscard]] double at(double column, double slope) const {
    return w > 0 ? wy / w + slope * (column - wx / w) : 0;
  }
};

bool same_size(const Lattice& a, const Lattice& b) {
  return std::abs(a.advance_px / b.advance_px - 1) <= kSameSize;
}

std::vector<Point> points_of(const TemplateBank& bank, const cv::Mat1f& plane, const ReadPane& pane,
                             int threads) {
  std::vector<std::size_t> cells;
  const std::size_t stride = std::max<std::size_t>(1, pane.grid.inked() / kEnoughGlyphs);
  std::size_t seen = 0;
  for (std::size_t i = 0; i < pane.grid.cells.size(); ++i) {
    const CellFit& fit = pane.grid.cells[i];
    if (fit.glyph < 0 || fit.correlation < 0.6F || fit.probability < 0.5F || seen++ % stride != 0) continue;
    cells.push_back(i);
  }
  std::vector<Displacement> displacements(cells.size());
  parallel_for(cells.size(), threads, [&](std::size_t k) {
    const int cell = static_cast<int>(cells[k]), row = cell / pane.grid.columns;
    displacements[k] = displacement_of(bank, plane, static_cast<std::size_t>(pane.grid.cells[cells[k]].glyph),
                                       pane.lattice.pen_x_px(cell % pane.grid.columns),
                                       pane.lattice.baseline_px(row), nullptr);
  });
  std::vector<Point> points;
  for (std::size_t k = 0; k < cells.size(); ++k) {
    const Displacement& d = displacements[k];
    const int column = static_cast<int>(cells[k]) % pane.grid.columns;
    if (d.valid && std::abs(d.x_px) < kMaxDisplacement * pane.lattice.advance_px)
      points.push_back({static_cast<double>(column), d.x_px, std::sqrt(d.information)});
  }
  return points;
}

double common_slope(const std::vector<std::vector<Point>>& panes) {
  double xx = 0, xy = 0;
  std::size_t n = 0;
  for (const std::vector<Point>& points : panes) {
    const Sums sums(points);
    xx += sums.xx(), xy += sums.xy(), n += points.size();
  }
  return n >= kMinGlyphs && xx > 0 ? xy / xx : 0;
}

// Glyphs of another pane that a lattice overlaps stand off by parts of a cell: they go.
void drop_outliers(std::vector<std::vector<Point>>& panes, double slope, double advance_px) {
  for (std::vector<Point>& points : panes) {
    if (points.size() < kMinForOutliers) continue;
    const Sums sums(points);
    std::vector<double> off;
    for (const Point& p : points) off.push_back(std::abs(p.x_px - sums.at(p.column, slope)));
    const auto middle = off.begin() + std::ssize(off) / 2;
    std::nth_element(off.begin(), middle, off.end());
    const double limit = std::min(kOutlier * *middle, kFarPart * advance_px) + 1e-6;
    std::erase_if(points,
                  [&](const Point& p) { return std::abs(p.x_px - sums.at(p.column, slope)) > limit; });
  }
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

void share_advance(const TemplateBank& bank, const cv::Mat1f& plane, std::vector<ReadPane>& panes,
                   int threads) {
  if (panes.empty()) return;
  const auto most = std::max_element(panes.begin(), panes.end(), [](const ReadPane& a, const ReadPane& b) {
    return a.grid.inked() < b.grid.inked();
  });
  const Lattice reference = most->lattice;
  std::vector<ReadPane*> sharing;
  std::vector<std::vector<Point>> points;
  for (ReadPane& pane : panes) {
    if (!same_size(reference, pane.lattice)) continue;
    pane.lattice = with_advance_of(reference, pane.lattice);
    sharing.push_back(&pane);
    points.push_back(points_of(bank, plane, pane, threads));
  }
  double slope = common_slope(points);
  for (int round = 0; round < kRounds; ++round) {
    drop_outliers(points, slope, reference.advance_px);
    slope = common_slope(points);
  }
  for (std::size_t i = 0; i < sharing.size(); ++i) {
    sharing[i]->lattice.advance_px += slope;
    sharing[i]->lattice.origin_x_px += Sums(points[i]).at(0, slope);
  }
}

}  // namespace spoor::trace
