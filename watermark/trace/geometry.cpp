#include "watermark/trace/geometry.hpp"

#include <algorithm>
#include <cmath>

#include "watermark/trace/blur.hpp"
#include "watermark/trace/ink.hpp"
#include "watermark/trace/pitch.hpp"
#include "watermark/trace/reader.hpp"

namespace spoor::trace {
namespace {

constexpr double kLargeEmPx = 24;  // text above this is shrunk first: it holds no more than smaller text does
constexpr double kWorkingEmPx = 12;  // ... to at least this
constexpr double kSmallestEmPx = 3.5;
constexpr double kCertain = 0.85;  // explained ink that needs no closer look at other fonts or pitches
constexpr double kText = 0.45;     // explained ink, blur known, above which a pitch's octaves need no trial
constexpr std::size_t kSampleCells = 80;
constexpr int kSampleRows = 14;
constexpr int kBlurHalfPx = 2;

int factor_for(double em_px) {
  return em_px < kLargeEmPx ? 1 : static_cast<int>(em_px / kWorkingEmPx);
}

// The rows of a lattice that hold the most ink: a sample on which blur and font can be judged.
Lattice richest_rows(const cv::Mat1f& plane, const Lattice& lattice, double em_px) {
  if (lattice.rows <= kSampleRows) return lattice;
  const int x0 = std::clamp(static_cast<int>(lattice.origin_x_px), 0, plane.cols - 1);
  const int x1 = std::clamp(static_cast<int>(lattice.pen_x_px(lattice.columns)), x0 + 1, plane.cols);
  std::vector<double> ink;
  for (int r = 0; r < lattice.rows; ++r) {
    const int y0 = std::clamp(static_cast<int>(lattice.baseline_px(r) - 0.7 * em_px), 0, plane.rows - 1);
    const int y1 = std::clamp(static_cast<int>(lattice.baseline_px(r) + 1), y0 + 1, plane.rows);
    ink.push_back(cv::norm(plane(cv::Range(y0, y1), cv::Range(x0, x1)), cv::NORM_L1));
  }
  double sum = 0, best = -1;
  int at = 0;
  for (int r = 0; r < lattice.rows; ++r) {
    sum += ink[static_cast<std::size_t>(r)];
    if (r >= kSampleRows) sum -= ink[static_cast<std::size_t>(r - kSampleRows)];
    if (r >= kSampleRows - 1 && sum > best) best = sum, at = r - kSampleRows + 1;
  }
  Lattice part = lattice;
  part.first_baseline_px = lattice.baseline_px(at);
  part.rows = kSampleRows;
  return part;
}

// What the registration of a part tells of the whole.
Lattice whole_from_part(const Lattice& whole, const Lattice& before, const Lattice& after) {
  Lattice out = whole;
  out.origin_x_px = after.origin_x_px, out.advance_px = after.advance_px;
  out.first_baseline_px += after.first_baseline_px - before.first_baseline_px;
  // A part's line height is known less well than the whole's rows already fixed it.
  return out;
}

class Search {
 public:
  Search(const cv::Mat1f& ink, const std::vector<FontShape>& fonts, int threads)
      : ink_(ink), fonts_(fonts), threads_(threads) {}

  tl::expected<std::optional<Geometry>, TraceError> run() {
    for (const PitchCandidate& pitch : find_pitches(ink_, 4)) {
      if (best_ && pitch.strength <= 1 && best_->score.explained >= kText) continue;
      if (auto tried = try_pitch(pitch.advance_px); !tried) return tl::unexpected(tried.error());
      if (best_ && best_->score.explained >= kCertain) break;
    }
    return best_;
  }

 private:
  using Done = tl::expected<void, TraceError>;

  void keep(const Geometry& g) {
    if (!best_ || g.score.explained > best_->score.explained) best_ = g;
  }

