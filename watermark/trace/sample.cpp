#include "watermark/trace/sample.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace spoor::trace {
namespace {

constexpr int kSampleRows = 14;
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

// The pixel rows whose text rows lie wholly in the plane: others were not read and cannot count.
cv::Range readable_rows(const TemplateBank& bank, const cv::Mat1f& plane, const Lattice& lattice) {
  const auto whole = [&](int row) {
    const double pen = lattice.pen_x_px(lattice.columns / 2);
    return inside(cell_window(bank, pen, lattice.baseline_px(row)), plane.size());
  };
  int first = 0, last = lattice.rows - 1;
  while (first <= last && !whole(first)) ++first;
  while (last >= first && !whole(last)) --last;
  if (first > last) return {0, 0};
  const double em = bank.em_px();
  const int top = std::clamp(static_cast<int>(lattice.baseline_px(first) - 0.8 * em), 0, plane.rows - 1);
  return {top, std::clamp(static_cast<int>(lattice.baseline_px(last) + 0.2 * em) + 1, top + 1, plane.rows)};
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

double explained_by_synthesis(const TemplateBank& bank, const cv::Mat1f& plane, const Lattice& lattice,
                              double median_gain, int threads, CellGrid& grid) {
  const CellReader reader(bank);
  const ReadLevels levels{kSampleNoise, kWeakestGainPart * static_cast<float>(median_gain)};
  grid = read_cells(reader, bank, plane, lattice, nullptr, levels, threads);
  cv::Mat1f residual = residual_plane(plane, bank, lattice, grid, {}, threads);
  grid = read_cells(reader, bank, residual, lattice, &grid, levels, threads);
  residual = residual_plane(plane, bank, lattice, grid, {}, threads);
  const cv::Range rows = readable_rows(bank, plane, lattice);
  if (rows.empty()) return 0;
  const double all = cv::norm(plane.rowRange(rows), cv::NORM_L2SQR);
  const double left = cv::norm(residual.rowRange(rows), cv::NORM_L2SQR);
  return all > 0 ? std::max(0.0, 1 - left / all) : 0;
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
