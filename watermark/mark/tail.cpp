#include "watermark/mark/tail.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace spoor::mark_code {
namespace {

struct Tilt {
  double theta = 0;     // >= 0
  double cumulant = 0;  // ln E[exp(theta * X)]
  double mean = 0;      // of X under the tilted coins
  double variance = 0;  // likewise
};

// Probability that a coin of weight w falls once tilted; written so that exp never overflows (theta >= 0).
double tilted(double probability, double theta_w) noexcept {
  return probability / (probability + (1 - probability) * std::exp(-theta_w));
}

Tilt tilt_at(const WeightedCoins& coins, double theta) noexcept {
  Tilt tilt{theta, 0, 0, 0};
  for (std::size_t j = 0; j < coins.weights.size(); ++j) {
    const double w = coins.weights[j];
    const double p = coins.probabilities[j];
    const double mixed = p + (1 - p) * std::exp(-theta * w);
    const double falls = p / mixed;
    tilt.cumulant += theta * w + std::log(mixed);
    tilt.mean += w * falls;
    tilt.variance += w * w * falls * (1 - falls);
  }
  return tilt;
}

// The tilt whose mean is the threshold (the mean grows with theta): Newton's steps, kept inside a shrinking
// bracket. Any theta is valid; the best one keeps the recursion's mass around the threshold and the bound
// tight. Capped where every coin falls almost surely.
Tilt tilt_for(const WeightedCoins& coins, double threshold) noexcept {
  constexpr int kMostSteps = 60;
  constexpr double kCertain = 40;        // exp(-40): a coin of the smallest weight as good as certain
  constexpr double kCloseEnough = 1e-3;  // of a standard deviation
  double low = 0;
  double high = kCertain / *std::min_element(coins.weights.begin(), coins.weights.end());
  Tilt tilt = tilt_at(coins, 0);
  if (tilt.mean >= threshold) return tilt;
  for (int step = 0; step < kMostSteps; ++step) {
    const double missing = threshold - tilt.mean;
    if (std::abs(missing) <= kCloseEnough * std::sqrt(tilt.variance)) break;
    (missing > 0 ? low : high) = tilt.theta;
    const double newton = tilt.theta + missing / tilt.variance;
    tilt = tilt_at(coins, newton > low && newton < high ? newton : (low + high) / 2);
  }
  return tilt;
}

// Distribution of X under the tilted coins, coin by coin, in place from the top.
std::vector<double> tilted_distribution(const WeightedCoins& coins, double theta) {
  std::vector<std::size_t> order(coins.weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return coins.weights[i] < coins.weights[j]; });
  std::vector<double> mass(coins.total() + 1, 0.0);
  std::vector<double> next(mass.size(), 0.0);
  mass[0] = 1;
  std::size_t reach = 0;
  for (const std::size_t j : order) {
    const std::size_t w = coins.weights[j];
    const double falls = tilted(coins.probabilities[j], theta * static_cast<double>(w));
    const double stays = 1 - falls;
    for (std::size_t x = 0; x <= reach; ++x) next[x] = stays * mass[x];
    std::fill(next.begin() + static_cast<std::ptrdiff_t>(reach) + 1,
              next.begin() + static_cast<std::ptrdiff_t>(reach + w) + 1, 0.0);
    for (std::size_t x = 0; x <= reach; ++x) next[x + w] += falls * mass[x];
    reach += w;
    mass.swap(next);
  }
  return mass;
}

bool outside(const WeightedCoins& coins, std::int64_t threshold, double& log10_p) noexcept {
  if (threshold <= 0) {
    log10_p = 0;
    return true;
  }
  if (static_cast<std::uint64_t>(threshold) > coins.total()) {
    log10_p = -std::numeric_limits<double>::infinity();
    return true;
  }
  return false;
}

}  // namespace

std::uint64_t WeightedCoins::total() const noexcept {
  return std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
}

double log10_tail(const WeightedCoins& coins, std::int64_t threshold) {
  double settled = 0;
  if (outside(coins, threshold, settled)) return settled;
  const Tilt tilt = tilt_for(coins, static_cast<double>(threshold));
  const std::vector<double> mass = tilted_distribution(coins, tilt.theta);
  // P(X >= t) = exp(K - theta t) * sum over x >= t of tilted mass(x) * exp(-theta (x - t))
  const auto first = static_cast<std::size_t>(threshold);
  const double decay = std::exp(-tilt.theta);
  double sum = 0;
  for (std::size_t x = mass.size(); x-- > first;) sum = sum * decay + mass[x];
  const double log_p = tilt.cumulant - tilt.theta * static_cast<double>(threshold) + std::log(sum);
  return std::min(0.0, log_p / std::numbers::ln10);
}

double log10_tail_bound(const WeightedCoins& coins, std::int64_t threshold) {
  double settled = 0;
  if (outside(coins, threshold, settled)) return settled;
  const Tilt tilt = tilt_for(coins, static_cast<double>(threshold));
  return std::min(0.0, (tilt.cumulant - tilt.theta * static_cast<double>(threshold)) / std::numbers::ln10);
}

}  // namespace spoor::mark_code
