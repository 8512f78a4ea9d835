#include "watermark/trace/measure.hpp"

#include <utility>

#include "watermark/trace/assemble.hpp"
#include "watermark/trace/geometry.hpp"
#include "watermark/trace/ink.hpp"
#include "watermark/trace/strips.hpp"

namespace spoor::trace {
namespace {

constexpr double kTextExplained = 0.5;  // below, what was found is no text in our fonts

}  // namespace

tl::expected<Measurement, TraceError> measure(const cv::Mat& bgr, const MeasureOptions& options) {
  auto done = measure_reading_of(bgr, options);
  if (!done) return tl::unexpected(done.error());
  return std::move(done->measurement);
}

tl::expected<MeasuredReading, TraceError> measure_reading_of(const cv::Mat& bgr,
                                                             const MeasureOptions& options) {
  Measurement result;
  result.width_px = bgr.cols, result.height_px = bgr.rows;
  cv::Mat1f ink = make_ink(bgr);
  make_text_positive(ink);
  if (options.on_stage) options.on_stage("1-ink", ink_picture(ink));
  const auto fonts = open_fonts(options.fonts);
  if (!fonts) return tl::unexpected(fonts.error());
  const auto geometry = find_geometry(ink, find_strips(bgr), *fonts, {.threads = options.threads});
  if (!geometry) return tl::unexpected(geometry.error());
  if (!*geometry || (*geometry)->explained < kTextExplained) {
    result.shortcoming = "no lines of fixed-pitch text in a font of the viewer were found";
    return MeasuredReading{std::move(result)};
  }
  auto done =
      measure_panes(shrink(ink, (*geometry)->factor), **geometry, (*fonts)[(*geometry)->font], options);
  if (!done) return tl::unexpected(done.error());
  done->measurement.width_px = bgr.cols, done->measurement.height_px = bgr.rows;
  return done;
}

}  // namespace spoor::trace
