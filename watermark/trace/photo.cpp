#include "watermark/trace/photo.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "watermark/trace/assemble.hpp"
#include "watermark/trace/contrast.hpp"
#include "watermark/trace/glyph_places.hpp"
#include "watermark/trace/ink.hpp"
#include "watermark/trace/legibility.hpp"
#include "watermark/trace/lock_in.hpp"
#include "watermark/trace/parallel.hpp"
#include "watermark/trace/photo_page.hpp"
#include "watermark/trace/photo_plane.hpp"
#include "watermark/trace/pitch.hpp"
#include "watermark/trace/registration.hpp"
#include "watermark/trace/text_part.hpp"

namespace spoor::trace {
namespace {

constexpr double kRowPitchPx = 22;       // of the rectified page: an em of about 16 px
constexpr double kLockPart = 0.6;        // of that scale, at which rows and columns are locked in
constexpr double kBlockRows = 6;         // that are locked in together
constexpr double kSmallRowPitchPx = 16;  // of the page: text below may fill a block as noise does
constexpr double kFinest = 1.35;         // pixels of the page a pixel of the picture, at most
constexpr double kEmPx = 16, kLeastEmPx = 12, kMostEmPx = 22;  // of the text: else the page is rescaled
constexpr double kMostPixels = 12e6;                           // of the rectified page
constexpr std::size_t kManyCells = 400;  // of legible text: nothing better need be looked for
constexpr double kLegible = -3.3;        // above, text stands upright for certain
constexpr double kRandom = -6.3;  // what characters drawn at random come to: the mean of legibility's table
constexpr double kTextExplained = 0.5;
constexpr double kSameAdvance = 0.03;
constexpr double kWorthIt = 1.1;                             // smaller gains of scale are left
constexpr double kLeastRowPitch = 1.2, kMostRowPitch = 1.8;  // em
constexpr double kAcross = 0.7;                              // cosine of half a right angle
constexpr double kFinestRows = 0.005;                        // of the picture's long side
constexpr std::array kLockDegrees = {2, 3};  // of the polynomials that rows, then columns are locked in by
constexpr std::size_t kPitches = 6;

// The rounds in which the page is straightened by its glyphs.
struct Round {
  int degree;      // of the polynomial
  bool panes;      // are found anew, on the page so far straightened
  bool blur;       // is estimated anew
  Sampling after;  // of the page
};
constexpr std::array kRounds = {
    Round{3, false, true, Sampling::quick}, Round{4, true, false, Sampling::quick},
    Round{5, false, true, Sampling::quick}, Round{5, false, true, Sampling::full}};

/// A page's text, as far as it is known.
struct Text {
  Page page;
  std::optional<Geometry> geometry;
  std::optional<PageReading> reading;
  double legibility = -1e9;

  [[nodiscard]] std::size_t inked() const {
    std::size_t cells = 0;
    for (const ReadPane& pane : reading->panes) cells += pane.grid.inked();
    return cells;
  }
  [[nodiscard]] double explained() const { return geometry ? geometry->explained : 0; }
  [[nodiscard]] double advance_px() const { return geometry->lattices.front().advance_px * geometry->factor; }
};

// Cells whose ink a glyph explains; half of the ink counts for nothing.
double explained_cells(const std::vector<ReadPane>& panes) {
  double sum = 0;
  for (const ReadPane& pane : panes)
    for (const CellFit& cell : pane.grid.cells)
      if (cell.glyph >= 0) sum += std::max(0.0, double{cell.correlation} * cell.correlation - 0.5);
  return sum;
}

// Of legible texts the one of which more is explained; else the more legible one.
bool better(const Text& a, const Text& b) {
  if (a.legibility < kLegible || b.legibility < kLegible) return a.legibility > b.legibility;
  return explained_cells(a.reading->panes) > explained_cells(b.reading->panes);
}

using TextResult = tl::expected<Text, TraceError>;
using Limits = std::pair<double, double>;  // of an advance, pixels

class Photo {
 public:
  Photo(const cv::Mat& bgr, const RowField& field, const std::vector<FontShape>& fonts,
        const MeasureOptions& options)
      : bgr_(bgr), field_(field), picture_(field.picture), fonts_(fonts), options_(options) {}

