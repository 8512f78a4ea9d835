#include "watermark/trace/sufficiency.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <span>

namespace spoor::trace {
namespace {

constexpr std::size_t kSteps = 128;
using Histogram = std::array<double, kSteps>;  // positions by |q|

Histogram magnitudes(std::span<const std::int8_t> chips) {
  Histogram out{};
  for (const std::int8_t q : chips) ++out[static_cast<std::size_t>(std::min(std::abs(q), 127))];
  return out;
}

double right_probability(double llr) {
  return 0.5 + 0.5 * std::tanh(llr / 2);
}
// ln of the likelihood ratio of a position whose sign is as the session's table says (llr > 0) or not (< 0),
// against a fair coin.
double ln_ratio(double llr) {
  return std::numbers::ln2 - std::log1p(std::exp(-llr));
}

// ln E[exp(-theta * ln ratio)] of the true session.
double ln_moment(const Histogram& histogram, double unit, double theta) {
  double sum = 0;
  for (std::size_t q = 1; q < kSteps; ++q) {
    if (histogram[q] == 0) continue;
    const double llr = static_cast<double>(q) * unit;
    const double right = right_probability(llr);
    sum += histogram[q] * std::log(right * std::exp(-theta * ln_ratio(llr)) +
                                   (1 - right) * std::exp(-theta * ln_ratio(-llr)));
  }
  return sum;
}

}  // namespace

mark_code::SoftChips trusted_chips(const mark_code::SoftChips& chips) {
  std::array<float, mark::kPositionsA> llr{};
  for (std::size_t j = 0; j < llr.size(); ++j) {
    const double stated = static_cast<double>(chips.a[j]) * static_cast<double>(chips.unit_a);
    llr[j] = static_cast<float>(2 * std::atanh(kTrust * std::tanh(stated / 2)));
  }
  return mark_code::make_chips(llr, {});
}

double log10_ratio_bound(const mark_code::SoftChips& trusted, double log10_ratio) {
  const Histogram histogram = magnitudes(trusted.a);
  double c = 0;
  for (std::size_t q = 1; q < kSteps; ++q)
    c += histogram[q] * std::log(std::cosh(static_cast<double>(q) * static_cast<double>(trusted.unit_a) / 2));
  c /= std::numbers::ln10;
  return std::abs(log10_ratio + c) - c;
}

double log10_probability_below(const mark_code::SoftChips& trusted, double log10_ratio) {
  constexpr int kThetas = 64;
  constexpr double kThetaMax = 2;
  const Histogram histogram = magnitudes(trusted.a);
  double best = 0;
  for (int i = 1; i <= kThetas; ++i) {
    const double theta = kThetaMax * i / kThetas;
    const double bound = theta * log10_ratio * std::numbers::ln10 +
                         ln_moment(histogram, static_cast<double>(trusted.unit_a), theta);
    best = std::min(best, bound);
  }
  return best / std::numbers::ln10;
}

}  // namespace spoor::trace
