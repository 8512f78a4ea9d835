#include "watermark/trace/reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "watermark/mark/fold.hpp"
#include "watermark/trace/multiversion.hpp"
#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

constexpr int kPhaseSteps = 8;  // sub-pixel phases an axis that reading distinguishes
constexpr std::size_t kLaneBlock = 8;

// Residual pixels are correlated and models imperfect: log-likelihoods are this much too sure of themselves.
constexpr float kTemper = 0.8F;

// Log-likelihood that a glyph must add before a cell is not blank.
constexpr float kBlankPrior = 3.0F;

// A patch whose peak stays below this part of the weakest glyph's gain is blank without a closer look.
constexpr float kFaintPart = 0.35F;

// Nats behind the best glyph at which another one's chance is nothing.
constexpr float kNegligible = -30;

// Parts of a cell's window above the letters' bodies and below their baseline.
constexpr double kCutAbovePart = 0.27, kCutBelowPart = 0.2;

double to_phase(double px) {
  return std::round(px * kPhaseSteps) / kPhaseSteps;
}
int phase_index(double px) {
  return static_cast<int>(std::lround((px - std::floor(px)) * kPhaseSteps));
}

// scores[g] += sum over pixels of patch[p] * unit[p][g]; glyphs innermost so that it vectorises in order.
// Each lane adds up in the same order at every vector width: every processor gets the same bits.
SPOOR_MULTIVERSION
void correlate(const float* unit, std::size_t lanes, const float* patch, int pixels, float* scores) {
  std::fill_n(scores, lanes, 0.0F);
  for (int p = 0; p < pixels; ++p) {
    const float v = patch[p];
    const float* row = unit + static_cast<std::size_t>(p) * lanes;
    for (std::size_t g = 0; g < lanes; ++g) scores[g] += v * row[g];
  }
}

}  // namespace

PixelWindow cell_window(const TemplateBank& bank, double pen_exact_px, double baseline_exact_px) {
  const double em = bank.em_px(), pen_x_px = to_phase(pen_exact_px),
               baseline_px = to_phase(baseline_exact_px);
  return {static_cast<int>(std::floor(pen_x_px)) - 1, static_cast<int>(std::floor(baseline_px - 0.86 * em)),
          static_cast<int>(std::ceil(bank.advance_px())) + 2, static_cast<int>(std::ceil(1.1 * em)) + 2};
}

bool inside(const PixelWindow& w, cv::Size plane) {
  // A row that the picture's edge cuts is read by what is left of it: the bodies of its letters at least.
  const int above = static_cast<int>(kCutAbovePart * w.height),
            below = static_cast<int>(kCutBelowPart * w.height);
  return w.x >= -1 && w.y >= -above && w.x + w.width <= plane.width + 1 &&
         w.y + w.height <= plane.height + below;
}

CellReader::CellReader(const TemplateBank& bank) : bank_(bank) {
  lanes_ = (bank.size() + kLaneBlock - 1) / kLaneBlock * kLaneBlock;
  for (std::size_t g = 0; g < bank.size(); ++g) classes_.push_back(mark::fold(bank.character(g)));
}

const CellReader::Matrix& CellReader::matrix(double pen_fraction, double baseline_fraction,
                                             RowCut cut) const {
  const std::array key{phase_index(pen_fraction), phase_index(baseline_fraction), cut.above, cut.below};
  Slot* slot = nullptr;
  {
    const std::scoped_lock lock(mutex_);
    auto& kept = matrices_[key];
    if (!kept) kept = std::make_unique<Slot>();
    slot = kept.get();
  }
  // Others need not wait while one is made.
  std::call_once(slot->made, [&] { slot->matrix = make_matrix(key); });
  return slot->matrix;
}

