#include "watermark/trace/photo.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "watermark/trace/assemble.hpp"
#include "watermark/trace/ink.hpp"
#include "watermark/trace/lock_in.hpp"
#include "watermark/trace/parallel.hpp"
#include "watermark/trace/pitch.hpp"
#include "watermark/trace/registration.hpp"
#include "watermark/trace/strips.hpp"

namespace spoor::trace {
namespace {

constexpr double kFieldWidthPx = 2000;   // of the picture in which rows are sought
constexpr double kUsualFocal = 0.75;     // of the long side: 26 mm of 35 mm film, a telephone's main camera
constexpr double kFirstRowPitchPx = 40;  // rows of the first rectified page: an em of about 28 px
constexpr double kEmPx = 28;             // of the measured page, if the picture resolves so much
constexpr double kRescale = 1.25;        // smaller errors of the first scale are left as they are
constexpr double kMostPixels = 24e6;     // of the rectified page
constexpr double kLeastAgreement = 0.08;
constexpr double kReadWell = 0.9;  // explained ink above which text stands upright for certain
constexpr double kTextExplained = 0.5;
constexpr double kLeastRowPitch = 1.2, kMostRowPitch = 1.8;  // em
constexpr std::array kLockDegrees = {2, 3};  // of the polynomials that rows, then columns are locked in by
constexpr std::size_t kPitches = 6;
constexpr std::array kDegrees = {3, 4, 5, 5};  // of the polynomials, one a round
constexpr std::size_t kLeastPaneCells = 60;
constexpr float kSureRead = 0.8F, kSureMatch = 0.6F;
constexpr double kFarthestMove = 0.3;  // advances
constexpr std::size_t kFlatTiles = 12;
constexpr double kLevel = 0.008;        // radians
constexpr double kLeastLevel = 0.0012;  // cycles a pixel: what a tile can tell
constexpr double kFlatPart = 0.25;      // a tilted page's peaks are level by chance alone

/// A rectified page, its ink, and what is known of the text on it.
struct Page {
  PageView view;
  cv::Mat bgr;
  cv::Mat1f ink;
  std::optional<Geometry> geometry;
};

using PageResult = tl::expected<Page, TraceError>;

// The picture small enough for the row field, and how many times smaller it is.
std::pair<cv::Mat, int> for_row_field(const cv::Mat& bgr) {
  const int factor = std::max(1, static_cast<int>(std::lround(std::max(bgr.cols, bgr.rows) / kFieldWidthPx)));
  cv::Mat small = bgr;
  if (factor > 1) {
    const cv::Size size(bgr.cols / factor, bgr.rows / factor);
    cv::resize(bgr(cv::Rect({0, 0}, cv::Size(size.width * factor, size.height * factor))), small, size, 0, 0,
               cv::INTER_AREA);
  }
  return {small, factor};
}

std::optional<PlaneFit> find_plane(const cv::Mat& bgr, const RowPeakOptions& options) {
  const auto [small, factor] = for_row_field(bgr);
  const auto peaks = find_row_peaks(text_magnitude(make_ink(small)), options);
  auto fit = fit_plane(peaks, small.size(), kUsualFocal * std::max(small.cols, small.rows));
  if (!fit || fit->agreement < kLeastAgreement || fit->text.empty()) return std::nullopt;
  fit->plane = fit->plane.enlarged(factor);
  return fit;
}

class Photo {
 public:
  Photo(const cv::Mat& bgr, const std::vector<FontShape>& fonts, const MeasureOptions& options)
      : bgr_(bgr), fonts_(fonts), options_(options) {}

