#include "watermark/trace/mirrored.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "watermark/trace/estimate.hpp"
#include "watermark/trace/legibility.hpp"

namespace spoor::trace {
namespace {

constexpr double kLegible = -3.3;    // above, what was read is code (legibility.hpp)
constexpr double kLeastGlyphs = 40;  // of what may be text
constexpr int kLongSidePx = 2200;

bool seems_text(const cv::Mat& bgr, int threads) {
  const double shrink = std::min(1.0, static_cast<double>(kLongSidePx) / std::max(bgr.cols, bgr.rows));
  cv::Mat small = bgr;
  if (shrink < 1) cv::resize(bgr, small, {}, shrink, shrink, cv::INTER_AREA);
  const auto page = estimate_page(small, threads);
  return page && page->glyphs >= kLeastGlyphs;
}

}  // namespace

tl::expected<AnyHandMeasured, TraceError> measure_any_hand(const cv::Mat& bgr,
                                                           const MeasureOptions& options) {
  auto plain = measure_page(bgr, options);
  if (!plain) return tl::unexpected(plain.error());
  AnyHandMeasured out{std::move(*plain), bgr, false};
  const double legible = legibility(out.page.measurement);
  if (legible >= kLegible) return out;
  if (out.page.measurement.glyphs.empty() && !seems_text(bgr, options.threads)) return out;
  cv::Mat turned;
  cv::flip(bgr, turned, 1);
  auto other = measure_page(turned, options);
  if (!other) return tl::unexpected(other.error());
  if (legibility(other->measurement) < std::max(legible, kLegible)) return out;
  return AnyHandMeasured{std::move(*other), turned, true};
}

}  // namespace spoor::trace
