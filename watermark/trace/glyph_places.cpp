#include "watermark/trace/glyph_places.hpp"

#include <algorithm>
#include <cmath>

#include "watermark/trace/ink.hpp"
#include "watermark/trace/parallel.hpp"
#include "watermark/trace/registration.hpp"

namespace spoor::trace {
namespace {

constexpr std::size_t kLeastPaneCells = 60, kFewPaneCells = 20;
constexpr float kSureRead = 0.8F, kSureMatch = 0.6F;
constexpr double kFarthestMove = 0.3;  // advances

void add_row(const ReadPane& pane, int row, const TemplateBank& bank, const cv::Mat1f& plane, int factor,
             std::vector<WarpSample>& out) {
  const double baseline = pane.lattice.baseline_px(row);
  for (int column = 0; column < pane.grid.columns; ++column) {
    const CellFit& cell = pane.grid.at(row, column);
    if (cell.glyph < 0 || cell.probability < kSureRead || cell.correlation < kSureMatch) continue;
    const double pen = pane.lattice.pen_x_px(column);
    const Displacement d =
        displacement_of(bank, plane, static_cast<std::size_t>(cell.glyph), pen, baseline, nullptr);
    if (!d.valid || std::hypot(d.x_px, d.y_px) > kFarthestMove * pane.lattice.advance_px) continue;
    const double middle = pen + 0.5 * pane.lattice.advance_px;
    out.push_back({cv::Point2d(middle, baseline) * factor, cv::Point2d(d.x_px, d.y_px) * factor});
  }
}

}  // namespace

std::vector<WarpSample> glyph_places(const PageReading& reading, const cv::Mat1f& ink, int factor,
                                     int threads) {
  const cv::Mat1f plane = shrink(ink, factor);
  std::vector<WarpSample> samples;
  // Scattered rows stand where they stand, each for itself: they speak where there is nothing else.
  const bool regular = std::any_of(reading.panes.begin(), reading.panes.end(), [](const ReadPane& pane) {
    return pane.lattice.line_height_px > 0 && pane.grid.inked() >= kLeastPaneCells;
  });
  for (const ReadPane& pane : reading.panes) {
    if (pane.grid.inked() < (regular ? kLeastPaneCells : kFewPaneCells)) continue;
    if (regular && pane.lattice.line_height_px <= 0) continue;
    std::vector<std::vector<WarpSample>> of_row(static_cast<std::size_t>(pane.grid.rows));
    parallel_for(of_row.size(), threads, [&](std::size_t row) {
      add_row(pane, static_cast<int>(row), reading.bank, plane, factor, of_row[row]);
    });
    for (const auto& row : of_row) samples.insert(samples.end(), row.begin(), row.end());
  }
  return samples;
}

}  // namespace spoor::trace