CellReader::Matrix CellReader::make_matrix(const std::array<int, 4>& key) const {
  const auto [pen_index, baseline_index, above, below] = key;
  const double pen = static_cast<double>(pen_index) / kPhaseSteps;
  const double baseline = static_cast<double>(baseline_index) / kPhaseSteps;
  PixelWindow window = cell_window(bank_, pen, baseline);
  window.y += above, window.height -= above + below;
  Matrix out;
  out.pixels = window.area();
  out.unit.assign(static_cast<std::size_t>(out.pixels) * lanes_, 0.0F);
  out.norms.assign(lanes_, 0.0F);
  std::vector<float> glyph(static_cast<std::size_t>(out.pixels));
  for (std::size_t g = 0; g < bank_.size(); ++g) {
    bank_.sample(g, pen, baseline, window, glyph.data());
    float mean = 0, square = 0;
    for (const float v : glyph) mean += v;
    mean /= static_cast<float>(out.pixels);
    for (float& v : glyph) v -= mean, square += v * v;
    out.norms[g] = std::sqrt(square);
    const float scale = square > 1e-6F ? 1 / out.norms[g] : 0.0F;
    for (std::size_t p = 0; p < glyph.size(); ++p) out.unit[p * lanes_ + g] = glyph[p] * scale;
  }
  return out;
}

CellReader::Match CellReader::match(const cv::Mat1f& plane, double pen_x_px, double baseline_px,
                                    const float* own, float least_peak, std::vector<float>& scores) const {
  Match out;
  const PixelWindow w = cell_window(bank_, pen_x_px, baseline_px);
  if (!inside(w, plane.size())) return out;
  const double pen = to_phase(pen_x_px), baseline = to_phase(baseline_px);
  const RowCut cut{std::max(0, -w.y), std::max(0, w.y + w.height - plane.rows)};
  const Matrix& m = matrix(pen - std::floor(pen), baseline - std::floor(baseline), cut);
  std::vector<float> patch(static_cast<std::size_t>(m.pixels));
  float mean = 0;
  for (int y = cut.above, p = 0; y < w.height - cut.below; ++y) {
    const float* row = plane[w.y + y];
    const float* own_row = own != nullptr ? own + static_cast<std::ptrdiff_t>(y) * w.width : nullptr;
    for (int x = 0; x < w.width; ++x, ++p) {
      float& v = patch[static_cast<std::size_t>(p)];
      v = row[std::clamp(w.x + x, 0, plane.cols - 1)] + (own_row != nullptr ? own_row[x] : 0.0F);
      mean += v;
    }
  }
  mean /= static_cast<float>(m.pixels);
  float peak = 0;
  for (float& v : patch) v -= mean, out.energy += v * v, peak = std::max(peak, v);
  out.inside = true;
  if (peak < least_peak) return out;
  scores.resize(lanes_);
  out.norms = &m.norms;
  correlate(m.unit.data(), lanes_, patch.data(), m.pixels, scores.data());
  out.best = std::max_element(scores.begin(), scores.begin() + std::ssize(classes_)) - scores.begin();
  const auto best = static_cast<std::size_t>(out.best);
  out.score = std::max(0.0F, scores[best]);
  out.gain = m.norms[best] > 0 ? out.score / m.norms[best] : 0;
  return out;
}

