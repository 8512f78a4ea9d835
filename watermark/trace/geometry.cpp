#include "watermark/trace/geometry.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "watermark/trace/blur.hpp"
#include "watermark/trace/ink.hpp"
#include "watermark/trace/parallel.hpp"
#include "watermark/trace/pitch.hpp"
#include "watermark/trace/reader.hpp"
#include "watermark/trace/sample.hpp"

namespace spoor::trace {
namespace {

constexpr double kLargeEmPx = 24;  // text above this is shrunk first: it holds no more than smaller text does
constexpr double kWorkingEmPx = 12;  // ... to at least this
constexpr double kSmallestEmPx = 3.5;
constexpr double kCertain = 0.95;  // explained ink that needs no closer look at blur
constexpr double kText = 0.88;     // explained ink, blur known, above which other pitches need no trial
constexpr double kHopeless = 0.7;  // nats a pixel behind the best: a closer look cannot catch up
constexpr double kSmallAdvancePx =
    6;                                // cells so small can draw anything smooth: other pitches are tried, too
constexpr double kNatsPerCell = 7.5;  // one glyph of a hundred, a gain of some twenty
constexpr double kNatsPerLine = 0.1;
// A pixel of the shrunk picture then is about one of the larger one, blurred by interpolation.
constexpr double kPickedAperture = 0.5;
constexpr float kSharpTap = 0.95F;  // of a kernel that passes for none
constexpr std::size_t kPitches = 6;
constexpr std::size_t kSampleCells = 80;
constexpr int kBlurHalfPx = 2;
constexpr int kWideReach = 3, kNearReach = 1;

int factor_for(double em_px) {
  return em_px < kLargeEmPx ? 1 : static_cast<int>(em_px / kWorkingEmPx);
}

// Nats a pixel that a geometry saves, its glyphs and gains paid for. A lattice that explains a corner well
// does not beat one that explains the page; small cells, with which anything smooth can be drawn, must earn
// their number; and of two that explain alike, the one whose spectral line is the stronger is the likelier.
double merit(const Geometry& g) {
  return -0.5 * std::log(1.0001 - g.explained * g.coverage) - kNatsPerCell * g.cells_per_px2 +
         kNatsPerLine * std::log(g.line_strength);
}

double density(const CellGrid& grid, const Sample& sample, int factor) {
  return static_cast<double>(grid.inked()) / (static_cast<double>(sample.plane.total()) * factor * factor);
}

// Whether a kernel leaves a pixel nearly where it was.
bool is_sharp(const Blur& blur) {
  const auto centre = [](const std::vector<float>& kernel) { return kernel[kernel.size() / 2]; };
  return centre(blur.kernel_x) > kSharpTap && centre(blur.kernel_y) > kSharpTap;
}

class Search {
 public:
  Search(const cv::Mat1f& ink, const std::vector<cv::Range>& strips, const std::vector<FontShape>& fonts,
         int threads)
      : ink_(ink), magnitude_(text_magnitude(ink)), strips_(strips), fonts_(fonts), threads_(threads) {}

  tl::expected<std::optional<Geometry>, TraceError> run(const GeometryOptions& options) {
    for (const PitchCandidate& pitch : find_pitches(magnitude_, kPitches, threads_)) {
      if (pitch.advance_px < options.least_advance_px || pitch.advance_px > options.most_advance_px) continue;
      if (auto tried = try_pitch(pitch); !tried) return tl::unexpected(tried.error());
      if (best_ && best_->explained >= kText && best_->coverage > 0.5 && pitch.advance_px > kSmallAdvancePx)
        break;
    }
    for (auto& [plane, tried] : deferred_)
      if (auto looked = look_closer(plane, std::move(tried)); !looked) return tl::unexpected(looked.error());
    return best_;
  }

  tl::expected<std::optional<Geometry>, TraceError> run_again(const Geometry& known) {
    Geometry g = known;
    g.lattices = lattices_at(known.lattices.front().advance_px, known.factor);
    if (g.lattices.empty()) return std::nullopt;
    sort_by_support(g.lattices);
    const cv::Mat1f plane = shrink(ink_, g.factor);
    g.coverage = coverage_of(plane, g.lattices);
    if (!size_readable(g)) return std::nullopt;
    return try_font(plane, std::move(g), kWideReach, threads_);
  }

 private:
  using Done = tl::expected<void, TraceError>;
  using Tried = tl::expected<Geometry, TraceError>;

  static void sort_by_support(std::vector<Lattice>& lattices) {
    std::sort(lattices.begin(), lattices.end(),
              [](const Lattice& a, const Lattice& b) { return a.support > b.support; });
  }

  void keep(const Geometry& g) {
    if (!best_ || merit(g) > merit(*best_)) best_ = g;
  }