  tl::expected<std::optional<PhotoPage>, TraceError> measure() const {
    const auto fit = find_plane(bgr_, {RowPeakOptions{}.most_tiles, options_.threads});
    if (!fit) return std::nullopt;
    auto page = find_text(*fit);
    if (!page) return tl::unexpected(page.error());
    if (!page->geometry || page->geometry->explained < kTextExplained) return std::nullopt;
    for (const int degree : kDegrees) {
      auto better = straightened(*page, degree);
      if (!better) return tl::unexpected(better.error());
      if (!better->geometry) break;
      page = std::move(*better);
    }
    return measured(*page);
  }

 private:
  [[nodiscard]] Page page_at(const PageView& view) const {
    Page page{view, rectify(bgr_, view, options_.threads), {}, std::nullopt};
    page.ink = make_ink(page.bgr);
    blank_frames(page.ink);
    make_text_positive(page.ink);
    return page;
  }

  static double least_advance_px(double row_pitch_px, const FontShape& font) {
    return row_pitch_px * font.shape.advance_em / kMostRowPitch;
  }
  static double most_advance_px(double row_pitch_px, const FontShape& font) {
    return row_pitch_px * font.shape.advance_em / kLeastRowPitch;
  }

  // The page with its rows, then its columns in step.
  [[nodiscard]] Page locked_in(const PageView& view, double row_pitch_px) const {
    Page page = page_at(view);
    const auto lock = [&](Axis axis, double pitch_px) {
      for (const int degree : kLockDegrees) {
        auto samples = lock_in(text_magnitude(page.ink), axis, pitch_px, options_.threads);
        if (samples.empty()) return;
        page = page_at(page.view.straightened(std::move(samples), degree));
      }
    };
    lock(Axis::rows, row_pitch_px);
    const double least = least_advance_px(row_pitch_px, fonts_.front());
    const double most = most_advance_px(row_pitch_px, fonts_.front());
    for (const PitchCandidate& pitch : find_pitches(text_magnitude(page.ink), kPitches, options_.threads)) {
      if (pitch.advance_px < least || pitch.advance_px > most) continue;
      lock(Axis::columns, pitch.advance_px);
      break;
    }
    return page;
  }

  // The text of a page whose rows are about so far apart.
  [[nodiscard]] PageResult with_text(Page page, double row_pitch_px) const {
    const GeometryOptions options{options_.threads, least_advance_px(row_pitch_px, fonts_.front()),
                                  most_advance_px(row_pitch_px, fonts_.front())};
    const auto strips = find_strips(page.bgr);
    auto geometry = find_geometry(page.ink, strips, fonts_, options);
    // What runs together may have been every other row, or the halves of rows.
    if (geometry && (!*geometry || (*geometry)->explained < kTextExplained))
      geometry = find_geometry(page.ink, strips, fonts_, {.threads = options_.threads});
    if (!geometry) return tl::unexpected(geometry.error());
    page.geometry = std::move(*geometry);
    return page;
  }

  [[nodiscard]] double em_px(const Page& page) const {
    const Geometry& g = *page.geometry;
    return g.lattices.front().advance_px / fonts_[g.font].shape.advance_em * g.factor;
  }

  static double explained(const Page& page) { return page.geometry ? page.geometry->explained : 0; }

  // Font and size, by the text the right way up; at a scale that suits its size.
  [[nodiscard]] PageResult find_text(const PlaneFit& fit) const {
    const double row_pitch_px = fit.row_pitch * fit.plane.focal_px;
    const double scale = std::min(1.0, kFirstRowPitchPx / row_pitch_px);
    auto page =
        with_text(locked_in(view_of(fit, scale, kMostPixels), scale * row_pitch_px), scale * row_pitch_px);
    if (!page) return page;
    if (explained(*page) < kReadWell) {
      PlaneFit turned = fit;
      turned.plane = fit.plane.upside_down();
      turned.text = {-fit.text.br().x, -fit.text.br().y, fit.text.width, fit.text.height};
      auto other = with_text(locked_in(view_of(turned, scale, kMostPixels), scale * row_pitch_px),
                             scale * row_pitch_px);
      if (!other) return other;
      if (explained(*other) > explained(*page)) page = std::move(other);
    }
    if (!page->geometry) return page;
    const double wanted =
        std::min({kEmPx / em_px(*page), page->view.plane.focal_px / page->view.pixels_a_unit,
                  std::sqrt(kMostPixels / page->view.size.area())});
    if (wanted < kRescale && wanted > 1 / kRescale) return page;
    return with_text(page_at(page->view.rescaled(wanted)), wanted * scale * row_pitch_px);
  }

