// The exact tail of a sum of independent weighted coins. What the mark's false-accusation probabilities rest
// on.
#pragma once

#include <cstdint>
#include <vector>

namespace spoor::mark_code {

/// X = sum of the weights whose coin falls; coin j falls with probabilities[j], independently.
struct WeightedCoins {
  std::vector<std::uint32_t> weights;  ///< > 0
  std::vector<double> probabilities;   ///< inside (0, 1)

  void add(std::uint32_t weight, double probability) {
    weights.push_back(weight);
    probabilities.push_back(probability);
  }
  [[nodiscard]] std::uint64_t total() const noexcept;  ///< the largest X
};

/// log10 P(X >= threshold), exact up to rounding (relative error of P below 1e-9), however small P is: a
/// subset-sum recursion over the coins tilted by exp(theta * weight) until their mean is the threshold, which
/// leaves nothing to underflow (exponential tilting: Cramer 1938). 0 for a threshold of 0 or less, -infinity
/// above total(). Time and memory grow with total(); keep it below some 2^19.
[[nodiscard]] double log10_tail(const WeightedCoins& coins, std::int64_t threshold);

/// Chernoff's bound on the same: never below log10_tail; time grows with the number of coins alone.
[[nodiscard]] double log10_tail_bound(const WeightedCoins& coins, std::int64_t threshold);

}  // namespace spoor::mark_code
