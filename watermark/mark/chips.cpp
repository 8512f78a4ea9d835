#include "watermark/mark/chips.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::mark_code {
namespace {

constexpr double kClipAtMeans = 8;
constexpr double kLargest = 127;

std::span<const float> at_most(std::span<const float> values, std::size_t count) noexcept {
  return values.first(std::min(values.size(), count));
}

}  // namespace

QuantisedSoft quantise(std::span<const float> soft) {
  QuantisedSoft out{std::vector<std::int8_t>(soft.size()), 0.0F};
  double sum = 0;
  std::size_t seen = 0;
  for (const float value : soft) {
    if (!std::isfinite(value) || value == 0.0F) continue;
    sum += std::abs(static_cast<double>(value));
    ++seen;
  }
  if (seen == 0) return out;
  const double unit = kClipAtMeans * (sum / static_cast<double>(seen)) / kLargest;
  out.unit = static_cast<float>(unit);
  for (std::size_t i = 0; i < soft.size(); ++i)
    if (std::isfinite(soft[i]))
      out.q[i] = static_cast<std::int8_t>(std::lround(std::clamp(soft[i] / unit, -kLargest, kLargest)));
  return out;
}

SoftChips make_chips(std::span<const float> llr_a, std::span<const float> llr_b) {
  SoftChips chips;
  const QuantisedSoft a = quantise(at_most(llr_a, mark::kPositionsA));
  std::copy(a.q.begin(), a.q.end(), chips.a.begin());
  chips.unit_a = a.unit;
  if (!llr_b.empty()) {
    QuantisedSoft b = quantise(at_most(llr_b, mark::kPositionsB));
    b.q.resize(mark::kPositionsB);
    chips.b = std::move(b.q);
    chips.unit_b = b.unit;
  }
  return chips;
}

}  // namespace spoor::mark_code
