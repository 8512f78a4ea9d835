#include "watermark/trace/panes.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::trace {
namespace {

constexpr double kSamePhase = 0.1;  // of an advance
constexpr float kMinNoise = 0.3F;   // quantising to 8 bits alone leaves 1/12

double fraction(double v) {
  return v - std::round(v);
}

// Explained ink of a cell and its two neighbours on each side: one lucky cell does not win an overlap.
double local_quality(const ReadPane& pane, int row, int column) {
  double explained = 0, energy = 1e-9;
  for (int c = std::max(0, column - 2); c <= std::min(pane.grid.columns - 1, column + 2); ++c) {
    const CellFit& fit = pane.grid.at(row, c);
    if (fit.glyph == kOutsideCell) continue;
    const double part = fit.glyph >= 0 ? double{fit.correlation} * fit.correlation : 0.0;
    explained += part * fit.energy, energy += fit.energy;
  }
  return explained / energy;
}

// The row of a pane that stands at a height, or -1.
int row_at(const Lattice& l, double baseline_px, double em_px) {
  int best = -1;
  double nearest = 0.7 * em_px;
  for (int row = 0; row < l.rows; ++row) {
    const double distance = std::abs(l.baseline_px(row) - baseline_px);
    if (distance < nearest) nearest = distance, best = row;
  }
  return best;
}

void yield_to(ReadPane& a, const ReadPane& b, bool a_wins_ties, double em_px) {
  for (int r = 0; r < a.grid.rows; ++r) {
    const int other_row = row_at(b.lattice, a.lattice.baseline_px(r), em_px);
    if (other_row < 0) continue;
    for (int c = 0; c < a.grid.columns; ++c) {
      const double centre = a.lattice.pen_x_px(c) + 0.5 * a.lattice.advance_px;
      const double k = std::floor((centre - b.lattice.origin_x_px) / b.lattice.advance_px);
      if (k < 0 || k >= b.grid.columns) continue;
      const int other = static_cast<int>(k);
      const int drawn_there = b.grid.at(other_row, other).glyph;
      if (drawn_there == kOutsideCell) continue;
      // A blank is blank on either lattice, and stays a known neighbour.
      if (a.grid.at(r, c).glyph == kBlankCell || drawn_there == kBlankCell) continue;
      const double mine = local_quality(a, r, c), theirs = local_quality(b, other_row, other);
      if (a_wins_ties ? mine < theirs : mine <= theirs) a.grid.at(r, c).glyph = kOutsideCell;
    }
  }
}

}  // namespace

ReadLevels levels_of(const CellGrid& grid, const TemplateBank& bank) {
  std::vector<float> noise, gains;
  const auto pixels = static_cast<float>(cell_window(bank, 0, 0).area());
  for (const CellFit& fit : grid.cells) {
    if (fit.glyph < 0 || fit.correlation < 0.7F) continue;
    noise.push_back(fit.energy * (1 - fit.correlation * fit.correlation) / pixels);
    gains.push_back(fit.gain);
  }
  if (noise.empty()) return {};
  const auto middle = [](std::vector<float>& v) {
    std::nth_element(v.begin(), v.begin() + std::ssize(v) / 2, v.end());
    return v[v.size() / 2];
  };
  return {std::max(kMinNoise, middle(noise)), kWeakestGainPart * middle(gains)};
}

bool same_lattice(const Lattice& a, const Lattice& b, double em_px) {
  if (!a.row_shift_px.empty() || !b.row_shift_px.empty()) return false;
  if (std::abs(a.advance_px / b.advance_px - 1) > 0.004) return false;
  const double mid_a = a.origin_x_px + 0.5 * a.columns * a.advance_px;
  const double mid_b = b.origin_x_px + 0.5 * b.columns * b.advance_px;
  const double middle = 0.5 * (mid_a + mid_b);
  const double phase_a = (middle - a.origin_x_px) / a.advance_px,
               phase_b = (middle - b.origin_x_px) / b.advance_px;
  if (std::abs(fraction(phase_a - phase_b)) > kSamePhase) return false;
  if (a.line_height_px <= 0 && b.line_height_px <= 0)
    return std::abs(a.first_baseline_px - b.first_baseline_px) < 0.1 * em_px;
  const double height = std::max(a.line_height_px, b.line_height_px);
  if (a.line_height_px > 0 && b.line_height_px > 0 &&
      std::abs(a.line_height_px - b.line_height_px) > 0.02 * height)
    return false;
  return std::abs(fraction((a.first_baseline_px - b.first_baseline_px) / height)) * height < 0.1 * em_px;
}

Lattice joined(const Lattice& a, const Lattice& b) {
  const Lattice& main = a.rows * a.columns >= b.rows * b.columns ? a : b;
  const double left = std::min(a.origin_x_px, b.origin_x_px);
  const double right = std::max(a.pen_x_px(a.columns), b.pen_x_px(b.columns));
  const double top = std::min(a.first_baseline_px, b.first_baseline_px);
  const double bottom = std::max(a.baseline_px(a.rows - 1), b.baseline_px(b.rows - 1));
  Lattice out = main;
  const double before = std::round((main.origin_x_px - left) / main.advance_px);
  out.origin_x_px -= before * main.advance_px;
  out.columns = static_cast<int>(std::lround((right - out.origin_x_px) / main.advance_px));
  if (main.line_height_px > 0) {
    const double above = std::round((main.first_baseline_px - top) / main.line_height_px);
    out.first_baseline_px -= above * main.line_height_px;
    out.rows = static_cast<int>(std::lround((bottom - out.first_baseline_px) / main.line_height_px)) + 1;
  }
  return out;
}

void settle_overlaps(std::vector<ReadPane>& panes, double em_px) {
  for (std::size_t i = 0; i < panes.size(); ++i)
    for (std::size_t j = i + 1; j < panes.size(); ++j) {
      const ReadPane before = panes[i];
      yield_to(panes[i], panes[j], true, em_px);
      yield_to(panes[j], before, false, em_px);
    }
}

}  // namespace spoor::trace
