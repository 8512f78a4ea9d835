#include "watermark/trace/registration.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

constexpr std::size_t kMinGlyphsForSlope = 40;
constexpr std::size_t kRowCells = 12;  // that a row's height is judged on
constexpr int kRowSteps = 6;           // of .05 em, up and down

struct CellPlace {
  int row = 0, column = 0;
  float energy = 0;
};

float patch_energy(const cv::Mat1f& plane, const PixelWindow& w) {
  float sum = 0, square = 0;
  for (int y = std::max(0, w.y); y < std::min(plane.rows, w.y + w.height); ++y) {
    const float* row = plane[y];
    for (int x = std::max(0, w.x); x < std::min(plane.cols, w.x + w.width); ++x)
      sum += row[x], square += row[x] * row[x];
  }
  return square - sum * sum / static_cast<float>(w.area());
}

// Cells with ink, spread over the lattice: the strongest of each neighbourhood rather than of one bold
// corner.
std::vector<CellPlace> strong_cells(const TemplateBank& bank, const cv::Mat1f& plane, const Lattice& lattice,
                                    std::size_t limit) {
  std::vector<CellPlace> cells;
  for (int r = 0; r < lattice.rows; ++r)
    for (int c = 0; c < lattice.columns; ++c) {
      const PixelWindow w = cell_window(bank, lattice.pen_x_px(c), lattice.baseline_px(r));
      if (inside(w, plane.size())) cells.push_back({r, c, patch_energy(plane, w)});
    }
  const std::size_t inked = cells.size() / 4 + 1;
  std::partial_sort(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(std::min(inked, cells.size())),
                    cells.end(), [](const CellPlace& a, const CellPlace& b) { return a.energy > b.energy; });
  cells.resize(std::min(inked, cells.size()));
  if (cells.size() > limit) {
    std::vector<CellPlace> thinned;
    for (std::size_t i = 0; i < limit; ++i) thinned.push_back(cells[i * cells.size() / limit]);
    cells = std::move(thinned);
  }
  return cells;
}

double explained_part(const CellReader& reader, const cv::Mat1f& plane, const Lattice& lattice,
                      const std::vector<CellPlace>& cells) {
  double explained = 0, energy = 0;
  for (const CellPlace& p : cells) {
    const CellFit fit = reader.glance(plane, lattice.pen_x_px(p.column), lattice.baseline_px(p.row));
    explained += double{fit.correlation} * fit.correlation * fit.energy, energy += fit.energy;
  }
  return energy > 0 ? explained / energy : 0;
}

// Weighted straight line y = a + b x, outliers beyond three median deviations left out.
struct Line {
  double a = 0, b = 0;
};
struct Point {
  double x = 0, y = 0, weight = 0;
};

Line fit_line(const std::vector<Point>& points, bool with_slope) {
  double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;
  for (const Point& p : points)
    w += p.weight, wx += p.weight * p.x, wy += p.weight * p.y, wxx += p.weight * p.x * p.x,
        wxy += p.weight * p.x * p.y;
  if (w <= 0) return {};
  const double det = w * wxx - wx * wx;
  if (!with_slope || det < 1e-6 * w * w) return {wy / w, 0};
  const double slope = (w * wxy - wx * wy) / det;
  return {(wy - slope * wx) / w, slope};
}

Line fit_line_robustly(std::vector<Point> points, bool with_slope) {
  Line line = fit_line(points, with_slope);
  for (int round = 0; round < 3 && points.size() > 8; ++round) {
    std::vector<double> deviations;
    for (const Point& p : points) deviations.push_back(std::abs(p.y - line.a - line.b * p.x));
    const auto middle = deviations.begin() + std::ssize(deviations) / 2;
    std::nth_element(deviations.begin(), middle, deviations.end());
    const double limit = 4.5 * *middle + 1e-6;
    std::erase_if(points, [&](const Point& p) { return std::abs(p.y - line.a - line.b * p.x) > limit; });
    line = fit_line(points, with_slope);
  }
  return line;
}

