#include "watermark/trace/overlay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <new>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "watermark/trace/caption.hpp"
#include "watermark/trace/densest.hpp"
#include "watermark/trace/verdict.hpp"

namespace spoor::trace {
namespace {

// Colours, BGR. Agreement is told by lightness as well as by hue, for those who do not see the hues apart.
const cv::Scalar kAgree(160, 214, 64);
const cv::Scalar kDisagree(84, 96, 255);
const cv::Scalar kUnnamed(232, 176, 108);
const cv::Scalar kPanel(38, 26, 22);
const cv::Scalar kInk(238, 232, 228);
const cv::Scalar kFaintInk(168, 156, 148);

constexpr double kBarPerStrength = 0.3;  // cells that a displacement of one strength is drawn as
constexpr double kLongestBar = 0.47;     // cells
constexpr double kBarTopEm = 0.26, kBarBottomEm = 0.40;  // below the baseline: clear of most descenders
constexpr double kDim = 0.5;

struct View {
  cv::Rect2d from;    // in the capture
  double scale = 1;   // overlay pixels a capture pixel
  double em_px = 14;  // in the overlay
  double cell_px = 8;
  [[nodiscard]] cv::Point2d at(double x, double y) const {
    return {(x - from.x) * scale, (y - from.y) * scale};
  }
};

View choose_view(const cv::Size& capture, const Measurement& measurement, const OverlayOptions& options) {
  const CellRange cells = densest_cells(measurement, options.max_columns, options.max_rows);
  const Pane& pane = measurement.panes[static_cast<std::size_t>(cells.pane)];
  const int row = cells.row, last_row = cells.row + cells.rows - 1;
  const int column = cells.column, last_column = cells.column + cells.columns - 1;
  const double top = pane.rows[static_cast<std::size_t>(row)].baseline_px - 1.1 * pane.em_px;
  const double bottom = pane.rows[static_cast<std::size_t>(last_row)].baseline_px + 0.6 * pane.em_px;
  const double left = pane.origin_x_px + (column - 0.5) * pane.advance_px;
  const double right = pane.origin_x_px + (last_column + 1.5) * pane.advance_px;
  View view;
  view.from =
      cv::Rect2d(left, top, right - left, bottom - top) & cv::Rect2d(0, 0, capture.width, capture.height);
  view.scale = options.cell_px / pane.advance_px;
  view.em_px = pane.em_px * view.scale;
  view.cell_px = options.cell_px;
  return view;
}

cv::Vec3b background_of(const cv::Mat& bgr) {
  std::map<int, int> votes;  // by colour in steps of 8
  const auto key = [](const cv::Vec3b& p) { return (p[0] / 8) << 16 | (p[1] / 8) << 8 | p[2] / 8; };
  for (int y = 0; y < bgr.rows; y += 3)
    for (int x = 0; x < bgr.cols; x += 3) ++votes[key(bgr.at<cv::Vec3b>(y, x))];
  const auto most = std::max_element(votes.begin(), votes.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  const auto channel = [&](int shift) {
    return static_cast<std::uint8_t>(((most->first >> shift) & 31) * 8 + 4);
  };
  return {channel(16), channel(8), channel(0)};
}

cv::Mat dimmed_part(const cv::Mat& bgr, const View& view) {
  const cv::Size size(std::max(1, static_cast<int>(std::lround(view.from.width * view.scale))),
                      std::max(1, static_cast<int>(std::lround(view.from.height * view.scale))));
  const cv::Matx23d back(1 / view.scale, 0, view.from.x, 0, 1 / view.scale, view.from.y);
  cv::Mat out;
  cv::warpAffine(bgr, out, back, size, cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  const cv::Vec3b background = background_of(out);
  const cv::Mat flat(out.size(), out.type(), cv::Scalar(background));
  cv::addWeighted(out, kDim, flat, 1 - kDim, 0, out);
  return out;
}

void fill(cv::Mat& out, cv::Point2d a, cv::Point2d b, const cv::Scalar& color) {
  constexpr int kShift = 4;
  const auto fixed = [](double v) { return static_cast<int>(std::lround(v * (1 << kShift))); };
  const std::array<cv::Point, 4> corners = {
      cv::Point(fixed(a.x), fixed(a.y)), cv::Point(fixed(b.x), fixed(a.y)), cv::Point(fixed(b.x), fixed(b.y)),
      cv::Point(fixed(a.x), fixed(b.y))};
  cv::fillConvexPoly(out, corners.data(), 4, color, cv::LINE_AA, kShift);
}

struct Bars {
  const std::optional<mark::KerningTable>& expected;
  bool slot_known;
  const PoolOptions& pool;

  [[nodiscard]] bool has_side(const mark::Window& window) const {
    return expected && (slot_known || mark::position_of(window).code == mark::Code::b);
  }

  void draw(cv::Mat& out, const View& view, const MeasuredGlyph& glyph) const {
    const cv::Point2d base = view.at(glyph.x_px, glyph.y_px);
    const double top = base.y + kBarTopEm * view.em_px, bottom = base.y + kBarBottomEm * view.em_px;
    const double strengths = glyph.offset_em / pool.strength_em;
    const double length = std::clamp(strengths * kBarPerStrength, -kLongestBar, kLongestBar) * view.cell_px;
    cv::Scalar color = kUnnamed;
    if (has_side(glyph.window)) {
      const bool right = expected_right(*expected, glyph.window);
      color = right == (glyph.offset_em > 0) ? kAgree : kDisagree;
      const double dot_x = base.x + (right ? 1 : -1) * kBarPerStrength * view.cell_px;
      const double dot = 0.055 * view.cell_px;
      fill(out, {dot_x - dot, bottom + dot}, {dot_x + dot, bottom + 3 * dot}, kInk);
    }
    fill(out, {base.x - 0.6, top - 1.5}, {base.x + 0.6, bottom + 1.5}, kFaintInk);
    fill(out, {std::min(base.x, base.x + length), top}, {std::max(base.x, base.x + length), bottom}, color);
  }
};

void draw_legend(cv::Mat& panel, const Caption& caption, cv::Point2d pen, bool named, double magnified) {
  const double em = caption.em_px();
  const auto entry = [&](const cv::Scalar& color, const std::string& label) {
    fill(panel, {pen.x, pen.y - 0.5 * em}, {pen.x + 1.1 * em, pen.y - 0.1 * em}, color);
    pen.x = caption.draw(panel, label, {pen.x + 1.5 * em, pen.y}, kFaintInk) + 1.6 * em;
  };
  if (named) {
    entry(kAgree, "on the session's side");
    entry(kDisagree, "on the other side");
    fill(panel, {pen.x, pen.y - 0.42 * em}, {pen.x + 0.2 * em, pen.y - 0.22 * em}, kInk);
    pen.x =
        caption.draw(panel, "side the session's table says", {pen.x + 0.6 * em, pen.y}, kFaintInk) + 1.6 * em;
  } else {
    entry(kUnnamed, "measured offset; no session is named");
  }
  caption.draw(panel, fmt::format("offsets x{:.0f}", magnified), pen, kFaintInk);
}

}  // namespace

tl::expected<cv::Mat, TraceError> draw_overlay(const cv::Mat& bgr, const Measurement& measurement,
                                               const std::optional<mark::KerningTable>& expected,
                                               bool slot_known, const PoolOptions& pool,
                                               const OverlayText& text, const OverlayOptions& options) try {
  constexpr double kCaptionEmPx = 18;
  constexpr int kPanelPx = 104;
  if (measurement.panes.empty() || measurement.glyphs.empty())
    return tl::unexpected(TraceError{TraceErrorCode::internal, "there is no measured glyph to draw"});
  const auto caption = Caption::create(kCaptionEmPx);
  if (!caption) return tl::unexpected(caption.error());
  const View view = choose_view(bgr.size(), measurement, options);
  cv::Mat part = dimmed_part(bgr, view);
  const Bars bars{expected, slot_known, pool};
  for (const MeasuredGlyph& glyph : measurement.glyphs)
    if (view.from.contains(cv::Point2d(glyph.x_px, glyph.y_px))) bars.draw(part, view, glyph);
  const double legend_px = caption->width_px(std::string(104, ' '));
  const int width = std::max({part.cols, static_cast<int>(legend_px),
                              static_cast<int>(caption->width_px(text.title) + 2 * kCaptionEmPx),
                              static_cast<int>(caption->width_px(text.detail) + 2 * kCaptionEmPx)});
  cv::Mat out(part.rows + kPanelPx, width, CV_8UC3, kPanel);
  part.copyTo(out(cv::Rect(0, 0, part.cols, part.rows)));
  cv::Mat panel = out(cv::Rect(0, part.rows, width, kPanelPx));
  const double magnified = kBarPerStrength * view.cell_px / (pool.strength_em * view.em_px);
  caption->draw(panel, text.title, {kCaptionEmPx, 30}, kInk);
  caption->draw(panel, text.detail, {kCaptionEmPx, 58}, kFaintInk);
  draw_legend(panel, *caption, {kCaptionEmPx, 88}, expected.has_value(), magnified);
  return out;
} catch (const cv::Exception&) {
  return tl::unexpected(TraceError{TraceErrorCode::internal, "the overlay could not be drawn"});
} catch (const std::bad_alloc&) {
  return tl::unexpected(TraceError{TraceErrorCode::internal, "there is not enough memory for the overlay"});
}

}  // namespace spoor::trace
