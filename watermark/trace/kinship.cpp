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

constexpr double kCertain = 5;  // standard deviations
constexpr std::size_t kFewSharp = 30;
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

void count_displaced(std::span<const Measurement> measurements, double strength_em, Kinship& out) {
  constexpr double kSharp = 0.2;  // strengths: a glyph on its grid seems half a strength off once in 80
  std::size_t displaced = 0, at_strength = 0;
  for (const Measurement& measurement : measurements)
    for (const MeasuredGlyph& glyph : measurement.glyphs) {
      const double strength = strength_em * mark::stack_factor(glyph.window[2]);
      if (mark::position_of(glyph.window).code == mark::Code::none || !(glyph.sigma_em > 0) ||
          !(glyph.sigma_em < kSharp * strength) || !std::isfinite(glyph.offset_em))
        continue;
      ++out.sharp;
      const double offset = std::abs(static_cast<double>(glyph.offset_em)) / strength;
      if (offset >= 0.5) ++displaced;
      if (offset >= 0.5 && offset <= 1.5) ++at_strength;
    }
  if (out.sharp == 0) return;
  out.displaced = static_cast<double>(displaced) / static_cast<double>(out.sharp);
  out.at_strength = static_cast<double>(at_strength) / static_cast<double>(out.sharp);
}

}  // namespace

bool shows_right_reading(const Kinship& signs) noexcept {
  return signs.z >= kCertain || mark_presence(signs) == MarkPresence::unmarked;
}

bool shows_wrong_reading(const Kinship& signs) noexcept {
  // Offsets that are spread over the strengths that a glyph can be misplaced by lie at the mark's by a third.
  constexpr double kFewAtStrength = 0.75;
  return !shows_right_reading(signs) && signs.sharp >= kFewSharp && signs.at_strength < kFewAtStrength;
}

MarkPresence mark_presence(const Kinship& signs) noexcept {
  constexpr double kMostDisplaced = 0.75, kFewDisplaced = 0.25;
  if (signs.z >= kCertain) return MarkPresence::marked;
  if (signs.sharp < kFewSharp) return MarkPresence::unknown;
  if (signs.displaced >= kMostDisplaced) return MarkPresence::marked;
  return signs.displaced <= kFewDisplaced ? MarkPresence::unmarked : MarkPresence::unknown;
}

Kinship kinship(std::span<const Measurement> measurements, double strength_em) {
  Kinship out;
  count_displaced(measurements, strength_em, out);
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
