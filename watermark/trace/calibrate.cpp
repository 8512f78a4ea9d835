#include "watermark/trace/calibrate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <utility>
#include <vector>

namespace spoor::trace {
namespace {

constexpr std::size_t kMinPairs = 30;
// Median of |N(0, 1)|: a robust spread, for the few pairs whose reading is wrong.
constexpr double kMedianAbsNormal = 0.67448975;

// Glyphs at one place within their pixels err alike, and say nothing of how much.
constexpr double kLeastPhase = 0.15;

double pixel_phase(const MeasuredGlyph& g) {
  return double{g.x_px} - std::floor(double{g.x_px});
}

}  // namespace

double calibrate_sigmas(Measurement& m) {
  std::map<mark::Window, std::vector<const MeasuredGlyph*>> same;
  for (const MeasuredGlyph& g : m.glyphs)
    if (g.read_probability5 > 0.9F) same[g.window].push_back(&g);
  std::vector<double> normalised;
  for (auto& [window, glyphs] : same) {
    std::stable_sort(glyphs.begin(), glyphs.end(), [](const MeasuredGlyph* a, const MeasuredGlyph* b) {
      return pixel_phase(*a) < pixel_phase(*b);
    });
    const std::size_t half = glyphs.size() / 2;
    for (std::size_t i = 0; i < half; ++i) {
      const MeasuredGlyph &a = *glyphs[i], &b = *glyphs[i + half];
      const double apart = pixel_phase(b) - pixel_phase(a);
      if (std::min(apart, 1 - apart) < kLeastPhase) continue;
      const double variance = double{a.sigma_em} * a.sigma_em + double{b.sigma_em} * b.sigma_em;
      normalised.push_back(std::abs(a.offset_em - b.offset_em) / std::sqrt(variance));
    }
  }
  if (normalised.size() < kMinPairs) return 1;
  const auto middle = normalised.begin() + std::ssize(normalised) / 2;
  std::nth_element(normalised.begin(), middle, normalised.end());
  const double factor = std::max(0.05, *middle / kMedianAbsNormal);
  for (MeasuredGlyph& g : m.glyphs) g.sigma_em = static_cast<float>(g.sigma_em * factor);
  return factor;
}

namespace {

constexpr std::size_t kMinGlyphs = 25;
constexpr float kSureReading = 0.9F;
constexpr double kFarSquare = 16;  // squared deviations from which further off says no more
constexpr std::array kFactors = {0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0};
constexpr int kExtras = 25;
constexpr double kExtraStep = 0.05;     // of the mark's strength
constexpr std::ptrdiff_t kRegion = 60;  // glyphs: fewer say little of their spread
constexpr double kTwoNumbers = 2;       // nats (Akaike)
constexpr double kClearly = 5;          // nats by which a page without a mark must be the likelier

struct Spread {
  double factor = 1, extra_em = 0, nats = 0;
};

double squared(double deviation, double variance) {
  return std::min(kFarSquare, deviation * deviation / variance);
}

// Minus the log-likelihood of the offsets, each on either side at `part` of the mark's strength.
double nats_of(const std::vector<const MeasuredGlyph*>& glyphs, double part, const Spread& spread) {
  double sum = 0;
  for (const MeasuredGlyph* g : glyphs) {
    const double a = part * mark::kDefaultStrengthEm * mark::stack_factor(g->window[2]);
    const double sigma = spread.factor * double{g->sigma_em}, d = double{g->offset_em};
    const double variance = sigma * sigma + spread.extra_em * spread.extra_em;
    const double right = 0.5 * squared(d - a, variance), left = 0.5 * squared(d + a, variance);
    sum += 0.5 * std::log(variance) + std::min(right, left) - std::log1p(std::exp(-std::abs(right - left)));
  }
  return sum;
}

Spread likeliest(const std::vector<const MeasuredGlyph*>& glyphs, double part) {
  Spread best;
  best.nats = std::numeric_limits<double>::infinity();
  for (const double factor : kFactors)
    for (int k = 0; k < kExtras; ++k) {
      Spread tried{factor, k * kExtraStep * mark::kDefaultStrengthEm, 0};
      tried.nats = nats_of(glyphs, part, tried);
      if (tried.nats < best.nats) best = tried;
    }
  return best;
}

// Divides glyphs by place into regions of kRegion or more, and calls visit(begin, end)
// for each: halves along the longer side, again and again.
template <typename Visit>
void for_each_region(std::vector<MeasuredGlyph*>::iterator begin, std::vector<MeasuredGlyph*>::iterator end,
                     const Visit& visit) {
  if (end - begin < 2 * kRegion) return visit(begin, end);
  const auto side = [&](auto coordinate) {
    const auto [least, most] = std::minmax_element(
        begin, end, [&](const auto* a, const auto* b) { return coordinate(*a) < coordinate(*b); });
    return coordinate(**most) - coordinate(**least);
  };
  const auto x = [](const MeasuredGlyph& g) { return g.x_px; };
  const auto y = [](const MeasuredGlyph& g) { return g.y_px; };
  const bool wide = side(x) > side(y);
  const auto middle = begin + (end - begin) / 2;
  // Ties are broken, so that the halves depend on nothing but the glyphs.
  std::nth_element(begin, middle, end, [&](const MeasuredGlyph* a, const MeasuredGlyph* b) {
    return wide ? std::pair(a->x_px, a->y_px) < std::pair(b->x_px, b->y_px)
                : std::pair(a->y_px, a->x_px) < std::pair(b->y_px, b->x_px);
  });
  for_each_region(begin, middle, visit);
  for_each_region(middle, end, visit);
}

bool is_sure(const MeasuredGlyph& g) {
  return g.read_probability > kSureReading && g.sigma_em > 0 &&
         mark::position_of(g.window).code != mark::Code::none;
}

}  // namespace

void fit_sigmas(Measurement& m) {
  std::vector<const MeasuredGlyph*> sure;
  std::vector<MeasuredGlyph*> all;
  for (MeasuredGlyph& g : m.glyphs) {
    all.push_back(&g);
    if (is_sure(g)) sure.push_back(&g);
  }
  if (sure.size() < kMinGlyphs) return;
  const Spread marked = likeliest(sure, 1), unmarked = likeliest(sure, 0);
  const bool plain = unmarked.nats < marked.nats - kClearly;
  const Spread& whole = plain ? unmarked : marked;
  for_each_region(all.begin(), all.end(), [&](auto begin, auto end) {
    std::vector<const MeasuredGlyph*> of_region;
    std::copy_if(begin, end, std::back_inserter(of_region),
                 [](const MeasuredGlyph* g) { return is_sure(*g); });
    // Two numbers are fitted anew only where that explains more than they cost.
    Spread spread = whole;
    if (of_region.size() >= kMinGlyphs)
      if (const Spread own = likeliest(of_region, plain ? 0 : 1);
          own.nats < nats_of(of_region, plain ? 0 : 1, whole) - kTwoNumbers)
        spread = own;
    std::for_each(begin, end, [&](MeasuredGlyph* g) {
      const double sigma = spread.factor * double{g->sigma_em};
      g->sigma_em = static_cast<float>(std::sqrt(sigma * sigma + spread.extra_em * spread.extra_em));
    });
  });
}

}  // namespace spoor::trace