// Gaussian elimination with pivoting of a 4 x 4 system, the inverse's [2][2] element beside the solution.
bool solve4(std::array<std::array<double, 4>, 4> m, std::array<double, 4>& rhs, double& inverse22) {
  std::array<double, 4> unit{0, 0, 1, 0};
  for (std::size_t k = 0; k < 4; ++k) {
    std::size_t pivot = k;
    for (std::size_t r = k + 1; r < 4; ++r)
      if (std::abs(m[r][k]) > std::abs(m[pivot][k])) pivot = r;
    if (std::abs(m[pivot][k]) < 1e-9) return false;
    std::swap(m[k], m[pivot]), std::swap(rhs[k], rhs[pivot]), std::swap(unit[k], unit[pivot]);
    for (std::size_t r = 0; r < 4; ++r) {
      if (r == k) continue;
      const double f = m[r][k] / m[k][k];
      for (std::size_t c = k; c < 4; ++c) m[r][c] -= f * m[k][c];
      rhs[r] -= f * rhs[k], unit[r] -= f * unit[k];
    }
  }
  for (std::size_t k = 0; k < 4; ++k) rhs[k] /= m[k][k];
  inverse22 = unit[2] / m[2][2];
  return true;
}

}  // namespace

LatticeScore score_lattice(const CellReader& reader, const TemplateBank& bank, const cv::Mat1f& plane,
                           const Lattice& lattice, std::size_t limit) {
  const std::vector<CellPlace> cells = strong_cells(bank, plane, lattice, limit);
  LatticeScore score;
  std::vector<double> gains;
  double explained = 0, energy = 0;
  for (const CellPlace& p : cells) {
    const CellFit fit = reader.glance(plane, lattice.pen_x_px(p.column), lattice.baseline_px(p.row));
    explained += double{fit.correlation} * fit.correlation * fit.energy, energy += fit.energy;
    gains.push_back(fit.gain);
  }
  score.cells = static_cast<int>(cells.size());
  if (cells.empty() || energy <= 0) return score;
  score.explained = explained / energy;
  std::nth_element(gains.begin(), gains.begin() + std::ssize(gains) / 2, gains.end());
  score.median_gain = gains[gains.size() / 2];
  return score;
}

namespace {

// The cells of one row with the most ink.
std::vector<CellPlace> strong_cells_of_row(const TemplateBank& bank, const cv::Mat1f& plane,
                                           const Lattice& lattice, int row) {
  std::vector<CellPlace> cells;
  for (int c = 0; c < lattice.columns; ++c) {
    const PixelWindow w = cell_window(bank, lattice.pen_x_px(c), lattice.baseline_px(row));
    if (inside(w, plane.size())) cells.push_back({row, c, patch_energy(plane, w)});
  }
  const std::size_t kept = std::min(kRowCells, cells.size());
  std::partial_sort(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(kept), cells.end(),
                    [](const CellPlace& a, const CellPlace& b) { return a.energy > b.energy; });
  cells.resize(kept);
  return cells;
}

// Scattered rows are searched one by one: capitals, digits and braces put a profile's baseline a little off.
void search_rows(const CellReader& reader, const TemplateBank& bank, const cv::Mat1f& plane,
                 Lattice& lattice) {
  for (int row = 0; row < lattice.rows; ++row) {
    const std::vector<CellPlace> cells = strong_cells_of_row(bank, plane, lattice, row);
    double& shift = lattice.row_shift_px[static_cast<std::size_t>(row)];
    for (const double step_em : {0.05, 0.0125}) {
      const double centre = shift;
      double best = centre, best_part = -1;
      for (int k = -kRowSteps; k <= kRowSteps; ++k) {
        shift = centre + k * step_em * bank.em_px();
        const double part = explained_part(reader, plane, lattice, cells);
        if (part > best_part) best_part = part, best = shift;
      }
      shift = best;
    }
  }
}

// The place whose cells explain the most; of equal ones the first.
Lattice best_place(const CellReader& reader, const cv::Mat1f& plane, const std::vector<Lattice>& places,
                   const std::vector<CellPlace>& cells, int threads) {
  std::vector<double> parts(places.size());
  parallel_for(places.size(), threads,
               [&](std::size_t i) { parts[i] = explained_part(reader, plane, places[i], cells); });
  return places[static_cast<std::size_t>(std::max_element(parts.begin(), parts.end()) - parts.begin())];
}

}  // namespace

