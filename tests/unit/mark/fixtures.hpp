// What the mark's tests share: a coder of a fixed key, a seeded generator, tables, synthetic chips.
#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "watermark/mark/chips.hpp"
#include "watermark/mark/coder.hpp"

namespace spoor::test {

using Rng = std::mt19937_64;

inline mark_code::Coder make_coder(std::uint8_t seed) {
  mark_code::MarkKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(seed + i);
  auto coder = mark_code::Coder::create(key);
  REQUIRE(coder.has_value());
  return *coder;
}

using TableA = std::array<std::uint64_t, mark::kPositionsA / 64>;
using TableB = std::vector<std::uint64_t>;

inline TableA table_a(const mark_code::Coder& coder, std::uint64_t token, std::uint16_t slot) {
  TableA table{};
  coder.table_a(token, slot, table);
  return table;
}
inline TableB table_b(const mark_code::Coder& coder, std::uint64_t token) {
  TableB table(mark::kPositionsB / 64);
  coder.table_b(token, std::span<std::uint64_t, mark::kPositionsB / 64>(table));
  return table;
}
inline int sign_at(std::span<const std::uint64_t> table, std::size_t position) {
  return ((table[position / 64] >> (position % 64)) & 1U) != 0 ? 1 : -1;
}

/// A page: how many glyphs stand at some random positions of each code.
struct Page {
  std::vector<std::pair<std::size_t, int>> a;
  std::vector<std::pair<std::size_t, int>> b;
};
inline Page random_page(Rng& rng, std::size_t positions_a, std::size_t positions_b) {
  std::geometric_distribution<int> repeats(0.6);
  Page page;
  for (std::size_t i = 0; i < positions_a; ++i)
    page.a.emplace_back(rng() % mark::kPositionsA, 1 + repeats(rng));
  for (std::size_t i = 0; i < positions_b; ++i)
    page.b.emplace_back(rng() % mark::kPositionsB, 1 + repeats(rng));
  return page;
}

/// Chips of a page drawn with given signs (position -> amplitude in [-1, 1]) at a signal-to-noise ratio per
/// glyph.
template <typename A, typename B>
mark_code::SoftChips measured_drawn(const Page& page, double snr, Rng& rng, A&& amplitude_a,
                                    B&& amplitude_b) {
  std::normal_distribution<double> noise;
  std::vector<float> a(mark::kPositionsA);
  std::vector<float> b(mark::kPositionsB);
  const auto pool = [&](const auto& seen, auto&& amplitude, std::vector<float>& llr) {
    for (const auto& [position, glyphs] : seen) {
      const double energy = snr * glyphs;
      llr[position] +=
          static_cast<float>(2 * (amplitude(position) * energy + std::sqrt(energy) * noise(rng)));
    }
  };
  pool(page.a, amplitude_a, a);
  pool(page.b, amplitude_b, b);
  return mark_code::make_chips(a, b);
}

inline mark_code::SoftChips measured(const Page& page, double snr, Rng& rng, const TableA& a,
                                     const TableB& b) {
  return measured_drawn(
      page, snr, rng, [&](std::size_t j) { return sign_at(a, j); },
      [&](std::size_t j) { return sign_at(b, j); });
}

/// FNV-1a over words: a digest for frozen vectors.
inline std::uint64_t digest(std::span<const std::uint64_t> words) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const std::uint64_t word : words)
    for (int shift = 0; shift < 64; shift += 8) hash = (hash ^ ((word >> shift) & 0xFF)) * 0x100000001B3ULL;
  return hash;
}

}  // namespace spoor::test