CellFit CellReader::read(const cv::Mat1f& plane, double pen_x_px, double baseline_px, const float* own,
                         const ReadLevels& levels) const {
  std::vector<float> scores;
  const Match found = match(plane, pen_x_px, baseline_px, own, kFaintPart * levels.min_gain, scores);
  if (!found.inside) return {};
  if (found.best < 0) return {kBlankCell, 0, 0, found.energy, 1};
  const auto best = static_cast<std::size_t>(found.best);
  const float square = found.score * found.score;
  // Posterior over classes; a blank explains nothing and costs nothing.
  const float scale = kTemper / (2 * std::max(levels.noise, 0.05F));
  float own_class = 0, total = 0;
  for (std::size_t g = 0; g < bank_.size(); ++g) {
    const float s = std::max(0.0F, scores[g]), behind = (s * s - square) * scale;
    if (behind < kNegligible) continue;
    const float e = std::exp(behind);
    total += e;
    if (classes_[g] == classes_[best]) own_class += e;
  }
  const float blank = std::exp(std::clamp(kBlankPrior - square * scale, -80.0F, 80.0F));
  total += blank;
  CellFit fit;
  fit.energy = found.energy, fit.gain = found.gain;
  fit.correlation = found.energy > 0 ? found.score / std::sqrt(found.energy) : 0;
  const bool drawn = fit.gain >= levels.min_gain && own_class > blank;
  fit.glyph = drawn ? static_cast<int>(best) : kBlankCell;
  const float faint = levels.min_gain > 0 ? 1 - 0.5F * std::min(1.0F, fit.gain / levels.min_gain) : 0.5F;
  fit.probability = drawn ? own_class / total : std::max(faint, blank / total);
  return fit;
}

CellFit CellReader::read_as(const cv::Mat1f& plane, double pen_x_px, double baseline_px, const float* own,
                            const ReadLevels& levels, int glyph, double prior) const {
  std::vector<float> scores;
  const Match found = match(plane, pen_x_px, baseline_px, own, 0, scores);
  if (!found.inside || found.best < 0) return {};
  const double scale = double{kTemper} / (2 * std::max(double{levels.noise}, 0.05));
  const auto said = static_cast<std::size_t>(std::max(0, glyph));
  // Squares that a glyph explains: drawn, it has the least gain at least, and where less ink is seen, what
  // lacks counts against it. A blank explains nothing and lacks nothing.
  std::array<double, 256> of_class;
  of_class.fill(-std::numeric_limits<double>::infinity());
  double most = 0;
  for (std::size_t g = 0; g < bank_.size(); ++g) {
    const double score = std::max(0.0, double{scores[g]});
    const double lacks = std::max(0.0, double{(*found.norms)[g]} * double{levels.min_gain} - score);
    const double explained = score * score - lacks * lacks;
    of_class[classes_[g]] = std::max(of_class[classes_[g]], explained), most = std::max(most, explained);
  }
  const auto likelihood = [&](double explained) { return std::exp((explained - most) * scale); };
  const double own_class = likelihood(glyph == kBlankCell ? 0 : of_class[classes_[said]]);
  double all = likelihood(0);
  for (const double explained : of_class) all += likelihood(explained);
  const double others = (all - own_class) * (1 - prior) / static_cast<double>(bank_.size());
  CellFit fit;
  fit.glyph = glyph;
  fit.energy = found.energy;
  fit.probability = static_cast<float>(own_class * prior / (own_class * prior + others));
  if (glyph == kBlankCell) return fit;
  const float score = std::max(0.0F, scores[said]);
  const float norm = (*found.norms)[said];
  fit.gain = norm > 0 ? score / norm : 0;
  fit.correlation = found.energy > 0 ? score / std::sqrt(found.energy) : 0;
  return fit;
}

CellFit CellReader::glance(const cv::Mat1f& plane, double pen_x_px, double baseline_px) const {
  std::vector<float> scores;
  const Match found = match(plane, pen_x_px, baseline_px, nullptr, 0, scores);
  if (!found.inside || found.best < 0) return {};
  CellFit fit;
  fit.glyph = static_cast<int>(found.best), fit.gain = found.gain, fit.energy = found.energy;
  fit.correlation = found.energy > 0 ? found.score / std::sqrt(found.energy) : 0;
  return fit;
}

