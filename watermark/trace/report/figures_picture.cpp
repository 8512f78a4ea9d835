// Figures over the pixels: where the tracer saw rows and cells of text.
#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "watermark/trace/densest.hpp"
#include "watermark/trace/report/figures.hpp"

namespace spoor::trace::report {
namespace {

constexpr double kWidth = 1000;  // of a figure, units
constexpr int kLongSidePx = 1600;
constexpr int kQuality = 84;

std::vector<std::uint8_t> jpeg_of(const cv::Mat& bgr) {
  std::vector<std::uint8_t> bytes;
  if (!cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, kQuality})) bytes.clear();
  return bytes;
}

// Light under dark, or dark under light: seen over any picture in either colour scheme.
void outline(Figure& figure, std::vector<std::vector<Point>> lines, double width) {
  figure.shapes.emplace_back(Lines{Tone::panel, 2.2 * width, lines});
  figure.shapes.emplace_back(Lines{Tone::accent, width, std::move(lines)});
}

struct Extent {
  int first = 0, last = 0;
};

// Columns of the measured glyphs, by pane and row.
std::map<std::pair<int, int>, Extent> extents(const Measurement& measurement) {
  std::map<std::pair<int, int>, Extent> out;
  for (const MeasuredGlyph& glyph : measurement.glyphs) {
    const auto [it, fresh] = out.try_emplace({glyph.pane, glyph.row}, Extent{glyph.column, glyph.column});
    it->second.first = std::min(it->second.first, glyph.column);
    it->second.last = std::max(it->second.last, glyph.column);
  }
  return out;
}

}  // namespace

Figure lattice_figure(const MeasuredPicture& picture) {
  constexpr int kSteps = 8;  // of a row that a lens may bend
  const cv::Mat& bgr = picture.bgr;
  const double shrink = std::min(1.0, static_cast<double>(kLongSidePx) / std::max(bgr.cols, bgr.rows));
  cv::Mat small = bgr;
  if (shrink < 1) cv::resize(bgr, small, {}, shrink, shrink, cv::INTER_AREA);
  const double scale = kWidth / bgr.cols;
  Figure figure;
  figure.width = kWidth, figure.height = bgr.rows * scale;
  figure.shapes.emplace_back(Picture{{0, 0, figure.width, figure.height}, jpeg_of(small)});
  std::vector<std::vector<Point>> rows;
  for (const auto& [key, columns] : extents(picture.measurement)) {
    const Pane& pane = picture.measurement.panes[static_cast<std::size_t>(key.first)];
    const double y = pane.rows[static_cast<std::size_t>(key.second)].baseline_px;
    std::vector<Point>& line = rows.emplace_back();
    for (int i = 0; i <= kSteps; ++i) {
      const double column = columns.first + (columns.last + 1 - columns.first) * i / double{kSteps};
      cv::Point2d at(pane.origin_x_px + column * pane.advance_px, y);
      if (picture.view) at = picture.view->to_picture(at);
      line.push_back({at.x * scale, at.y * scale});
    }
  }
  outline(figure, std::move(rows), 1.4);
  figure.caption =
      "The picture as it was received. A line stands under each row of text that was measured, "
      "from its first to its last measured character.";
  figure.alternative = "The picture that was examined, with a line under each row of text that was measured";
  return figure;
}

Figure detail_figure(const cv::Mat& page, const Measurement& measurement) {
  constexpr int kColumns = 36, kRows = 5;
  const CellRange cells = densest_cells(measurement, kColumns, kRows);
  const Pane& pane = measurement.panes[static_cast<std::size_t>(cells.pane)];
  const auto baseline = [&](int row) {
    return static_cast<double>(pane.rows[static_cast<std::size_t>(row)].baseline_px);
  };
  const double left = pane.origin_x_px + (cells.column - 0.5) * pane.advance_px;
  const double top = baseline(cells.row) - 1.1 * pane.em_px;
  const double right = left + (cells.columns + 1) * pane.advance_px;
  const double bottom = baseline(cells.row + cells.rows - 1) + 0.5 * pane.em_px;
  Figure figure;
  const double far = 4.0 * (page.cols + page.rows);
  for (const double edge : {left, top, right, bottom})
    if (!(std::abs(edge) < far)) return figure;
  const cv::Rect part = cv::Rect(cv::Point(static_cast<int>(left), static_cast<int>(top)),
                                 cv::Point(static_cast<int>(right) + 1, static_cast<int>(bottom) + 1)) &
                        cv::Rect(0, 0, page.cols, page.rows);
  if (part.empty()) return figure;
  const double scale = kWidth / part.width;
  figure.width = kWidth, figure.height = part.height * scale;
  cv::Mat large;
  const double enlarge = std::max(1.0, kWidth / part.width);
  cv::resize(page(part), large, {}, enlarge, enlarge, cv::INTER_CUBIC);
  figure.shapes.emplace_back(Picture{{0, 0, figure.width, figure.height}, jpeg_of(large)});
  std::vector<std::vector<Point>> boxes;
  for (const MeasuredGlyph& glyph : measurement.glyphs) {
    if (glyph.pane != cells.pane || glyph.row < cells.row || glyph.row >= cells.row + cells.rows ||
        glyph.column < cells.column || glyph.column >= cells.column + cells.columns)
      continue;
    const double x = (pane.origin_x_px + glyph.column * pane.advance_px - part.x) * scale;
    const double y = (baseline(glyph.row) - part.y) * scale, em = pane.em_px * scale;
    const double next = x + pane.advance_px * scale;
    boxes.push_back({{x, y + 0.24 * em},
                     {next, y + 0.24 * em},
                     {next, y - 0.8 * em},
                     {x, y - 0.8 * em},
                     {x, y + 0.24 * em}});
  }
  outline(figure, std::move(boxes), 1);
  figure.caption =
      "A part of the measured text, enlarged, with the cell of each measured character. The mark "
      "is how far a character stands from the middle of its cell: far less than can be seen.";
  figure.alternative = "Some rows of the text, enlarged, with a box around each measured character";
  return figure;
}

}  // namespace spoor::trace::report
