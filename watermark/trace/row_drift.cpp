#include "watermark/trace/row_drift.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "watermark/trace/assemble.hpp"
#include "watermark/trace/parallel.hpp"
#include "watermark/trace/registration.hpp"

namespace spoor::trace {
namespace {

constexpr std::size_t kGlyphs = 1500;  // are looked at
constexpr std::size_t kFewGlyphs = 30;
constexpr float kSureRead = 0.8F, kSureMatch = 0.6F;
constexpr double kFarthest = 0.5;     // advances: what stands farther off was not found
constexpr double kSureSigmas = 6;     // that no error reaches
constexpr double kOutlierMads = 4.5;  // three standard deviations
constexpr int kRounds = 3;

// A glyph that stands `down_px` below its place; along its row from -1 to 1, and its row from -1 at the top
// to 1.
struct Place {
  int row = 0;
  double along = 0, row_at = 0, down_px = 0;
};

std::vector<Place> places_of(const TemplateBank& bank, const cv::Mat1f& plane, const ReadPane& pane,
                             int threads) {
  const CellGrid& grid = pane.grid;
  std::vector<std::size_t> cells;
  for (std::size_t i = 0; i < grid.cells.size(); ++i) {
    const CellFit& fit = grid.cells[i];
    if (fit.glyph >= 0 && fit.probability >= kSureRead && fit.correlation >= kSureMatch) cells.push_back(i);
  }
  const std::size_t stride = std::max<std::size_t>(1, cells.size() / kGlyphs);
  std::vector<Displacement> found(cells.size() / stride);
  const auto row_of = [&](std::size_t cell) { return static_cast<int>(cell) / grid.columns; };
  const auto column_of = [&](std::size_t cell) { return static_cast<int>(cell) % grid.columns; };
  parallel_for(found.size(), threads, [&](std::size_t i) {
    const std::size_t cell = cells[i * stride];
    found[i] = displacement_of(bank, plane, static_cast<std::size_t>(grid.cells[cell].glyph),
                               pane.lattice.pen_x_px(column_of(cell)), pane.lattice.baseline_px(row_of(cell)),
                               nullptr);
  });
  const double half_columns = std::max(1.0, 0.5 * (grid.columns - 1)),
               half_rows = std::max(1.0, 0.5 * (grid.rows - 1));
  std::vector<Place> out;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double limit_px = kFarthest * pane.lattice.advance_px;
    if (!found[i].valid || std::abs(found[i].x_px) > limit_px || std::abs(found[i].y_px) > limit_px) continue;
    const std::size_t cell = cells[i * stride];
    out.push_back(
        {row_of(cell), column_of(cell) / half_columns - 1, row_of(cell) / half_rows - 1, found[i].y_px});
  }
  return out;
}

// Places less their row's mean: rows stand where they were drawn, each for itself.
std::vector<Place> within_rows(std::span<const Place> places) {
  std::vector<Place> out(places.begin(), places.end());
  for (auto from = out.begin(); from != out.end();) {
    const auto to = std::find_if(from, out.end(), [&](const Place& p) { return p.row != from->row; });
    double along = 0, down = 0;
    for (auto p = from; p != to; ++p) along += p->along, down += p->down_px;
    const auto count = static_cast<double>(to - from);
    for (auto p = from; p != to; ++p) p->along -= along / count, p->down_px -= down / count;
    from = to;
  }
  return out;
}

// down = (slope + turn x row) x along, by least squares, and the deviations of the slope at both ends.
struct Slopes {
  double slope = 0, turn = 0;
  double variance = 0, turn_variance = 0, covariance = 0;

  [[nodiscard]] double off(const Place& p) const { return p.down_px - (slope + turn * p.row_at) * p.along; }
  // Half of what a row at one end drifts by beyond its errors.
  [[nodiscard]] double beyond(double row_at) const {
    const double sigma = std::sqrt(variance + 2 * row_at * covariance + row_at * row_at * turn_variance);
    return std::max(0.0, std::abs(slope + turn * row_at) - kSureSigmas * sigma);
  }
};

std::optional<Slopes> fit(const std::vector<Place>& places, double rows) {
  double xx = 0, xxr = 0, xxrr = 0, xy = 0, xyr = 0;
  for (const Place& p : places) {
    const double square = p.along * p.along;
    xx += square, xxr += square * p.row_at, xxrr += square * p.row_at * p.row_at;
    xy += p.along * p.down_px, xyr += p.along * p.row_at * p.down_px;
  }
  const double determinant = xx * xxrr - xxr * xxr, freedom = static_cast<double>(places.size()) - rows - 2;
  if (freedom < 1 || xx <= 0) return std::nullopt;
  Slopes out;
  const bool turns = determinant > 1e-3 * xx * xx;  // rows that hardly differ in place cannot tell it
  out.slope = turns ? (xxrr * xy - xxr * xyr) / determinant : xy / xx;
  out.turn = turns ? (xx * xyr - xxr * xy) / determinant : 0;
  double squares = 0;
  for (const Place& p : places) squares += out.off(p) * out.off(p);
  const double noise = squares / freedom;
  out.variance = noise * (turns ? xxrr / determinant : 1 / xx);
  if (turns) out.turn_variance = noise * xx / determinant, out.covariance = -noise * xxr / determinant;
  return out;
}

std::size_t count_rows(const std::vector<Place>& places) {
  std::size_t rows = 0;
  for (std::size_t i = 0; i < places.size(); ++i) rows += i == 0 || places[i].row != places[i - 1].row;
  return rows;
}

// The same without what lies far off.
std::vector<Place> without_outliers(const std::vector<Place>& places, const std::vector<Place>& centred,
                                    const Slopes& slopes) {
  std::vector<double> sizes;
  for (const Place& p : centred) sizes.push_back(std::abs(slopes.off(p)));
  std::vector<double> sorted = sizes;
  const auto middle = sorted.begin() + std::ssize(sorted) / 2;
  std::nth_element(sorted.begin(), middle, sorted.end());
  std::vector<Place> out;
  for (std::size_t i = 0; i < places.size(); ++i)
    if (sizes[i] <= kOutlierMads * *middle + 1e-6) out.push_back(places[i]);
  return out;
}

}  // namespace

double row_drift_px(const TemplateBank& bank, const cv::Mat1f& plane, const std::vector<ReadPane>& panes,
                    int threads) {
  if (panes.empty()) return 0;
  const ReadPane& pane = main_pane(panes);
  std::vector<Place> places = places_of(bank, plane, pane, threads);
  std::optional<Slopes> slopes;
  for (int round = 0; round < kRounds; ++round) {
    if (places.size() < kFewGlyphs) return 0;
    const std::vector<Place> centred = within_rows(places);
    slopes = fit(centred, static_cast<double>(count_rows(places)));
    if (!slopes) return 0;
    if (round + 1 < kRounds) places = without_outliers(places, centred, *slopes);
  }
  return 2 * std::max(slopes->beyond(-1), slopes->beyond(1));
}

}  // namespace spoor::trace