Lattice search_lattice(const CellReader& reader, const TemplateBank& bank, const cv::Mat1f& plane,
                       const Lattice& lattice, std::size_t limit, int reach, int threads) {
  const std::vector<CellPlace> cells = strong_cells(bank, plane, lattice, limit);
  // The grid is judged on every third cell: its steps are coarse, and most of the time goes there.
  std::vector<CellPlace> few;
  for (std::size_t i = 0; i<cells.size(); i += cells.size()> 30 ? 3 : 1) few.push_back(cells[i]);
  Lattice best = lattice;
  double step_x = 0.1 * lattice.advance_px, step_y = 0.06 * bank.em_px();
  // A grid first, then ever smaller crosses around its best.
  for (int level = 0; level < 4; ++level) {
    std::vector<Lattice> places{best};
    const int span = level == 0 ? reach : 1;
    for (int dy = -span; dy <= span; ++dy)
      for (int dx = -span; dx <= span; ++dx) {
        if ((dx == 0 && dy == 0) || (level > 0 && dx != 0 && dy != 0)) continue;
        places.push_back(best);
        places.back().origin_x_px += dx * step_x, places.back().first_baseline_px += dy * step_y;
      }
    best = best_place(reader, plane, places, level == 0 ? few : cells, threads);
    step_x *= 0.5, step_y *= 0.5;
  }
  if (!best.row_shift_px.empty()) search_rows(reader, bank, plane, best);
  return best;
}

Displacement displacement_of(const TemplateBank& bank, const cv::Mat1f& plane, std::size_t glyph,
                             double pen_x_px, double baseline_px, const float* own) {
  constexpr double kStepPx = 0.125;
  const PixelWindow w = cell_window(bank, pen_x_px, baseline_px);
  const auto n = static_cast<std::size_t>(w.area());
  std::array<std::vector<float>, 5> t;
  for (auto& v : t) v.resize(n);
  bank.sample(glyph, pen_x_px, baseline_px, w, t[0].data());
  bank.sample(glyph, pen_x_px - kStepPx, baseline_px, w, t[1].data());
  bank.sample(glyph, pen_x_px + kStepPx, baseline_px, w, t[2].data());
  bank.sample(glyph, pen_x_px, baseline_px - kStepPx, w, t[3].data());
  bank.sample(glyph, pen_x_px, baseline_px + kStepPx, w, t[4].data());
  std::array<std::array<double, 4>, 4> m{};
  std::array<double, 4> rhs{};
  double square = 0, used = 0;
  for (std::size_t p = 0; p < n; ++p) {
    const int y = w.y + static_cast<int>(p) / w.width, x = w.x + static_cast<int>(p) % w.width;
    if (x < 0 || y < 0 || x >= plane.cols || y >= plane.rows) continue;
    const double value = double{plane(y, x)} + (own != nullptr ? double{own[p]} : 0.0);
    const std::array<double, 4> basis{1.0, t[0][p], (t[2][p] - t[1][p]) / (2 * kStepPx),
                                      (t[4][p] - t[3][p]) / (2 * kStepPx)};
    square += value * value, used += 1;
    for (std::size_t i = 0; i < 4; ++i) {
      rhs[i] += basis[i] * value;
      for (std::size_t j = 0; j < 4; ++j) m[i][j] += basis[i] * basis[j];
    }
  }
  double inverse = 0;
  std::array<double, 4> solution = rhs;
  if (used < 8 || !solve4(m, solution, inverse) || solution[1] <= 0 || inverse <= 0) return {};
  double explained = 0;
  for (std::size_t i = 0; i < 4; ++i) explained += rhs[i] * solution[i];
  return {solution[2] / solution[1],
          solution[3] / solution[1],
          solution[1],
          solution[1] * solution[1] / inverse,
          std::max(0.0, square - explained) / (used - 4),
          true};
}