  tl::expected<std::optional<PhotoPage>, TraceError> measure() {
    const auto rows = find_plane(field_, options_.threads);
    // Tiles that hardly agree may show moire rather than rows, and very fine rows are the screen's own
    // pixels.
    const double longest = std::max(bgr_.cols, bgr_.rows);
    const bool fine = rows && rows->row_pitch * rows->plane.focal_px < kFinestRows * longest;
    std::optional<Text> best;
    for (const Look look :
         fine ? std::array{Look::few, Look::rows, Look::cleaned, Look::longest, Look::levelled}
              : std::array{Look::rows, Look::cleaned, Look::longest, Look::levelled, Look::few}) {
      auto text = text_by(look, rows);
      if (!text) return tl::unexpected(text.error());
      if (!*text || (*text)->explained() < kTextExplained || (*text)->legibility < kRandom) continue;
      if (!best || better(**text, *best)) best = std::move(**text);
      if (best->legibility >= kLegible && (look == Look::few || best->inked() >= kManyCells)) break;
    }
    if (!best) return std::nullopt;
    how_ = best->page.made;
    return straightened(std::move(*best));
  }

 private:
  // How a picture's text is looked for.
  enum class Look : std::uint8_t {
    rows,      // many of them, by their spectra
    cleaned,   // the same, noise taken out before rows and columns are locked in: text must not be too small
    longest,   // the same, what might be columns left aside
    levelled,  // the same, of a picture whose contrast differs a lot, once it is brought to one
    few,       // by the lines themselves
  };

  // Nothing where no plane of text is seen so.
  [[nodiscard]] tl::expected<std::optional<Text>, TraceError> text_by(Look look,
                                                                      const std::optional<PlaneFit>& rows) {
    how_ = {};
    locking_ = look == Look::cleaned ? Noise::blank : Noise::keep;
    if (look == Look::levelled) {
      ContrastField field(picture_);
      if (field.even()) return std::nullopt;
      how_.contrast = std::make_shared<const ContrastField>(std::move(field));
    }
    const auto fit = plane_by(look, rows);
    if (!fit) return std::nullopt;
    auto text = find_text(*fit);
    if (!text) return tl::unexpected(text.error());
    return std::optional<Text>(std::move(*text));
  }

  [[nodiscard]] std::optional<PlaneFit> plane_by(Look look, const std::optional<PlaneFit>& rows) const {
    switch (look) {
      case Look::rows:
      case Look::cleaned:
        return rows;
      case Look::longest: {
        auto fit = find_plane(field_, options_.threads, Periods::longest);
        // It is the same plane but where columns were taken for rows.
        const bool across = fit && rows && std::abs(fit->plane.along.dot(rows->plane.along)) < kAcross;
        return across ? fit : std::nullopt;
      }
      case Look::levelled:
        return find_plane(*how_.contrast, options_.threads);
      case Look::few:
        return find_plane_of_few(picture_, options_.threads);
    }
    return std::nullopt;
  }

  [[nodiscard]] Page page_at(const PageView& view, Sampling sampling, Strips strips = Strips::none) const {
    return make_page(picture_, view, how_, sampling, strips, options_.threads);
  }

  struct Locked {
    PageView view;
    int sign = 1;
    std::optional<double> advance_px;
  };

  // A view with its rows, then its columns in step, and the columns' pitch where one was found.
  [[nodiscard]] Locked locked_in(const PageView& view, double row_pitch_px) const {
    PageInk how = how_;
    how.noise = locking_;
    const auto made = [&](const PageView& at) {
      Page out = make_page(picture_, at, how, Sampling::quick, Strips::none, options_.threads);
      blank_frames(out.ink);
      return out;
    };
    Page page = made(view);
    cv::Mat1f magnitude = text_magnitude(page.ink);
    const auto lock = [&](Axis axis, double pitch_px) {
      for (const int degree : kLockDegrees) {
        auto samples = lock_in(magnitude, axis, pitch_px, kBlockRows * row_pitch_px, options_.threads);
        if (samples.empty()) return;
        page = made(page.view.straightened(std::move(samples), degree));
        magnitude = text_magnitude(page.ink);
      }
    };
    lock(Axis::rows, row_pitch_px);
    const auto [least, most] = limits_of(row_pitch_px);
    std::optional<double> advance_px;
    for (const PitchCandidate& pitch : find_pitches(magnitude, kPitches, options_.threads)) {
      if (pitch.advance_px < least || pitch.advance_px > most) continue;
      lock(Axis::columns, pitch.advance_px);
      advance_px = pitch.advance_px;
      break;
    }
    return {page.view.cropped(text_part(magnitude, row_pitch_px)), make_text_positive(page.ink), advance_px};
  }

