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

// Column statistics of one pane, a drawn context counted once: equal contexts are displaced alike, so that
// more of them do not fix the lattice any better.
struct PaneSpread {
  std::map<mark::Window, int> contexts;
  double glyphs = 0, square = 0, column = 0, column_square = 0;

  void add(const MeasuredGlyph& g) {
    ++contexts[g.window];
    const double c = g.column;
    glyphs += 1, square += double{g.offset_em} * g.offset_em, column += c, column_square += c * c;
  }
  // Variance that fitting an origin and an advance to displaced glyphs adds at a column.
  [[nodiscard]] double lattice_variance(double at_column) const {
    const double mean = column / glyphs, spread = std::max(1.0, column_square / glyphs - mean * mean);
    const double distance = at_column - mean;
    return square / glyphs / static_cast<double>(contexts.size()) * (1 + distance * distance / spread);
  }
};

}  // namespace

void add_lattice_uncertainty(Measurement& m) {
  std::vector<PaneSpread> spreads(m.panes.size());
  for (const MeasuredGlyph& g : m.glyphs) spreads[static_cast<std::size_t>(g.pane)].add(g);
  for (MeasuredGlyph& g : m.glyphs) {
    const double extra = spreads[static_cast<std::size_t>(g.pane)].lattice_variance(g.column);
    g.sigma_em = static_cast<float>(std::sqrt(double{g.sigma_em} * g.sigma_em + extra));
  }
}

double calibrate_sigmas(Measurement& m) {
  std::map<mark::Window, std::vector<const MeasuredGlyph*>> same;
  for (const MeasuredGlyph& g : m.glyphs)
    if (g.read_probability5 > 0.9F) same[g.window].push_back(&g);
  std::vector<double> normalised;
  for (const auto& [window, glyphs] : same)
    for (std::size_t i = 0; i + 1 < glyphs.size(); i += 2) {
      const double variance = double{glyphs[i]->sigma_em} * glyphs[i]->sigma_em +
                              double{glyphs[i + 1]->sigma_em} * glyphs[i + 1]->sigma_em;
      normalised.push_back(std::abs(glyphs[i]->offset_em - glyphs[i + 1]->offset_em) / std::sqrt(variance));
    }
  if (normalised.size() < kMinPairs) return 1;
  const auto middle = normalised.begin() + std::ssize(normalised) / 2;
  std::nth_element(normalised.begin(), middle, normalised.end());
  const double factor = std::max(0.05, *middle / kMedianAbsNormal);
  for (MeasuredGlyph& g : m.glyphs) g.sigma_em = static_cast<float>(g.sigma_em * factor);
  return factor;
}

}  // namespace spoor::trace
