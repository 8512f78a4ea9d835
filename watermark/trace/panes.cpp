#include "watermark/trace/panes.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::trace {
namespace {

constexpr double kSamePhase = 0.2;     // of an advance
constexpr double kSameAdvance = 0.01;  // part
constexpr double kSameRowEm = 0.15;
constexpr double kStrange = 4, kLeastStrange = 0.2;  // of typical text's unexplained part; part
constexpr float kMinNoise = 0.3F;                    // quantising to 8 bits alone leaves 1/12

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

bool same_columns(const Lattice& a, const Lattice& b) {
  if (std::abs(a.advance_px / b.advance_px - 1) > kSameAdvance) return false;
  // Compared where they meet: an advance that is a little off has drifted least there.
  const double left = std::max(a.origin_x_px, b.origin_x_px);
  const double right = std::min(a.pen_x_px(a.columns), b.pen_x_px(b.columns));
  const double meet = 0.5 * (left + right);
  const double phase_a = (meet - a.origin_x_px) / a.advance_px,
               phase_b = (meet - b.origin_x_px) / b.advance_px;
  return std::abs(fraction(phase_a - phase_b)) < kSamePhase;
}

bool share_rows(const Lattice& a, const Lattice& b, double em_px) {
  const Lattice& fewer = a.rows <= b.rows ? a : b;
  const Lattice& more = a.rows <= b.rows ? b : a;
  int shared = 0;
  for (int r = 0; r < fewer.rows; ++r) {
    const int other = row_at(more, fewer.baseline_px(r), em_px);
    shared += other >= 0 && std::abs(more.baseline_px(other) - fewer.baseline_px(r)) < kSameRowEm * em_px;
  }
  return 2 * shared >= fewer.rows;
}

Lattice joined(const Lattice& main, const Lattice& other) {
  Lattice out = main;
  const double left = std::min(main.origin_x_px, other.origin_x_px);
  const double right = std::max(main.pen_x_px(main.columns), other.pen_x_px(other.columns));
  const double before = std::floor((main.origin_x_px - left) / main.advance_px + 0.3);
  out.origin_x_px -= before * main.advance_px;
  out.columns = static_cast<int>(std::floor((right - out.origin_x_px) / main.advance_px + 0.3));
  if (main.line_height_px <= 0 || other.line_height_px <= 0) return out;
  const double bottom = std::max(main.baseline_px(main.rows - 1), other.baseline_px(other.rows - 1));
  const double top = std::min(main.first_baseline_px, other.first_baseline_px);
  out.first_baseline_px -=
      std::round((main.first_baseline_px - top) / main.line_height_px) * main.line_height_px;
  out.rows = static_cast<int>(std::lround((bottom - out.first_baseline_px) / main.line_height_px)) + 1;
  return out;
}

double explained_ink(const ReadPane& pane, double from_px, double to_px) {
  double sum = 0;
  for (int r = 0; r < pane.grid.rows; ++r)
    for (int c = 0; c < pane.grid.columns; ++c) {
      const double centre = pane.lattice.pen_x_px(c) + 0.5 * pane.lattice.advance_px;
      const CellFit& f = pane.grid.at(r, c);
      if (f.glyph >= 0 && centre >= from_px && centre < to_px)
        sum += double{f.correlation} * f.correlation * f.energy;
    }
  return sum;
}

std::size_t drop_strange_cells(std::vector<ReadPane>& panes) {
  std::vector<std::vector<double>> unexplained;
  std::vector<double> typical;
  for (const ReadPane& pane : panes) {
    auto& of_pane = unexplained.emplace_back(pane.grid.cells.size(), 0.0);
    for (int r = 0; r < pane.grid.rows; ++r)
      for (int c = 0; c < pane.grid.columns; ++c) {
        if (pane.grid.at(r, c).glyph < 0) continue;
        const double part = 1 - local_quality(pane, r, c);
        of_pane[static_cast<std::size_t>(r * pane.grid.columns + c)] = part;
        typical.push_back(part);
      }
  }
  if (typical.empty()) return 0;
  const auto middle = typical.begin() + std::ssize(typical) / 2;
  std::nth_element(typical.begin(), middle, typical.end());
  const double limit = std::max(kLeastStrange, kStrange * *middle);
  std::size_t dropped = 0;
  for (std::size_t i = 0; i < panes.size(); ++i)
    for (std::size_t k = 0; k < unexplained[i].size(); ++k)
      if (unexplained[i][k] > limit) panes[i].grid.cells[k].glyph = kOutsideCell, ++dropped;
  return dropped;
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
