// Captures without pictures: the chips that a page of real code gives at a signal-to-noise ratio per glyph.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/bench/mark/corpus.hpp"
#include "watermark/mark/chips.hpp"
#include "watermark/mark/coder.hpp"

namespace spoor::bench {

inline constexpr std::array<double, 5> kSnrs = {0.3, 0.6, 1, 2, 4};  ///< per glyph: (offset / sigma)^2

/// Glyphs seen at each position: what a page's text decides about its chips.
struct Profile {
  std::unordered_map<std::uint32_t, int> a;  ///< position -> glyphs
  std::unordered_map<std::uint32_t, int> b;
  std::size_t glyphs = 0;
};
[[nodiscard]] Profile profile_of(std::span<const std::u32string> rows);
void add(Profile& to, const Profile& more);

/// A session's signs in one slot.
struct Tables {
  std::array<std::uint64_t, mark::kPositionsA / 64> a{};
  std::vector<std::uint64_t> b = std::vector<std::uint64_t>(mark::kPositionsB / 64);
};
[[nodiscard]] Tables tables_of(const mark_code::Coder& coder, std::uint64_t token, std::uint16_t slot);
[[nodiscard]] inline double sign_of(std::span<const std::uint64_t> table, std::uint32_t position) {
  return ((table[position / 64] >> (position % 64)) & 1U) != 0 ? 1.0 : -1.0;
}

/// Pooled log-likelihood ratios of a page drawn with `amplitude(code, position)` in [-1, 1] of the full
/// displacement: every glyph is measured once with Gaussian noise.
template <typename Amplitude>
mark_code::SoftChips measure_drawn(const Profile& profile, double snr, Rng& rng, Amplitude&& amplitude) {
  std::normal_distribution<double> noise;
  std::vector<float> a(mark::kPositionsA);
  std::vector<float> b(mark::kPositionsB);
  const auto pool = [&](mark::Code code, const std::unordered_map<std::uint32_t, int>& seen,
                        std::vector<float>& llr) {
    for (const auto& [position, glyphs] : seen) {
      const double energy = snr * glyphs;
      const double mean = amplitude(code, position) * energy;
      llr[position] = static_cast<float>(2 * (mean + std::sqrt(energy) * noise(rng)));
    }
  };
  pool(mark::Code::a, profile.a, a);
  pool(mark::Code::b, profile.b, b);
  return mark_code::make_chips(a, b);
}

/// The same for one viewer's own tables.
[[nodiscard]] mark_code::SoftChips measure(const Profile& profile, double snr, Rng& rng,
                                           const Tables& tables);

/// Mutual information and dispersion of a fair sign at a signal-to-noise ratio, in bits and bits squared.
struct Channel {
  double information = 0;
  double dispersion = 0;
};
[[nodiscard]] Channel fair_sign_channel(double snr);

/// Probability that the best code of 64 bits fails on a page (normal approximation: Polyanskiy, Poor and
/// Verdu, "Channel coding rate in the finite blocklength regime", 2010, for parallel channels of unequal
/// energies).
[[nodiscard]] double normal_approximation(const Profile& profile, double snr);

[[nodiscard]] mark_code::Coder bench_coder(std::uint8_t seed);

}  // namespace spoor::bench
