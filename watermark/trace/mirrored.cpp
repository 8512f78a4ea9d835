#include "watermark/trace/mirrored.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "watermark/trace/densest.hpp"
#include "watermark/trace/geometry.hpp"
#include "watermark/trace/ink.hpp"
#include "watermark/trace/strips.hpp"

namespace spoor::trace {
namespace {

constexpr double kReadWell = 0.97;  // mean certainty of reading: text in a mirror is read less surely
constexpr int kColumns = 80, kRows = 14;
constexpr std::size_t kLeastGlyphs = 20;

double mean_read(const Measurement& measurement) {
  double sum = 0;
  for (const MeasuredGlyph& glyph : measurement.glyphs) sum += glyph.read_probability;
  return sum / static_cast<double>(std::max<std::size_t>(1, measurement.glyphs.size()));
}

// The richest rows of the page that was measured.
cv::Mat richest_part(const MeasuredPage& measured) {
  const CellRange cells = densest_cells(measured.measurement, kColumns, kRows);
  const Pane& pane = measured.measurement.panes[static_cast<std::size_t>(cells.pane)];
  const auto baseline = [&](int row) {
    return static_cast<double>(pane.rows[static_cast<std::size_t>(row)].baseline_px);
  };
  const double left = pane.origin_x_px + (cells.column - 2) * pane.advance_px;
  const double right = pane.origin_x_px + (cells.column + cells.columns + 2) * pane.advance_px;
  const cv::Point from(static_cast<int>(left), static_cast<int>(baseline(cells.row) - 2 * pane.em_px));
  const cv::Point to(static_cast<int>(right),
                     static_cast<int>(baseline(cells.row + cells.rows - 1) + 1.5 * pane.em_px));
  return measured.page(cv::Rect(from, to) & cv::Rect(0, 0, measured.page.cols, measured.page.rows)).clone();
}

// Part of the ink that glyphs as read account for.
tl::expected<double, TraceError> explained(const cv::Mat& bgr, const std::vector<FontShape>& fonts,
                                           int threads) {
  cv::Mat1f ink = make_ink(bgr);
  make_text_positive(ink);
  const auto geometry = find_geometry(ink, find_strips(bgr), fonts, {.threads = threads});
  if (!geometry) return tl::unexpected(geometry.error());
  return *geometry ? (*geometry)->explained : 0;
}

// Letters and their mirror images have like strokes, and either is read as something; but the ink that is
// left over tells them apart.
tl::expected<bool, TraceError> seems_mirrored(const MeasuredPage& measured, const MeasureOptions& options) {
  const cv::Mat part = richest_part(measured);
  if (part.empty()) return false;
  const auto fonts = open_fonts(options.fonts);
  if (!fonts) return tl::unexpected(fonts.error());
  cv::Mat turned;
  cv::flip(part, turned, 1);
  const auto as_it_is = explained(part, *fonts, options.threads);
  if (!as_it_is) return tl::unexpected(as_it_is.error());
  const auto in_a_mirror = explained(turned, *fonts, options.threads);
  if (!in_a_mirror) return tl::unexpected(in_a_mirror.error());
  return *in_a_mirror > *as_it_is;
}

}  // namespace

tl::expected<AnyHandMeasured, TraceError> measure_any_hand(const cv::Mat& bgr,
                                                           const MeasureOptions& options) {
  auto plain = measure_page(bgr, options);
  if (!plain) return tl::unexpected(plain.error());
  AnyHandMeasured out{std::move(*plain), bgr, false};
  const Measurement& measurement = out.page.measurement;
  if (measurement.glyphs.size() < kLeastGlyphs || mean_read(measurement) >= kReadWell) return out;
  const auto mirrored = seems_mirrored(out.page, options);
  if (!mirrored) return tl::unexpected(mirrored.error());
  if (!*mirrored) return out;
  cv::Mat turned;
  cv::flip(bgr, turned, 1);
  auto other = measure_page(turned, options);
  if (!other) return tl::unexpected(other.error());
  if (mean_read(other->measurement) <= mean_read(measurement)) return out;
  return AnyHandMeasured{std::move(*other), turned, true};
}

}  // namespace spoor::trace
