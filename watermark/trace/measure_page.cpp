#include "watermark/trace/measure_page.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "watermark/trace/photo.hpp"
#include "watermark/trace/photo_plane.hpp"

namespace spoor::trace {
namespace {

using PageResult = tl::expected<MeasuredPage, TraceError>;

constexpr std::size_t kSmallPixels = 2'500'000;  // trying a small picture as a screen costs less than a look
constexpr double kTurned = 0.02;                 // radians: twice what rows_way() calls level
constexpr double kFrontalDeg = 4;   // a page seen so straight on may have been taken by software after all
constexpr double kAsMuch = 0.9;     // a screen's reading needs no warp, which follows the mark a little
constexpr double kLevelPx = 0.25;   // that the two ends of a row may differ by
constexpr double kReadWell = 0.85;  // mean certainty of reading: the picture is what it was taken for

// Whether a plane's rows run askew in the picture: software's never do.
bool turned(const PagePlane& plane) {
  const double x = std::abs(plane.along[0]), y = std::abs(plane.along[1]);
  return std::min(x, y) > kTurned * std::max(x, y);
}

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

// What all glyphs together tell of a displacement, as the inverse of a variance. Twice as many glyphs that
// were read on half a pitch tell hardly anything.
double information(const Measurement& measurement) {
  constexpr double kLeastSigmaEm = 0.02 * mark::kDefaultStrengthEm;  // no picture measures better
  double sum = 0;
  for (const MeasuredGlyph& glyph : measurement.glyphs) {
    const double sigma_em = std::max(kLeastSigmaEm, static_cast<double>(glyph.sigma_em));
    sum += static_cast<double>(glyph.read_probability) / (sigma_em * sigma_em);
  }
  return sum;
}

// Rows that software drew are level; less than this displaces no glyph by what could be measured.
bool is_level(const Measurement& measurement) {
  return measurement.row_drift_px <= kLevelPx;
}

PageResult as_screen(const cv::Mat& bgr, const MeasureOptions& options) {
  auto done = measure_reading_of(bgr, options);
  if (!done) return tl::unexpected(done.error());
  return MeasuredPage{std::move(done->measurement), bgr, std::nullopt, std::move(done->read)};
}

PageResult as_photo(const cv::Mat& bgr, const RowField& field, const MeasureOptions& options) {
  auto photo = measure_photo(bgr, field, options);
  if (!photo) return tl::unexpected(photo.error());
  if (*photo) {
    (*photo)->measurement.photograph = true;
    return MeasuredPage{std::move((*photo)->measurement), (*photo)->page, std::move((*photo)->view),
                        std::move((*photo)->read)};
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
  std::optional<RowField> field;  // which small screens can do without
  if (!small) field.emplace(bgr);
  const auto photographed = [&] {
    if (!field) field.emplace(bgr);
    return as_photo(bgr, *field, options);
  };
  const RowsWay way = small ? RowsWay::level : rows_way(*field, options.threads);
  const bool flat = way == RowsWay::level;
  auto first = flat ? as_screen(bgr, options) : photographed();
  if (!first) return first;
  const bool sure_of_kind =
      flat || !first->view || first->view->plane.tilt_deg() > kFrontalDeg || turned(first->view->plane);
  if (sure_of_kind && is_level(first->measurement) && read_well(first->measurement)) return first;
  // A large picture whose rows run askew was never taken by software.
  const bool askew = way == RowsWay::askew || (!flat && first->view && turned(first->view->plane));
  if (askew) return first;
  auto second = flat ? photographed() : as_screen(bgr, options);
  if (!second) return second;
  auto& screen = flat ? first : second;
  auto& photo = flat ? second : first;
  if (!is_level(screen->measurement)) {
    // Whatever it is, no software took it: it is not called unmarked like a screen.
    screen->measurement.photograph = true;
    return photo->measurement.glyphs.empty() ? screen : photo;
  }
  const bool as_much = information(screen->measurement) >= kAsMuch * information(photo->measurement);
  return as_much ? screen : photo;
}

}  // namespace spoor::trace
