#include "watermark/trace/sample.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace spoor::trace {
namespace {

constexpr int kSampleRows = 14;
constexpr double kAscentEm = 0.8, kDescentEm = 0.22;  // of a row of text
constexpr std::size_t kFewRows = 7;
constexpr double kBestPart = 0.6;  // of a few rows' ink
constexpr float kSampleNoise = 4;  // variance of a pixel, grey levels squared, before it is known

// First of the kSampleRows rows that hold the most ink.
int richest_row(const cv::Mat1f& plane, const Lattice& lattice, double em_px, int x0, int x1) {
  std::vector<double> ink;
  for (int r = 0; r < lattice.rows; ++r) {
    const int y0 = std::clamp(static_cast<int>(lattice.baseline_px(r) - 0.7 * em_px), 0, plane.rows - 1);
    const int y1 = std::clamp(static_cast<int>(lattice.baseline_px(r) + 1), y0 + 1, plane.rows);
    ink.push_back(cv::norm(plane(cv::Range(y0, y1), cv::Range(x0, x1)), cv::NORM_L1));
  }
  double sum = 0, best = -1;
  int at = 0;
  for (int r = 0; r < lattice.rows; ++r) {
    sum += ink[static_cast<std::size_t>(r)];
    if (r >= kSampleRows) sum -= ink[static_cast<std::size_t>(r - kSampleRows)];
    if (r >= kSampleRows - 1 && sum > best) best = sum, at = r - kSampleRows + 1;
  }
  return at;
}

struct RowInk {
  double all = 0, left = 0;
  [[nodiscard]] double explained() const { return all > 0 ? 1 - left / all : 0; }
};

// Ink of each text row that can be read, and what of it the reading leaves.
std::vector<RowInk> ink_of_rows(const TemplateBank& bank, const cv::Mat1f& plane, const cv::Mat1f& residual,
                                const Lattice& lattice) {
  const double pen = lattice.pen_x_px(lattice.columns / 2), em = bank.em_px();
  std::vector<RowInk> out;
  int free_from = 0;  // no pixel counts for two rows
  for (int row = 0; row < lattice.rows; ++row) {
    const double baseline = lattice.baseline_px(row);
    if (!inside(cell_window(bank, pen, baseline), plane.size())) continue;
    const int top = std::clamp(static_cast<int>(baseline - kAscentEm * em), free_from, plane.rows);
    const int bottom = std::clamp(static_cast<int>(baseline + kDescentEm * em) + 1, top, plane.rows);
    free_from = bottom;
    if (bottom > top)
      out.push_back({cv::norm(plane.rowRange(top, bottom), cv::NORM_L2SQR),
                     cv::norm(residual.rowRange(top, bottom), cv::NORM_L2SQR)});
  }
  return out;
}

// Explained part of all rows; of a few, of the best of them: a row that the picture's edge cuts often stands
// elsewhere than it seems to, and must not decide between fonts.
double explained_part_of(std::vector<RowInk> rows) {
  double ink = 0;
  for (const RowInk& row : rows) ink += row.all;
  std::stable_sort(rows.begin(), rows.end(),
                   [](const RowInk& a, const RowInk& b) { return a.explained() > b.explained(); });
  const double enough = (rows.size() <= kFewRows ? kBestPart : 1.0) * ink;
  RowInk sum;
  for (const RowInk& row : rows) {
    sum.all += row.all, sum.left += row.left;
    if (sum.all >= enough) break;
  }
  return std::max(0.0, sum.explained());
}

}  // namespace

Sample richest_rows(const cv::Mat1f& plane, const Lattice& lattice, double em_px) {
  const int x0 = std::clamp(static_cast<int>(lattice.origin_x_px) - 2, 0, plane.cols - 1);
  const int x1 = std::clamp(static_cast<int>(lattice.pen_x_px(lattice.columns)) + 2, x0 + 1, plane.cols);
  Sample sample{{}, lattice, x0, 0};
  if (lattice.rows > kSampleRows) {
    sample.lattice.first_baseline_px = lattice.baseline_px(richest_row(plane, lattice, em_px, x0, x1));
    sample.lattice.rows = kSampleRows;
  }
  const double last = sample.lattice.baseline_px(sample.lattice.rows - 1);
  // A margin lets the outer rows be read; it holds parts of their neighbours.
  sample.top_px =
      std::clamp(static_cast<int>(sample.lattice.first_baseline_px - em_px) - 3, 0, plane.rows - 1);
  const int y1 = std::clamp(static_cast<int>(last + 0.35 * em_px) + 4, sample.top_px + 1, plane.rows);
  sample.plane = plane(cv::Range(sample.top_px, y1), cv::Range(x0, x1));
  sample.lattice.origin_x_px -= x0, sample.lattice.first_baseline_px -= sample.top_px;
  return sample;
}

Lattice whole_from_sample(const Lattice& whole, const Sample& sample, const Lattice& registered) {
  Lattice out = whole;
  out.origin_x_px = registered.origin_x_px + sample.left_px, out.advance_px = registered.advance_px;
  if (registered.rows == whole.rows) {
    out.first_baseline_px = registered.first_baseline_px + sample.top_px;
    out.line_height_px = registered.line_height_px;
    out.row_shift_px = registered.row_shift_px;
    return out;
  }
  // Some rows know the line height less well than all do.
  out.first_baseline_px += registered.first_baseline_px - sample.lattice.first_baseline_px;
  return out;
}

double explained_by_synthesis(const CellReader& reader, const TemplateBank& bank, const cv::Mat1f& plane,
                              const Lattice& lattice, double median_gain, int threads, CellGrid& grid) {
  const ReadLevels levels{kSampleNoise, kWeakestGainPart * static_cast<float>(median_gain)};
  grid = read_cells(reader, bank, plane, lattice, nullptr, levels, threads);
  cv::Mat1f residual = residual_plane(plane, bank, lattice, grid, {}, threads);
  grid = read_cells(reader, bank, residual, lattice, &grid, levels, threads);
  residual = residual_plane(plane, bank, lattice, grid, {}, threads);
  return explained_part_of(ink_of_rows(bank, plane, residual, lattice));
}

double coverage_of(const cv::Mat1f& plane, const std::vector<Lattice>& lattices) {
  cv::Mat1b covered(plane.size(), std::uint8_t{0});
  for (const Lattice& l : lattices) {
    const double height = l.advance_px * 2, top = l.first_baseline_px - height;
    const double bottom = l.baseline_px(l.rows - 1) + 0.5 * height;
    const cv::Rect2d box(l.origin_x_px, top, l.columns * l.advance_px, bottom - top);
    const cv::Rect area = cv::Rect(box) & cv::Rect(0, 0, plane.cols, plane.rows);
    if (area.area() > 0) covered(area).setTo(1);
  }
  const double all = cv::norm(plane, cv::NORM_L2SQR);
  return all > 0 ? cv::norm(plane, cv::NORM_L2SQR, covered) / all : 0;
}

}  // namespace spoor::trace