CellGrid read_cells(const CellReader& reader, const TemplateBank& bank, const cv::Mat1f& plane,
                    const Lattice& lattice, const CellGrid* earlier, const ReadLevels& levels, int threads) {
  CellGrid grid{lattice.rows, lattice.columns, {}};
  grid.cells.resize(static_cast<std::size_t>(grid.rows) * static_cast<std::size_t>(grid.columns));
  parallel_for(static_cast<std::size_t>(lattice.rows), threads, [&](std::size_t r) {
    std::vector<float> own;
    for (int c = 0; c < lattice.columns; ++c) {
      const int row = static_cast<int>(r);
      const double pen = lattice.pen_x_px(c), baseline = lattice.baseline_px(row);
      const float* add = nullptr;
      if (earlier != nullptr && earlier->at(row, c).glyph >= 0) {
        const CellFit& before = earlier->at(row, c);
        const PixelWindow w = cell_window(bank, pen, baseline);
        own.resize(static_cast<std::size_t>(w.area()));
        bank.sample(static_cast<std::size_t>(before.glyph), pen, baseline, w, own.data());
        for (float& v : own) v *= before.gain;
        add = own.data();
      }
      grid.at(row, c) = reader.read(plane, pen, baseline, add, levels);
    }
  });
  return grid;
}

namespace {

// Takes the glyphs of one text row out of a plane.
void subtract_row(cv::Mat1f& out, const TemplateBank& bank, const Lattice& lattice, const CellGrid& grid,
                  const std::vector<float>& offsets_px, int r) {
  std::vector<float> glyph;
  for (int c = 0; c < grid.columns; ++c) {
    const CellFit& fit = grid.at(r, c);
    if (fit.glyph < 0) continue;
    const std::size_t i =
        static_cast<std::size_t>(r) * static_cast<std::size_t>(grid.columns) + static_cast<std::size_t>(c);
    const double pen = lattice.pen_x_px(c) + (offsets_px.empty() ? 0.0F : offsets_px[i]);
    const double baseline = lattice.baseline_px(r);
    PixelWindow w = cell_window(bank, pen, baseline);
    // Wider than the reading window: a neighbour sees the tails of the blur, too.
    w.x -= 2, w.width += 4;
    glyph.resize(static_cast<std::size_t>(w.area()));
    bank.sample(static_cast<std::size_t>(fit.glyph), pen, baseline, w, glyph.data());
    const int x0 = std::max(0, -w.x), x1 = std::min(w.width, out.cols - w.x);
    for (int y = std::max(0, -w.y); y < w.height && w.y + y < out.rows; ++y) {
      float* pixels = out[w.y + y];
      const float* drawn = glyph.data() + static_cast<std::ptrdiff_t>(y) * w.width;
      for (int x = x0; x < x1; ++x) pixels[w.x + x] -= fit.gain * drawn[x];
    }
  }
}

// Whether no glyph of a row reaches into the next row but one.
bool every_other_row_apart(const TemplateBank& bank, const Lattice& lattice) {
  const int height = cell_window(bank, 0, 0).height + 1;
  for (int r = 0; r + 2 < lattice.rows; ++r)
    if (lattice.baseline_px(r + 2) - lattice.baseline_px(r) < height) return false;
  return true;
}

}  // namespace

cv::Mat1f residual_plane(const cv::Mat1f& plane, const TemplateBank& bank, const Lattice& lattice,
                         const CellGrid& grid, const std::vector<float>& offsets_px, int threads) {
  cv::Mat1f out = plane.clone();
  if (!every_other_row_apart(bank, lattice)) {
    for (int r = 0; r < grid.rows; ++r) subtract_row(out, bank, lattice, grid, offsets_px, r);
    return out;
  }
  // Even rows, then odd ones: no two threads write a pixel, and its terms come in one order.
  for (int parity = 0; parity < std::min(2, grid.rows); ++parity)
    parallel_for(static_cast<std::size_t>((grid.rows + 1 - parity) / 2), threads, [&](std::size_t i) {
      subtract_row(out, bank, lattice, grid, offsets_px, 2 * static_cast<int>(i) + parity);
    });
  return out;
}

}  // namespace spoor::trace
