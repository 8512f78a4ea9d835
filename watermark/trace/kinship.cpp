#include "watermark/trace/kinship.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "watermark/mark/fold.hpp"

namespace spoor::trace {
namespace {

struct Mean {
  double sum = 0;
  double weight = 0;
};
using Trigram = std::array<mark::FoldClass, 3>;

constexpr double kReach = 3;  // strengths: offsets beyond are drawn in to it

// Mean offset of every context of code A, by position.
std::vector<std::map<Trigram, Mean>> contexts_by_position(std::span<const Measurement> measurements,
                                                          double strength_em) {
  std::vector<std::map<Trigram, Mean>> out(mark::kPositionsA);
  for (const Measurement& measurement : measurements)
    for (const MeasuredGlyph& glyph : measurement.glyphs) {
      const mark::Position position = mark::position_of(glyph.window);
      if (position.code != mark::Code::a || !(glyph.sigma_em > 0) || !std::isfinite(glyph.offset_em))
        continue;
      const Trigram trigram{mark::fold(glyph.window[1]), mark::fold(glyph.window[2]),
                            mark::fold(glyph.window[3])};
      const double sigma = glyph.sigma_em / strength_em;
      const double weight = static_cast<double>(glyph.read_probability) / (1 + sigma * sigma);
      Mean& mean = out[position.index][trigram];
      mean.sum += weight * std::clamp(glyph.offset_em / strength_em, -kReach, kReach);
      mean.weight += weight;
    }
  return out;
}

}  // namespace

Kinship kinship(std::span<const Measurement> measurements, double strength_em) {
  Kinship out;
  double products = 0, power = 0;
  std::size_t contexts = 0;
  for (const auto& position : contexts_by_position(measurements, strength_em)) {
    double sum = 0, squares = 0;
    std::size_t count = 0;
    for (const auto& [trigram, mean] : position) {
      if (!(mean.weight > 0)) continue;
      const double value = mean.sum / mean.weight;
      sum += value, squares += value * value, ++count;
    }
    if (count == 0) continue;
    products += (sum * sum - squares) / 2;
    out.pairs += count * (count - 1) / 2;
    power += squares, contexts += count;
  }
  if (out.pairs == 0 || !(power > 0)) return out;
  out.agreement = products / static_cast<double>(out.pairs);
  // On an unmarked page products of kin are uncorrelated with mean 0 and variance (mean power)^2.
  out.z = products / (std::sqrt(static_cast<double>(out.pairs)) * power / static_cast<double>(contexts));
  return out;
}

}  // namespace spoor::trace
