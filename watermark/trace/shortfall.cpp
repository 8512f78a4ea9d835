#include "watermark/trace/shortfall.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <span>
#include <vector>

#include "watermark/mark/evidence.hpp"

namespace spoor::trace {
namespace {

constexpr std::size_t kTrials = 5;
constexpr std::size_t kEnough = 1;    // the second smallest: enough three times in four
constexpr double kMostGlyphs = 3000;  // about a page; but
constexpr double kLeastMostText = 4;  // times the text at hand in any case
constexpr double kTwiceTheResolution = 4;
constexpr int kHalvings = 6;
constexpr std::uint64_t kSeed = 0x53706f6f72;  // the trials are the same for the same capture

// One code's positions as a longer or sharper text would fill them: |L| of each.
std::vector<float> grown(const std::vector<PooledPosition>& seen, double text, double gain,
                         const PoolOptions& options, std::mt19937_64& random) {
  std::vector<std::size_t> empty;
  std::vector<double> once;  // raw |L| of positions that one glyph spoke for
  std::vector<float> out(seen.size());
  double filled = 0;
  const auto raw = [&](const PooledPosition& p) {
    const double part = std::min(std::abs(static_cast<double>(p.llr)) / options.position_cap, 0.9999);
    return gain * options.position_cap * std::atanh(part);
  };
  for (std::size_t j = 0; j < seen.size(); ++j) {
    if (seen[j].glyphs == 0) empty.push_back(j);
    if (seen[j].glyphs > 0) ++filled;
    if (seen[j].glyphs == 1) once.push_back(raw(seen[j]));
  }
  if (filled == 0) return out;
  // Contexts behind the filled positions (a hash: several may share one), and how many a longer text has.
  const auto all = static_cast<double>(seen.size());
  const double empty_a_context = std::log1p(-1 / all);
  const double contexts = std::log1p(-std::min(filled, all - 1) / all) / empty_a_context;
  const double novelty = static_cast<double>(once.size()) / filled;
  const double then = all * -std::expm1(contexts * std::pow(text, novelty) * empty_a_context);
  const auto fresh = std::min(empty.size(), static_cast<std::size_t>(std::max(0.0, then - filled)));
  const auto saturated = [&](double l) {
    return static_cast<float>(options.position_cap * std::tanh(l / options.position_cap));
  };
  // Twins add less than strangers: n glyphs of one context count for n / (1 + shared (n - 1)).
  const auto counts = [&](double n) { return n / (1 + options.shared_variance * (n - 1)); };
  for (std::size_t j = 0; j < seen.size(); ++j)
    if (seen[j].glyphs > 0)
      out[j] = saturated(raw(seen[j]) * counts(seen[j].glyphs * text) / counts(seen[j].glyphs));
  for (std::size_t i = 0; i < fresh && !once.empty(); ++i) {
    std::swap(empty[i], empty[i + random() % (empty.size() - i)]);
    out[empty[i]] = saturated(once[random() % once.size()]);
  }
  return out;
}

// Gives each magnitude the sign that a session's table says, wrong as often as the magnitude admits.
void sign(std::vector<float>& llr, std::span<const std::uint64_t> table, std::mt19937_64& random) {
  std::uniform_real_distribution<double> chance(0, 1);
  for (std::size_t j = 0; j < llr.size(); ++j) {
    const bool right = chance(random) * (1 + std::exp(-static_cast<double>(llr[j]))) < 1;
    const bool plus = ((table[j / 64] >> (j % 64)) & 1U) != 0;
    if (right != plus) llr[j] = -llr[j];
  }
}

class Trials {
 public:
  Trials(const Pooled& pooled, const mark_code::Coder& coder, const PoolOptions& options)
      : pooled_(pooled), coder_(coder), options_(options) {}

  // The e-value that a session which drew `text` times as much, L `gain` times as large, has most times.
  [[nodiscard]] double log10_evidence(double text, double gain) const {
    std::mt19937_64 random(kSeed);
    std::array<double, kTrials> found{};
    for (double& evidence : found) {
      const mark_code::Payload payload{random() & mark_code::kTokenMax, 0};
      auto a = grown(pooled_.a, text, gain, options_, random);
      auto b = grown(pooled_.b, text, gain, options_, random);
      mark::KerningTable table;
      coder_.table_a(payload.token, payload.slot, table.a);
      coder_.table_b(payload.token, std::span<std::uint64_t, mark::kPositionsB / 64>(table.b));
      sign(a, table.a, random);
      sign(b, table.b, random);
      evidence = mark_code::log10_evidence(coder_, mark_code::make_chips(a, b), payload);
    }
    std::sort(found.begin(), found.end());
    return found[kEnough];
  }

 private:
  const Pooled& pooled_;
  const mark_code::Coder& coder_;
  const PoolOptions& options_;
};

}  // namespace

Shortfall shortfall(const Pooled& pooled, const mark_code::Coder& coder, double needed_log10,
                    const PoolOptions& options) {
  const Trials trials(pooled, coder, options);
  Shortfall out;
  out.enough = trials.log10_evidence(1, 1) >= needed_log10;
  if (out.enough) return out;
  out.sharper_helps = trials.log10_evidence(1, kTwiceTheResolution) >= needed_log10;
  const auto glyphs = static_cast<double>(pooled.glyphs_a + pooled.glyphs_b);
  const double most_text = std::max(kLeastMostText, kMostGlyphs / std::max(glyphs, 1.0));
  if (trials.log10_evidence(most_text, 1) < needed_log10) return out;
  double low = 0, high = std::log(most_text);  // of the factor of the text
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (trials.log10_evidence(std::exp(middle), 1) >= needed_log10 ? high : low) = middle;
  }
  out.more_glyphs = static_cast<std::size_t>(std::ceil(glyphs * std::expm1(high)));
  return out;
}

Shortfall shortfall_of(double glyphs, double found_log10, double needed_log10) {
  Shortfall out;
  out.stands_out = true;
  const double more = std::max(1.0, glyphs * (needed_log10 / found_log10 - 1));
  if (more <= std::max(kMostGlyphs, kLeastMostText * glyphs))
    out.more_glyphs = static_cast<std::size_t>(std::ceil(more));
  return out;
}

}  // namespace spoor::trace
