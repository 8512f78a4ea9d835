#include "watermark/trace/measure_page.hpp"

#include <utility>

#include "watermark/trace/photo.hpp"
#include "watermark/trace/photo_plane.hpp"

namespace spoor::trace {
namespace {

using PageResult = tl::expected<MeasuredPage, TraceError>;

constexpr std::size_t kSmallPixels = 2'500'000;  // trying a small picture as a screen costs less than a look
constexpr double kFrontalDeg = 4;   // a page seen so straight on may have been taken by software after all
constexpr double kAsSure = 0.9;     // a screen's reading needs no warp, which follows the mark a little
constexpr double kReadWell = 0.85;  // mean certainty of reading: the picture is what it was taken for

// Glyphs that were surely read, about.
double sure_glyphs(const Measurement& measurement) {
  double sum = 0;
  for (const MeasuredGlyph& glyph : measurement.glyphs) sum += glyph.read_probability;
  return sum;
}

bool read_well(const Measurement& measurement) {
  return !measurement.glyphs.empty() &&
         sure_glyphs(measurement) > kReadWell * static_cast<double>(measurement.glyphs.size());
}

PageResult as_screen(const cv::Mat& bgr, const MeasureOptions& options) {
  auto measurement = measure(bgr, options);
  if (!measurement) return tl::unexpected(measurement.error());
  return MeasuredPage{std::move(*measurement), bgr, std::nullopt};
}

PageResult as_photo(const cv::Mat& bgr, const MeasureOptions& options) {
  auto photo = measure_photo(bgr, options);
  if (!photo) return tl::unexpected(photo.error());
  if (*photo) {
    (*photo)->measurement.photograph = true;
    return MeasuredPage{std::move((*photo)->measurement), (*photo)->page, std::move((*photo)->view)};
  }
  MeasuredPage nothing;
  nothing.page = bgr;
  nothing.measurement.width_px = bgr.cols, nothing.measurement.height_px = bgr.rows;
  nothing.measurement.shortcoming = "no lines of fixed-pitch text in a font of the viewer were found";
  return nothing;
}

}  // namespace

PageResult measure_page(const cv::Mat& bgr, const MeasureOptions& options) {
  const bool small = bgr.total() <= kSmallPixels;
  const RowsWay way = small ? RowsWay::level : rows_way(bgr, options.threads);
  const bool flat = way == RowsWay::level;
  auto first = flat ? as_screen(bgr, options) : as_photo(bgr, options);
  if (!first) return first;
  const bool sure_of_kind = flat || !first->view || first->view->plane.tilt_deg() > kFrontalDeg;
  if (sure_of_kind && read_well(first->measurement)) return first;
  // A large picture whose rows run askew was never taken by software.
  if (way == RowsWay::askew) return first;
  auto second = flat ? as_photo(bgr, options) : as_screen(bgr, options);
  if (!second) return second;
  auto& screen = flat ? first : second;
  auto& photo = flat ? second : first;
  const bool as_sure = sure_glyphs(screen->measurement) >= kAsSure * sure_glyphs(photo->measurement);
  return as_sure ? screen : photo;
}

}  // namespace spoor::trace
