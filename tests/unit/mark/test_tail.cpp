// The exact tail against enumeration, its range, and Chernoff's bound above it.
#include "tests/unit/mark/fixtures.hpp"
#include "watermark/mark/tail.hpp"

using namespace spoor;
using namespace spoor::mark_code;

namespace {

WeightedCoins random_coins(test::Rng& rng, std::size_t count, unsigned largest, bool fair) {
  WeightedCoins coins;
  for (std::size_t j = 0; j < count; ++j)
    coins.add(1 + static_cast<std::uint32_t>(rng() % largest),
              fair ? 0.5 : 0.02 + 0.96 * static_cast<double>(rng() % 1000) / 1000);
  return coins;
}

// P(X >= threshold) by going through every outcome.
double enumerated(const WeightedCoins& coins, std::int64_t threshold) {
  double sum = 0;
  for (std::uint64_t outcome = 0; outcome < (std::uint64_t{1} << coins.weights.size()); ++outcome) {
    std::int64_t x = 0;
    double p = 1;
    for (std::size_t j = 0; j < coins.weights.size(); ++j) {
      const bool falls = ((outcome >> j) & 1U) != 0;
      x += falls ? coins.weights[j] : 0;
      p *= falls ? coins.probabilities[j] : 1 - coins.probabilities[j];
    }
    if (x >= threshold) sum += p;
  }
  return sum;
}

}  // namespace

TEST_CASE("the exact tail equals enumeration", "[tail]") {
  test::Rng rng(1);
  for (int round = 0; round < 40; ++round) {
    const auto coins = random_coins(rng, 1 + rng() % 12, round % 2 == 0 ? 127 : 3, round % 3 == 0);
    const auto total = static_cast<std::int64_t>(coins.total());
    for (std::int64_t t = -1; t <= total; t += 1 + total / 17) {
      const double exact = enumerated(coins, t);
      const double log10_p = log10_tail(coins, t);
      CHECK(std::pow(10, log10_p) == Approx(exact).epsilon(1e-9));
      CHECK(log10_tail_bound(coins, t) >= log10_p - 1e-9);
    }
    CHECK(std::pow(10, log10_tail(coins, total)) == Approx(enumerated(coins, total)).epsilon(1e-9));
    CHECK(std::isinf(log10_tail(coins, total + 1)));
  }
}

TEST_CASE("the tail does not underflow", "[tail]") {
  WeightedCoins coins;
  for (int j = 0; j < 5000; ++j) coins.add(3, 0.5);
  CHECK(log10_tail(coins, 15000) == Approx(-5000 * std::log10(2.0)).epsilon(1e-9));
  // All but one fall: 5001 outcomes.
  CHECK(log10_tail(coins, 14997) == Approx(std::log10(5001.0) - 5000 * std::log10(2.0)).epsilon(1e-9));
}

TEST_CASE("biased coins keep their precision in both tails", "[tail]") {
  WeightedCoins coins;
  for (int j = 0; j < 200; ++j) coins.add(1, 0.01);
  CHECK(log10_tail(coins, 200) == Approx(-400).epsilon(1e-9));
  CHECK(std::pow(10, log10_tail(coins, 1)) == Approx(1 - std::pow(0.99, 200)).epsilon(1e-9));
  CHECK(log10_tail(coins, 0) == 0);
}

TEST_CASE("the tail falls as the threshold rises", "[tail]") {
  test::Rng rng(2);
  const auto coins = random_coins(rng, 300, 127, false);
  double last = 0;
  for (std::int64_t t = 0; t <= static_cast<std::int64_t>(coins.total()); t += 371) {
    const double now = log10_tail(coins, t);
    CHECK(now <= last + 1e-9);
    last = now;
  }
}

TEST_CASE("stated probabilities of random sums are calibrated", "[tail][calibration]") {
  test::Rng rng(3);
  const auto coins = random_coins(rng, 60, 127, false);
  std::vector<double> by_threshold;
  for (std::int64_t t = 0; t <= static_cast<std::int64_t>(coins.total()); ++t)
    by_threshold.push_back(t % 8 == 0 ? log10_tail(coins, t) : by_threshold.back());
  std::uniform_real_distribution<double> uniform;
  constexpr int kDraws = 200000;
  std::array<int, 3> below{};
  for (int i = 0; i < kDraws; ++i) {
    std::size_t x = 0;
    for (std::size_t j = 0; j < coins.weights.size(); ++j)
      x += uniform(rng) < coins.probabilities[j] ? coins.weights[j] : 0;
    for (std::size_t k = 0; k < below.size(); ++k)
      below[k] += by_threshold[x] <= -1.0 - static_cast<double>(k) ? 1 : 0;
  }
  for (std::size_t k = 0; k < below.size(); ++k) {
    const double stated = std::pow(10, -1.0 - static_cast<double>(k));
    CHECK(below[k] <= kDraws * stated + 4 * std::sqrt(kDraws * stated));
    CHECK(below[k] >= 0.7 * kDraws * stated);  // not slack either
  }
}