  Done try_pitch(double advance_px) {
    Geometry g;
    g.factor = factor_for(advance_px / fonts_.front().shape.advance_em);
    const cv::Mat1f plane = shrink(ink_, g.factor);
    g.lattices = find_lattices(plane, advance_px / g.factor, fonts_.front().shape);
    if (g.lattices.empty()) return {};
    std::sort(g.lattices.begin(), g.lattices.end(),
              [](const Lattice& a, const Lattice& b) { return a.support > b.support; });
    std::vector<Geometry> tried;
    for (g.font = 0; g.font < fonts_.size(); ++g.font) {
      const double em_px = g.lattices.front().advance_px / fonts_[g.font].shape.advance_em;
      if (em_px < kSmallestEmPx || em_px > 2 * kLargeEmPx) return {};
      auto sharp = try_font(plane, g);
      if (!sharp) return tl::unexpected(sharp.error());
      tried.push_back(*sharp);
    }
    for (const Geometry& t : tried) keep(t);
    if (best_->score.explained >= kCertain) return {};
    for (const Geometry& t : tried) {
      auto blurred = with_blur(plane, t);
      if (!blurred) return tl::unexpected(blurred.error());
      keep(*blurred);
    }
    return {};
  }

  [[nodiscard]] tl::expected<TemplateBank, TraceError> bank_of(const Geometry& g) const {
    const FontShape& font = fonts_[g.font];
    return TemplateBank::create(font.face, g.lattices.front().advance_px / font.shape.advance_em,
                                reading_charset(), g.blur, threads_);
  }

  [[nodiscard]] tl::expected<Geometry, TraceError> try_font(const cv::Mat1f& plane, Geometry g) const {
    const auto bank = bank_of(g);
    if (!bank) return tl::unexpected(bank.error());
    const CellReader reader(*bank);
    Lattice& main = g.lattices.front();
    const Lattice part = richest_rows(plane, main, bank->em_px());
    Lattice moved = search_lattice(reader, *bank, plane, part, kSampleCells);
    for (int round = 0; round < 2; ++round)
      moved = refine_on_sample(reader, *bank, plane, moved, kSampleCells);
    g.score = score_lattice(reader, *bank, plane, moved, kSampleCells);
    main = whole_from_part(main, part, moved);
    return g;
  }

  // Reads a sample, learns the blur from it, registers again: twice, since a better blur reads better.
  [[nodiscard]] tl::expected<Geometry, TraceError> with_blur(const cv::Mat1f& plane, Geometry g) const {
    Lattice& main = g.lattices.front();
    for (int round = 0; round < 2; ++round) {
      const auto bank = bank_of(g);
      Geometry unblurred = g;
      unblurred.blur = {};
      const auto sharp = bank_of(unblurred);
      if (!bank || !sharp) return tl::unexpected((bank ? sharp : bank).error());
      const CellReader reader(*bank);
      const Lattice part = richest_rows(plane, main, bank->em_px());
      const ReadLevels levels{4, kWeakestGainPart * static_cast<float>(g.score.median_gain)};
      const CellGrid grid = read_cells(reader, *bank, plane, part, nullptr, levels, threads_);
      g.blur = estimate_blur(*sharp, plane, part, grid, kBlurHalfPx);
      const auto better = bank_of(g);
      if (!better) return tl::unexpected(better.error());
      const CellReader again(*better);
      const Lattice moved = refine_on_sample(again, *better, plane, part, kSampleCells);
      g.score = score_lattice(again, *better, plane, moved, kSampleCells);
      main = whole_from_part(main, part, moved);
    }
    return g;
  }

  const cv::Mat1f& ink_;
  const std::vector<FontShape>& fonts_;
  int threads_;
  std::optional<Geometry> best_;
};

}  // namespace

tl::expected<std::optional<Geometry>, TraceError> find_geometry(const cv::Mat1f& ink,
                                                                const std::vector<FontShape>& fonts,
                                                                int threads) {
  if (fonts.empty()) return std::nullopt;
  return Search(ink, fonts, threads).run();
}

}  // namespace spoor::trace