  // The text of a page, its advance between two limits, read once.
  [[nodiscard]] TextResult text_of(const Page& page, Limits limits) const {
    Text text{page, std::nullopt, std::nullopt};
    auto geometry =
        find_geometry(page.ink, page.strips, fonts_, {options_.threads, limits.first, limits.second});
    if (!geometry) return tl::unexpected(geometry.error());
    text.geometry = std::move(*geometry);
    if (text.explained() < kTextExplained) return text;
    auto reading = read_panes(shrink(page.ink, text.geometry->factor), *text.geometry,
                              fonts_[text.geometry->font], options_.threads);
    if (!reading) return tl::unexpected(reading.error());
    text.legibility = legibility(reading->panes, reading->bank);
    text.reading = std::move(*reading);
    return text;
  }

  // The text of a page whose rows are about so far apart, and maybe columns.
  [[nodiscard]] TextResult text_near(const Page& page, double row_pitch_px,
                                     std::optional<double> advance_px) const {
    if (advance_px)
      if (auto found = text_of(page, near(*advance_px)); !found || found->explained() >= kTextExplained)
        return found;
    auto found = text_of(page, limits_of(row_pitch_px));
    // What runs together may have been every other row, or the halves of rows.
    if (found && found->explained() < kTextExplained)
      return text_of(page, {limits_of(0.5 * row_pitch_px).first, limits_of(2 * row_pitch_px).second});
    return found;
  }

  [[nodiscard]] Limits limits_of(double row_pitch_px) const {
    const double em_a_row = fonts_.front().shape.advance_em * row_pitch_px;
    return {em_a_row / kMostRowPitch, em_a_row / kLeastRowPitch};
  }
  static Limits near(double advance_px) {
    return {(1 - kSameAdvance) * advance_px, (1 + kSameAdvance) * advance_px};
  }

  // Font, size and place of the text, the right way up; at a scale that suits its size.
  [[nodiscard]] TextResult find_text(const PlaneFit& fit) {
    const double native_px = fit.row_pitch * fit.plane.focal_px;
    const double scale = std::min(kFinest, kRowPitchPx / native_px);
    const double lock_scale = std::min(scale, kLockPart * kRowPitchPx / native_px) / scale;
    const PageView view = view_of(fit, scale, kMostPixels);
    auto [locked, sign, advance_px] = locked_in(view.rescaled(lock_scale), lock_scale * scale * native_px);
    const double row_pitch_px = scale * native_px;
    how_.sign = sign, how_.noise = row_pitch_px < kSmallRowPitchPx ? Noise::keep : Noise::blank;
    Page page = page_at(locked.rescaled(1 / lock_scale), Sampling::quick, Strips::find);
    if (advance_px) *advance_px /= lock_scale;
    blank_frames(page.ink);
    auto text = text_near(page, row_pitch_px, advance_px);
    const bool seen = text && text->explained() >= kTextExplained;
    if (text && text->legibility < kLegible) text = more_legible(*text, page, row_pitch_px, advance_px);
    if (text && !seen && text->legibility < kLegible)
      text = with_other_sign(*text, std::move(page), row_pitch_px, advance_px);
    if (!text) return text;
    how_ = text->page.made;
    if (!text->geometry || text->explained() < kTextExplained) return text;
    return at_its_size(*text);
  }

  // What is not text may have decided on the sign. Only what can be read says so.
  [[nodiscard]] TextResult with_other_sign(const Text& text, Page other, double row_pitch_px,
                                           std::optional<double> advance_px) const {
    cv::Mat1f turned_sign;  // not in place: the text that was found shares the page's ink
    other.ink.convertTo(turned_sign, CV_32F, -1);
    other.ink = turned_sign, other.made.sign *= -1;
    auto found = text_near(other, row_pitch_px, advance_px);
    if (found && found->legibility < kLegible) found = more_legible(*found, other, row_pitch_px, advance_px);
    return found && found->legibility < kLegible ? text : found;
  }

  // A text that can hardly be read may stand upside down, or at another pitch than its columns seemed to
  // have.
  [[nodiscard]] TextResult more_legible(Text text, const Page& page, double row_pitch_px,
                                        std::optional<double> advance_px) const {
    // The pitch of what was read is right either way up.
    if (text.explained() >= kTextExplained) advance_px = text.advance_px();
    const Page turned = upside_down(page);
    auto other = text_near(turned, row_pitch_px, advance_px);
    if (!other) return other;
    if (other->legibility > text.legibility) text = std::move(*other);
    if (text.legibility >= kLegible || !advance_px) return text;
    for (const Page* side : {&page, &turned}) {
      other = text_of(*side, limits_of(row_pitch_px));
      if (!other || other->legibility >= kLegible) return other;
    }
    return text;
  }