  Done try_pitch(const PitchCandidate& pitch) {
    const double advance_px = pitch.advance_px;
    Geometry g;
    g.line_strength = std::max(1.0, pitch.strength);
    g.factor = factor_for(advance_px / fonts_.front().shape.advance_em);
    const cv::Mat1f plane = shrink(ink_, g.factor);
    g.lattices = lattices_at(advance_px / g.factor, g.factor);
    if (g.lattices.empty()) return {};
    sort_by_support(g.lattices);
    g.coverage = coverage_of(plane, g.lattices);
    if (!size_readable(g)) return {};
    const Tried first = try_font(plane, g, kWideReach, threads_);
    if (!first) return tl::unexpected(first.error());
    // Where the cells are hardly depends on the font: the others start from where the first one was found.
    g.lattices.front() = first->lattices.front();
    std::vector<Geometry> others;
    for (g.font = 1; g.font < fonts_.size(); ++g.font)
      if (size_readable(g)) others.push_back(g);
    const auto tried = for_each_of(
        others, [&](const Geometry& o, int threads) { return try_font(plane, o, kNearReach, threads); });
    if (!tried) return tl::unexpected(tried.error());
    others = *tried;
    others.insert(others.begin(), *first);
    for (const Geometry& t : others) keep(t);
    if (pitch.advance_px > kSmallAdvancePx) return look_closer(plane, std::move(others));
    // Other pitches are tried in any case, and most often leave this one far behind.
    deferred_.emplace_back(plane, std::move(others));
    return {};
  }

  [[nodiscard]] bool size_readable(const Geometry& g) const {
    const double em_px = g.lattices.front().advance_px / fonts_[g.font].shape.advance_em;
    return em_px >= kSmallestEmPx && em_px <= 2 * kLargeEmPx;
  }

  // What `work` makes of each geometry, several at a time: each has a font of its own.
  template <typename Work>
  [[nodiscard]] tl::expected<std::vector<Geometry>, TraceError> for_each_of(const std::vector<Geometry>& from,
                                                                            const Work& work) const {
    std::vector<Tried> done(from.size());
    const int at_a_time = std::max(1, std::min(threads_, static_cast<int>(from.size())));
    parallel_for(from.size(), at_a_time,
                 [&](std::size_t i) { done[i] = work(from[i], std::max(1, threads_ / at_a_time)); });
    std::vector<Geometry> out;
    for (Tried& t : done) {
      if (!t) return tl::unexpected(t.error());
      out.push_back(std::move(*t));
    }
    return out;
  }

  // The lattices of all strips, in pixels of the plane shrunk by `factor`.
  [[nodiscard]] std::vector<Lattice> lattices_at(double advance_px, int factor) const {
    const cv::Mat1f magnitude = shrink(magnitude_, factor);
    std::vector<Lattice> all;
    for (const cv::Range& strip : strips_) {
      const cv::Range columns(strip.start / factor, std::min(strip.end / factor, magnitude.cols));
      if (columns.size() < 3 * advance_px) continue;
      for (Lattice l : find_lattices(magnitude.colRange(columns), advance_px, fonts_.front().shape)) {
        l.origin_x_px += columns.start;
        all.push_back(l);
      }
    }
    return all;
  }

  // Blur is learned where it may change what is best. A picture that turns out sharp has none to learn for
  // the other fonts either.
  Done look_closer(const cv::Mat1f& plane, std::vector<Geometry> tried) {
    if (best_->explained >= kCertain) return {};
    std::erase_if(tried, [&](const Geometry& t) { return merit(t) < merit(*best_) - kHopeless; });
    if (tried.empty()) return {};
    std::stable_sort(tried.begin(), tried.end(),
                     [](const Geometry& a, const Geometry& b) { return merit(a) > merit(b); });
    const Tried first = with_blur(plane, tried.front(), threads_);
    if (!first) return tl::unexpected(first.error());
    keep(*first);
    if (const auto picked = try_picked(plane, tried, *first); !picked) return tl::unexpected(picked.error());
    if (is_sharp(first->blur)) return {};
    const auto others = for_each_of({tried.begin() + 1, tried.end()}, [&](const Geometry& t, int threads) {
      return with_blur(plane, t, threads);
    });
    if (!others) return tl::unexpected(others.error());
    for (const Geometry& o : *others) keep(o);
    return {};
  }

  // Small text may come from a picture that was shrunk by picking pixels, not by averaging them: its pixels
  // then hold less than a pixel's box. Sets the aperture of all that were tried where that explains more.
  Done try_picked(const cv::Mat1f& plane, std::vector<Geometry>& tried, const Geometry& averaged) {
    if (averaged.lattices.front().advance_px > kSmallAdvancePx || averaged.factor > 1) return {};
    Geometry picked = tried.front();
    picked.blur = unblurred(kPickedAperture);
    const Tried done = with_blur(plane, picked, threads_);
    if (!done) return tl::unexpected(done.error());
    if (merit(*done) <= merit(averaged)) return {};
    keep(*done);
    for (Geometry& t : tried) t.blur = unblurred(kPickedAperture);
    return {};
  }