  // Where sure glyphs of panes with enough text stand, against their lattices.
  [[nodiscard]] std::vector<WarpSample> glyph_places(const Page& page, const PageReading& reading) const {
    const int factor = page.geometry->factor;
    const cv::Mat1f plane = shrink(page.ink, factor);
    std::vector<WarpSample> samples;
    for (const ReadPane& pane : reading.panes) {
      if (pane.lattice.line_height_px <= 0 || pane.grid.inked() < kLeastPaneCells) continue;
      std::vector<std::vector<WarpSample>> of_row(static_cast<std::size_t>(pane.grid.rows));
      parallel_for(of_row.size(), options_.threads, [&](std::size_t row) {
        add_row(pane, static_cast<int>(row), reading.bank, plane, factor, of_row[row]);
      });
      for (const auto& row : of_row) samples.insert(samples.end(), row.begin(), row.end());
    }
    return samples;
  }

  static void add_row(const ReadPane& pane, int row, const TemplateBank& bank, const cv::Mat1f& plane,
                      int factor, std::vector<WarpSample>& out) {
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

  [[nodiscard]] PageResult straightened(const Page& page, int degree) const {
    const FontShape& font = fonts_[page.geometry->font];
    const auto reading =
        read_panes(shrink(page.ink, page.geometry->factor), *page.geometry, font, options_.threads);
    if (!reading) return tl::unexpected(reading.error());
    Page better = page_at(page.view.straightened(glyph_places(page, *reading), degree));
    auto geometry =
        find_geometry_again(better.ink, find_strips(better.bgr), fonts_, *page.geometry, options_.threads);
    if (!geometry) return tl::unexpected(geometry.error());
    better.geometry = std::move(*geometry);
    return better;
  }

  [[nodiscard]] tl::expected<std::optional<PhotoPage>, TraceError> measured(const Page& page) const {
    if (options_.on_stage) options_.on_stage("1-ink", ink_picture(page.ink));
    auto done = measure_panes(shrink(page.ink, page.geometry->factor), *page.geometry,
                              fonts_[page.geometry->font], options_);
    if (!done) return tl::unexpected(done.error());
    done->width_px = page.bgr.cols, done->height_px = page.bgr.rows;
    return PhotoPage{std::move(*done), page.bgr, page.view};
  }

  const cv::Mat& bgr_;
  const std::vector<FontShape>& fonts_;
  const MeasureOptions& options_;
};

}  // namespace

tl::expected<std::optional<PhotoPage>, TraceError> measure_photo(const cv::Mat& bgr,
                                                                 const MeasureOptions& options) {
  const auto fonts = open_fonts(options.fonts);
  if (!fonts) return tl::unexpected(fonts.error());
  if (fonts->empty()) return std::nullopt;
  return Photo(bgr, *fonts, options).measure();
}

bool looks_flat(const cv::Mat& bgr, int threads) {
  const auto [small, factor] = for_row_field(bgr);
  double all = 0, level = 0;
  for (const RowPeak& peak : find_row_peaks(text_magnitude(make_ink(small)), {kFlatTiles, threads})) {
    const double x = std::abs(peak.cycles_a_px[0]), y = std::abs(peak.cycles_a_px[1]);
    all += peak.strength;
    if (std::min(x, y) < std::max(kLevel * std::max(x, y), kLeastLevel)) level += peak.strength;
  }
  return level >= kFlatPart * all;
}

}  // namespace spoor::trace