  [[nodiscard]] double em_px(const Text& text) const {
    return text.advance_px() / fonts_[text.geometry->font].shape.advance_em;
  }

  // Text much smaller than the picture shows it is looked at closer.
  [[nodiscard]] TextResult at_its_size(const Text& text) const {
    const PageView& view = text.page.view;
    const double wanted = std::min(
        {kEmPx / em_px(text), kFinest * view.picture_step_px(), std::sqrt(kMostPixels / view.size.area())});
    const bool too_small = em_px(text) < kLeastEmPx && wanted > kWorthIt, too_large = em_px(text) > kMostEmPx;
    if (!too_small && !too_large) return text;
    return text_of(page_at(view.rescaled(wanted), Sampling::quick, Strips::find),
                   near(wanted * text.advance_px()));
  }

  // Straightened round by round, then measured.
  [[nodiscard]] tl::expected<std::optional<PhotoPage>, TraceError> straightened(Text text) const {
    const FontShape& font = fonts_[text.geometry->font];
    Page& page = text.page;
    for (const Round& round : kRounds) {
      const auto places = glyph_places(*text.reading, page.ink, text.geometry->factor, options_.threads);
      page = page_at(page.view.straightened(places, round.degree), round.after,
                     round.panes ? Strips::find : Strips::none);
      const cv::Mat1f plane = shrink(page.ink, text.geometry->factor);
      if (round.panes) {
        if (auto anew = found_anew(text, page, plane); !anew) return tl::unexpected(anew.error());
      } else if (const auto again = read_again(*text.reading, plane, font, round.blur, options_.threads);
                 !again) {
        return tl::unexpected(again.error());
      }
    }
    return measured(page, *text.geometry, std::move(*text.reading));
  }

  // Finds and reads a text's panes anew on its straightened page; keeps those that it has where that finds
  // less.
  [[nodiscard]] tl::expected<void, TraceError> found_anew(Text& text, const Page& page,
                                                          const cv::Mat1f& plane) const {
    const FontShape& font = fonts_[text.geometry->font];
    auto found = find_geometry_again(page.ink, page.strips, fonts_, *text.geometry, options_.threads);
    if (!found) return tl::unexpected(found.error());
    const Geometry& geometry = *found ? **found : *text.geometry;
    const ReadLevels known = main_pane(text.reading->panes).levels;
    auto reading = read_panes(plane, geometry, font, options_.threads, known);
    if (!reading) return tl::unexpected(reading.error());
    if (explained_cells(reading->panes) < explained_cells(text.reading->panes))
      return read_again(*text.reading, plane, font, false, options_.threads);
    if (*found) text.geometry = std::move(*found);
    text.reading = std::move(*reading);
    return {};
  }

  [[nodiscard]] tl::expected<std::optional<PhotoPage>, TraceError> measured(const Page& page,
                                                                            const Geometry& geometry,
                                                                            PageReading reading) const {
    reading.warped = true;
    if (options_.on_stage) options_.on_stage("1-ink", ink_picture(page.ink));
    auto done = measure_reading(shrink(page.ink, geometry.factor), std::move(reading), geometry,
                                fonts_[geometry.font], options_);
    if (!done) return tl::unexpected(done.error());
    Measurement& measurement = done->measurement;
    measurement.width_px = page.ink.cols, measurement.height_px = page.ink.rows;
    PhotoPage out{std::move(measurement), {}, page.view, std::move(done->read)};
    if (options_.keep_page) out.page = rectify(bgr_, page.view, options_.threads);
    return out;
  }

  const cv::Mat& bgr_;
  const RowField& field_;
  const LumaPicture& picture_;
  const std::vector<FontShape>& fonts_;
  const MeasureOptions& options_;
  PageInk how_;                  // pages' ink is made
  Noise locking_ = Noise::keep;  // while rows and columns are locked in
};

}  // namespace

tl::expected<std::optional<PhotoPage>, TraceError> measure_photo(const cv::Mat& bgr,
                                                                 const MeasureOptions& options) {
  return measure_photo(bgr, RowField(bgr), options);
}

tl::expected<std::optional<PhotoPage>, TraceError> measure_photo(const cv::Mat& bgr, const RowField& field,
                                                                 const MeasureOptions& options) {
  const auto fonts = open_fonts(options.fonts);
  if (!fonts) return tl::unexpected(fonts.error());
  if (fonts->empty()) return std::nullopt;
  return Photo(bgr, field, *fonts, options).measure();
}

}  // namespace spoor::trace
