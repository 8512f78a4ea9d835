#include "watermark/mark/blind.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "watermark/mark/coder_state.hpp"
#include "watermark/mark/list_decoder.hpp"
#include "watermark/mark/tail.hpp"

namespace spoor::mark_code {
namespace {

constexpr std::size_t kLargestList = 1024;

// The chips as soft bits of the codeword: mask and interleaver undone; + where the code bit is more likely 0.
std::array<float, kPolarLength> soft_bits(const Coder::State& state, const SoftChips& chips) noexcept {
  std::array<float, kPolarLength> soft{};
  for (std::size_t i = 0; i < kPolarLength; ++i) {
    const std::size_t position = state.place[i];
    const bool masked = ((state.mask[position / 64] >> (position % 64)) & 1U) != 0;
    const float t = std::tanh(static_cast<float>(chips.a[position]) * chips.unit_a / 2);
    soft[i] = masked ? t : -t;
  }
  return soft;
}

// Bounds the probability of an agreement as good as a candidate's, for all payloads.
class Significance {
 public:
  Significance(const Coder& coder, const SoftChips& chips) : coder_(coder), chips_(chips) {
    for (const std::int8_t q : chips.a)
      if (q != 0) coins_.add(static_cast<std::uint32_t>(std::abs(q)), 0.5);
  }
  [[nodiscard]] double of(const Payload& payload) const {
    std::array<std::uint64_t, mark::kPositionsA / 64> table{};
    coder_.table_a(payload.token, payload.slot, table);
    std::int64_t agreeing = 0;
    for (std::size_t j = 0; j < kPolarLength; ++j) {
      const bool plus = ((table[j / 64] >> (j % 64)) & 1U) != 0;
      if (chips_.a[j] != 0 && plus == (chips_.a[j] > 0)) agreeing += std::abs(chips_.a[j]);
    }
    const double log10_payloads = static_cast<double>(kPayloadBits) * std::log10(2.0);
    return std::min(0.0, log10_tail_bound(coins_, agreeing) + log10_payloads);
  }

 private:
  const Coder& coder_;
  const SoftChips& chips_;
  WeightedCoins coins_;
};

std::vector<BlindCandidate> candidates_of(const Coder& coder, const Significance& significance,
                                          const std::vector<DecodedPath>& paths) {
  std::vector<BlindCandidate> candidates;
  for (const DecodedPath& path : paths) {
    const std::uint64_t packed = coder.state().permutation.decrypt(path.payload);
    const Payload payload{packed >> 16, static_cast<std::uint16_t>(packed)};
    candidates.push_back({payload, path.metric, significance.of(payload)});
  }
  return candidates;
}

void merge(std::vector<BlindCandidate>& into, const std::vector<BlindCandidate>& more) {
  for (const BlindCandidate& candidate : more)
    if (std::none_of(into.begin(), into.end(),
                     [&](const BlindCandidate& have) { return have.payload == candidate.payload; }))
      into.push_back(candidate);
  std::stable_sort(into.begin(), into.end(),
                   [](const BlindCandidate& a, const BlindCandidate& b) { return a.metric < b.metric; });
}

}  // namespace

std::vector<BlindCandidate> decode_blind(const Coder& coder, const SoftChips& chips,
                                         const BlindOptions& options) {
  const bool any = std::any_of(chips.a.begin(), chips.a.end(), [](std::int8_t q) { return q != 0; });
  if (!any || !std::isfinite(chips.unit_a) || chips.unit_a <= 0) return {};
  const auto soft = soft_bits(coder.state(), chips);
  const Significance significance(coder, chips);
  std::vector<BlindCandidate> found;
  for (const std::size_t size : {std::max<std::size_t>(options.list_size, 1), options.retry_size}) {
    if (size == 0) continue;
    ListDecoder decoder(std::min(size, kLargestList));
    merge(found, candidates_of(coder, significance, decoder.decode(soft)));
    const bool good = std::any_of(found.begin(), found.end(), [&](const BlindCandidate& candidate) {
      return options.known ? options.known(candidate.payload)
                           : candidate.log10_p_corrected < kBlindSignificant;
    });
    if (good) break;
  }
  return found;
}

}  // namespace spoor::mark_code
