#include "tests/bench/mark/simulation.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>

namespace spoor::bench {

Profile profile_of(std::span<const std::u32string> rows) {
  Profile profile;
  for (const mark::Position& p : positions_of(rows)) {
    ++(p.code == mark::Code::a ? profile.a : profile.b)[p.index];
    ++profile.glyphs;
  }
  return profile;
}

void add(Profile& to, const Profile& more) {
  for (const auto& [position, glyphs] : more.a) to.a[position] += glyphs;
  for (const auto& [position, glyphs] : more.b) to.b[position] += glyphs;
  to.glyphs += more.glyphs;
}

Tables tables_of(const mark_code::Coder& coder, std::uint64_t token, std::uint16_t slot) {
  Tables tables;
  coder.table_a(token, slot, tables.a);
  coder.table_b(token, std::span<std::uint64_t, mark::kPositionsB / 64>(tables.b));
  return tables;
}

mark_code::SoftChips measure(const Profile& profile, double snr, Rng& rng, const Tables& tables) {
  return measure_drawn(profile, snr, rng, [&](mark::Code code, std::uint32_t position) {
    return code == mark::Code::a ? sign_of(tables.a, position) : sign_of(tables.b, position);
  });
}

Channel fair_sign_channel(double snr) {
  // Given sign +, L = 2 (snr + sqrt(snr) noise); information density = 1 - log2(1 + exp(-L)).
  constexpr double kStep = 0.02;
  double mean = 0;
  double square = 0;
  double norm = 0;
  for (double n = -8; n <= 8; n += kStep) {
    const double weight = std::exp(-n * n / 2);
    const double density = 1 - std::log2(1 + std::exp(-2 * (snr + std::sqrt(snr) * n)));
    norm += weight;
    mean += weight * density;
    square += weight * density * density;
  }
  mean /= norm;
  return {mean, square / norm - mean * mean};
}

double normal_approximation(const Profile& profile, double snr) {
  std::map<int, int> by_count;
  for (const auto& [position, glyphs] : profile.a) ++by_count[glyphs];
  double information = 0;
  double dispersion = 0;
  for (const auto& [glyphs, positions] : by_count) {
    const Channel channel = fair_sign_channel(snr * glyphs);
    information += positions * channel.information;
    dispersion += positions * channel.dispersion;
  }
  if (information <= 0) return 1;
  constexpr double kBits = 64;
  const double margin = information - kBits + 0.5 * std::log2(static_cast<double>(profile.a.size()));
  return 0.5 * std::erfc(margin / std::sqrt(2 * std::max(dispersion, 1e-9)));
}

mark_code::Coder bench_coder(std::uint8_t seed) {
  mark_code::MarkKey key{};
  key.fill(seed);
  auto coder = mark_code::Coder::create(key);
  if (!coder) {
    std::fprintf(stderr, "%s\n", coder.error().message.c_str());
    std::exit(1);
  }
  return *coder;
}

}  // namespace spoor::bench