namespace {

// Scattered rows move one by one, each by the median of its own glyphs.
void shift_rows(Lattice& lattice, const std::vector<Point>& down) {
  std::vector<std::vector<double>> of_row(lattice.row_shift_px.size());
  for (const Point& p : down) of_row[static_cast<std::size_t>(p.x)].push_back(p.y);
  for (std::size_t r = 0; r < of_row.size(); ++r) {
    if (of_row[r].empty()) continue;
    const auto middle = of_row[r].begin() + std::ssize(of_row[r]) / 2;
    std::nth_element(of_row[r].begin(), middle, of_row[r].end());
    lattice.row_shift_px[r] += *middle;
  }
}

// The lattice moved by the straight lines through its glyphs' displacements.
Lattice moved_by(const Lattice& lattice, const std::vector<Point>& along, const std::vector<Point>& down) {
  if (along.size() < 4) return lattice;
  // A handful of glyphs cannot tell a drift of the advance from their own displacements.
  const bool enough = along.size() >= kMinGlyphsForSlope;
  const Line x = fit_line_robustly(along, enough && !lattice.advance_known),
             y = fit_line_robustly(down, enough && lattice.rows > 1);
  Lattice out = lattice;
  out.origin_x_px += x.a, out.advance_px += x.b;
  if (lattice.row_shift_px.empty())
    out.first_baseline_px += y.a, out.line_height_px += lattice.rows > 1 ? y.b : 0;
  else
    shift_rows(out, down);
  return out;
}

struct ReadCell {
  std::size_t glyph = 0;
  int row = 0, column = 0;
};

// The lattice moved to where its glyphs stand.
Lattice moved_to(const TemplateBank& bank, const cv::Mat1f& plane, const Lattice& lattice,
                 const std::vector<ReadCell>& cells, int threads) {
  std::vector<Displacement> displacements(cells.size());
  parallel_for(cells.size(), threads, [&](std::size_t i) {
    displacements[i] = displacement_of(bank, plane, cells[i].glyph, lattice.pen_x_px(cells[i].column),
                                       lattice.baseline_px(cells[i].row), nullptr);
  });
  std::vector<Point> along, down;
  const double limit_px = 0.25 * lattice.advance_px;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Displacement& d = displacements[i];
    if (!d.valid || std::abs(d.x_px) > limit_px || std::abs(d.y_px) > 2 * limit_px) continue;
    along.push_back({static_cast<double>(cells[i].column), d.x_px, std::sqrt(d.information)});
    down.push_back({static_cast<double>(cells[i].row), d.y_px, std::sqrt(d.information)});
  }
  return moved_by(lattice, along, down);
}

}  // namespace

Lattice refine_on_sample(const CellReader& reader, const TemplateBank& bank, const cv::Mat1f& plane,
                         const Lattice& lattice, std::size_t limit) {
  std::vector<ReadCell> cells;
  for (const CellPlace& p : strong_cells(bank, plane, lattice, limit)) {
    const CellFit fit = reader.glance(plane, lattice.pen_x_px(p.column), lattice.baseline_px(p.row));
    if (fit.glyph >= 0 && fit.correlation > 0.5F)
      cells.push_back({static_cast<std::size_t>(fit.glyph), p.row, p.column});
  }
  return moved_to(bank, plane, lattice, cells, 1);
}

Lattice refine_lattice(const TemplateBank& bank, const cv::Mat1f& plane, const Lattice& lattice,
                       const CellGrid& grid, int threads) {
  std::vector<ReadCell> cells;
  // Some 1,500 glyphs fix four numbers as well as all of them do.
  const std::size_t stride = std::max<std::size_t>(1, grid.inked() / 1500);
  std::size_t seen = 0;
  for (std::size_t i = 0; i < grid.cells.size(); ++i) {
    const CellFit& fit = grid.cells[i];
    if (fit.glyph < 0 || fit.correlation < 0.6F || fit.probability < 0.5F || seen++ % stride != 0) continue;
    cells.push_back({static_cast<std::size_t>(fit.glyph), static_cast<int>(i) / grid.columns,
                     static_cast<int>(i) % grid.columns});
  }
  return moved_to(bank, plane, lattice, cells, threads);
}

}  // namespace spoor::trace