  [[nodiscard]] tl::expected<TemplateBank, TraceError> bank_of(const Geometry& g, const Blur& blur,
                                                               int threads) const {
    const FontShape& font = fonts_[g.font];
    const double em_px = g.lattices.front().advance_px / font.shape.advance_em;
    return TemplateBank::create(font.face, em_px, reading_charset(), blur, threads);
  }

  [[nodiscard]] Tried try_font(const cv::Mat1f& plane, Geometry g, int reach, int threads) const {
    const auto bank = bank_of(g, g.blur, threads);
    if (!bank) return tl::unexpected(bank.error());
    const CellReader reader(*bank);
    Lattice& main = g.lattices.front();
    const Sample sample = richest_rows(plane, main, bank->em_px());
    Lattice moved = search_lattice(reader, *bank, sample.plane, sample.lattice, kSampleCells, reach, threads);
    for (int round = 0; round < 2; ++round)
      moved = refine_on_sample(reader, *bank, sample.plane, moved, kSampleCells);
    g.median_gain = score_lattice(reader, *bank, sample.plane, moved, kSampleCells).median_gain;
    CellGrid grid;
    g.explained = explained_by_synthesis(reader, *bank, sample.plane, moved, g.median_gain, threads, grid);
    g.cells_per_px2 = density(grid, sample, g.factor);
    main = whole_from_sample(main, sample, moved);
    return g;
  }

  // Learns the blur from the sample as read, registers and reads again: twice, since a better blur reads
  // better. g: without blur so far.
  [[nodiscard]] Tried with_blur(const cv::Mat1f& plane, Geometry g, int threads) const {
    const auto sharp = bank_of(g, g.blur, threads);
    if (!sharp) return tl::unexpected(sharp.error());
    Lattice& main = g.lattices.front();
    const Sample sample = richest_rows(plane, main, sharp->em_px());
    CellGrid grid;
    Lattice placed = sample.lattice;
    (void)explained_by_synthesis(CellReader(*sharp), *sharp, sample.plane, placed, g.median_gain, threads,
                                 grid);
    TemplateBank bank = *sharp;
    for (int round = 0; round < 2; ++round) {
      placed = refine_lattice(bank, sample.plane, placed, grid, threads);
      g.blur = estimate_blur(*sharp, sample.plane, placed, grid, kBlurHalfPx, threads);
      bank = sharp->blurred(g.blur, threads);
      const CellReader reader(bank);
      (void)explained_by_synthesis(reader, bank, sample.plane, placed, g.median_gain, threads, grid);
      placed = refine_lattice(bank, sample.plane, placed, grid, threads);
      g.explained = explained_by_synthesis(reader, bank, sample.plane, placed, g.median_gain, threads, grid);
      g.cells_per_px2 = density(grid, sample, g.factor);
      if (is_sharp(g.blur)) break;
    }
    main = whole_from_sample(main, sample, placed);
    return g;
  }

  const cv::Mat1f& ink_;
  cv::Mat1f magnitude_;
  const std::vector<cv::Range>& strips_;
  const std::vector<FontShape>& fonts_;
  int threads_;
  std::optional<Geometry> best_;
  std::vector<std::pair<cv::Mat1f, std::vector<Geometry>>> deferred_;
};

}  // namespace

tl::expected<std::vector<FontShape>, TraceError> open_fonts(const std::vector<text::FontId>& ids) {
  std::vector<FontShape> fonts;
  for (const text::FontId id : ids) {
    auto face = text::Face::open(id);
    if (!face) return tl::unexpected(TraceError{TraceErrorCode::internal, face.error().message});
    TextShape shape = shape_of(*face);
    fonts.push_back({std::move(*face), std::move(shape)});
  }
  return fonts;
}

tl::expected<std::optional<Geometry>, TraceError> find_geometry(const cv::Mat1f& ink,
                                                                const std::vector<cv::Range>& strips,
                                                                const std::vector<FontShape>& fonts,
                                                                const GeometryOptions& options) {
  if (fonts.empty()) return std::nullopt;
  return Search(ink, strips, fonts, options.threads).run(options);
}

tl::expected<std::optional<Geometry>, TraceError> find_geometry_again(const cv::Mat1f& ink,
                                                                      const std::vector<cv::Range>& strips,
                                                                      const std::vector<FontShape>& fonts,
                                                                      const Geometry& known, int threads) {
  return Search(ink, strips, fonts, threads).run_again(known);
}

}  // namespace spoor::trace
