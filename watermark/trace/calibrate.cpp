#include "watermark/trace/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <map>
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

}  // namespace spoor::trace
