#include "watermark/mark/collusion.hpp"

#include <cmath>

namespace spoor::mark_code {
namespace {

struct Strategy {
  int colluders;
  double (*plus)(int pluses, int colluders);  // P(pirated sign is +), where they differ
};

double share(int pluses, int colluders) noexcept {
  return static_cast<double>(pluses) / colluders;
}
double majority(int pluses, int colluders) noexcept {
  return 2 * pluses == colluders ? 0.5 : (2 * pluses > colluders ? 1.0 : 0.0);
}
double minority(int pluses, int colluders) noexcept {
  return 1 - majority(pluses, colluders);
}
double coin(int, int) noexcept {
  return 0.5;
}
double plus(int, int) noexcept {
  return 1;
}
double minus(int, int) noexcept {
  return 0;
}

// The numbers of colluders are those whose weights also serve their neighbours best (2 to 5).
Strategy strategy_of(Scenario scenario) noexcept {
  switch (scenario) {
    case Scenario::alone:
      return {1, share};
    case Scenario::mixture:
      return {4, share};
    case Scenario::majority:
      return {5, majority};
    case Scenario::minority_of_three:
      return {3, minority};
    case Scenario::minority_of_five:
      return {5, minority};
    case Scenario::coin:
      return {4, coin};
    case Scenario::all_plus:
      return {4, plus};
    case Scenario::all_minus:
      return {4, minus};
  }
  return {1, share};
}

double pirated(const Strategy& strategy, int pluses) noexcept {
  if (pluses == 0) return 0;
  if (pluses == strategy.colluders) return 1;
  return strategy.plus(pluses, strategy.colluders);
}

double binomial(int n, int k, double p) noexcept {
  double value = 1;
  for (int i = 0; i < k; ++i) value *= p * (n - i) / (i + 1);
  for (int i = k; i < n; ++i) value *= 1 - p;
  return value;
}

}  // namespace

SignOdds odds_of(Scenario scenario, double bias) noexcept {
  const Strategy strategy = strategy_of(scenario);
  const int others = strategy.colluders - 1;
  SignOdds odds{0, 0};
  for (int k = 0; k <= others; ++k) {
    const double chance = binomial(others, k, bias);
    odds.if_plus += chance * pirated(strategy, k + 1);
    odds.if_minus += chance * pirated(strategy, k);
  }
  return odds;
}

double sign_weight(const SignOdds& odds, double llr) noexcept {
  const double plus = 1 / (1 + std::exp(-llr));
  const double minus = 1 / (1 + std::exp(llr));
  // The smallest normal number keeps a certainty of both the odds and the chip finite.
  constexpr double kTiny = 1e-300;
  const double own_plus = odds.if_plus * plus + (1 - odds.if_plus) * minus;
  const double own_minus = odds.if_minus * plus + (1 - odds.if_minus) * minus;
  return std::log((own_plus + kTiny) / (own_minus + kTiny));
}

}  // namespace spoor::mark_code
