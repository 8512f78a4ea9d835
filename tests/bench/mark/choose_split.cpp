// Chooses the trigrams whose glyphs speak for code B. On windows of real code it adds up, for every folded
// trigram, the information that its glyphs carry when they share one position of code A, and when they are
// spread over the positions of their 5-grams in code B (whose biases cost part of it), and lists the trigrams
// in the order of what moving them gains for each bit that the name alone loses. Usage: choose_split
// KERNEL_TREE COUNT > list
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <unordered_map>

#include "tests/bench/mark/corpus.hpp"
#include "watermark/mark/fold.hpp"

namespace {

using namespace spoor;
using mark::fold;
constexpr double kSnr = 0.8;
constexpr std::size_t kRows = 10;
constexpr int kWindows = 40000;
constexpr double kLeastGlyphs = kWindows / 20.0;  // rarer trigrams stay with A: their tally is noise

// Mutual information of a sign with P(+) = p and a Gaussian measurement of signal-to-noise ratio snr, in
// bits.
double information(double snr, double p) {
  double sum = 0;
  const double a = std::sqrt(snr);
  constexpr double kStep = 0.05;
  for (double y = -10 - a; y < 10 + a; y += kStep)
    for (const double s : {1.0, -1.0}) {
      const double own = std::exp(-(y - s * a) * (y - s * a) / 2);
      const double other = std::exp(-(y + s * a) * (y + s * a) / 2);
      const double prior = s > 0 ? p : 1 - p;
      const double mixed = prior * own + (1 - prior) * other;
      if (own > 0) sum += prior * own * std::log2(own / mixed) * kStep / std::sqrt(2 * M_PI);
    }
  return sum;
}

// Code B's biases: a third each of about .113, .5 and .887 (watermark/mark/biases.hpp).
double biased_information(double snr) {
  return 0.664 * information(snr, 0.1127) + 0.336 * information(snr, 0.5);
}

struct Tally {
  double a = 0;
  double b = 0;
  double glyphs = 0;
};

/// What n glyphs of one context tell, in each of the two codes.
struct Tables {
  std::vector<double> a = std::vector<double>(400);
  std::vector<double> b = std::vector<double>(400);
};

Tables information_tables() {
  Tables tables;
  for (std::size_t n = 0; n < tables.a.size(); ++n) {
    tables.a[n] = information(kSnr * static_cast<double>(n), 0.5);
    tables.b[n] = biased_information(kSnr * static_cast<double>(n));
  }
  return tables;
}

}  // namespace

int main(int argc, char** argv) {
  const auto corpora = bench::load_all(argc > 1 ? argv[1] : "", 600, 0.25, bench::BlankRows::keep);
  const std::size_t count = argc > 2 ? static_cast<std::size_t>(std::atoi(argv[2])) : 256;
  const auto [info_a, info_b] = information_tables();
  bench::Rng rng(1);
  std::unordered_map<std::uint32_t, Tally> tallies;
  for (int w = 0; w < kWindows; ++w) {
    std::map<std::uint32_t, std::map<std::uint64_t, std::size_t>> contexts;
    for (const auto& row : bench::random_window(corpora, kRows, rng))
      for (std::size_t column = 0; column < row.size(); ++column) {
        const mark::Window window = bench::window_at(row, column);
        std::uint64_t five = 0;
        for (const char32_t c : window) five = (five << 8) | mark::fold(c);
        constexpr std::uint32_t kOther = 1;
        if (fold(window[1]) == kOther || fold(window[2]) == kOther || fold(window[3]) == kOther) continue;
        if (((five >> 16) & 0xFF) != 0) ++contexts[(five >> 8) & 0xFFFFFF][five];
      }
    for (const auto& [trigram, fives] : contexts) {
      Tally& tally = tallies[trigram];
      std::size_t n = 0;
      for (const auto& [five, k] : fives) {
        tally.b += info_b[std::min(k, info_b.size() - 1)];
        n += k;
      }
      tally.a += info_a[std::min(n, info_a.size() - 1)];
      tally.glyphs += static_cast<double>(n);
    }
  }
  std::vector<std::pair<std::uint32_t, Tally>> order(tallies.begin(), tallies.end());
  std::sort(order.begin(), order.end(), [](const auto& x, const auto& y) {
    const double gain_x = x.second.b / x.second.a;
    const double gain_y = y.second.b / y.second.a;
    const bool rare_x = x.second.glyphs < kLeastGlyphs;
    const bool rare_y = y.second.glyphs < kLeastGlyphs;
    return rare_x != rare_y ? rare_y : gain_x != gain_y ? gain_x > gain_y : x.first < y.first;
  });
  double total_a = 0;
  double glyphs = 0;
  for (const auto& [trigram, tally] : order) total_a += tally.a, glyphs += tally.glyphs;
  Tally moved;
  for (std::size_t i = 0; i < std::min(count, order.size()); ++i) {
    const auto& [trigram, tally] = order[i];
    moved.a += tally.a, moved.b += tally.b, moved.glyphs += tally.glyphs;
    for (int shift = 16; shift >= 0; shift -= 8) {
      const char c = static_cast<char>((trigram >> shift) & 0xFF);
      std::putchar(c == 0 ? ' ' : c);
    }
    if ((i & (i + 1)) == 0 || (i + 1) % 100 == 0)
      std::fprintf(
          stderr,
          "%5zu trigrams: %4.1f %% of glyphs, the name keeps %5.1f %%, both together %5.1f %% (last %.3f)\n",
          i + 1, 100 * moved.glyphs / glyphs, 100 * (1 - moved.a / total_a),
          100 * (1 + (moved.b - moved.a) / total_a), tally.b / tally.a);
  }
  std::putchar('\n');
  return 0;
}
