#include "watermark/mark/evidence.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "watermark/mark/coder_state.hpp"
#include "watermark/mark/polar.hpp"

namespace spoor::mark_code {
namespace {

constexpr double kCertain = 1 - 1e-9;  // soft bits stay inside, so that no quotient is 0 / 0

// What the chips are taken for: every log-likelihood ratio times `trust`, which is negative where a
// minority's signs were drawn and below 1 where signs were averaged; and only `own` of the chips are the
// session's at all, where others drew the rest (1 of 2, 3, 4 colluders who took turns).
struct Channel {
  double trust = 1;
  double own = 1;
  double share = 1;  // of the mean
};
constexpr std::array kChannels = {Channel{1, 1, 0.44},     Channel{0.6, 1, 0.08},  Channel{0.3, 1, 0.08},
                                  Channel{0.12, 1, 0.08},  Channel{-0.6, 1, 0.05}, Channel{-0.3, 1, 0.05},
                                  Channel{-0.12, 1, 0.04}, Channel{1, 0.5, 0.06},  Channel{1, 0.33, 0.04},
                                  Channel{1, 0.25, 0.03},  Channel{-1, 0.5, 0.02}, Channel{-1, 0.33, 0.02},
                                  Channel{-1, 0.25, 0.01}};

// Follows one payload through the successive-cancellation decoder.
class NamePath {
 public:
  explicit NamePath(std::uint64_t payload) : payload_(payload) {
    for (std::size_t level = 0; level <= kPolarStages; ++level) soft_[level].resize(std::size_t{1} << level);
  }

  // Sum over the payload's bits of ln 2 P(bit | chips, bits before it).
  double log_evidence(std::span<const double, kPolarLength> soft) {
    std::copy(soft.begin(), soft.end(), soft_[kPolarStages].begin());
    nats_ = 0;
    descend(kPolarStages, 0);
    return nats_;
  }

 private:
  // Leaves the node's code bits, +1 for 0, in signs_ from `first` on.
  void descend(std::size_t level, std::size_t first) {
    if (level == 0) return leaf(first);
    const std::size_t half = std::size_t{1} << (level - 1);
    const std::vector<double>& above = soft_[level];
    std::vector<double>& below = soft_[level - 1];
    for (std::size_t i = 0; i < half; ++i) below[i] = above[i] * above[half + i];
    descend(level - 1, first);
    for (std::size_t i = 0; i < half; ++i) {
      const double turned = signs_[first + i] * above[i];
      below[i] = std::clamp((turned + above[half + i]) / (1 + turned * above[half + i]), -kCertain, kCertain);
    }
    descend(level - 1, first + half);
    for (std::size_t i = 0; i < half; ++i) signs_[first + i] *= signs_[first + half + i];
  }

  void leaf(std::size_t at) {
    const Input& input = polar_inputs()[at];
    bool bit = false;
    if (input.kind == InputKind::check) bit = (std::popcount(payload_ & input.covers) & 1) != 0;
    if (input.kind == InputKind::payload) {
      bit = ((payload_ >> input.bit) & 1U) != 0;
      nats_ += std::log1p(bit ? -soft_[0][0] : soft_[0][0]);
    }
    signs_[at] = bit ? -1 : 1;
  }

  std::uint64_t payload_;
  std::array<std::vector<double>, kPolarStages + 1> soft_;
  std::array<double, kPolarLength> signs_{};
  double nats_ = 0;
};

double name_evidence(const Coder::State& state, const SoftChips& chips, NamePath& path,
                     const Channel& channel) {
  std::array<double, kPolarLength> soft{};
  for (std::size_t i = 0; i < kPolarLength; ++i) {
    const std::size_t position = state.place[i];
    const bool masked = ((state.mask[position / 64] >> (position % 64)) & 1U) != 0;
    const double t =
        channel.own * std::tanh(channel.trust * chips.a[position] * static_cast<double>(chips.unit_a) / 2);
    soft[i] = std::clamp(masked ? t : -t, -kCertain, kCertain);
  }
  return path.log_evidence(soft);
}

// A chip of code B that was seen.
struct Draw {
  double llr = 0, bias = 0.5;
  bool plus = false;
};

std::vector<Draw> draws_of(const Coder& coder, const SoftChips& chips, std::uint64_t token) {
  if (chips.b.empty()) return {};
  std::vector<std::uint64_t> table(mark::kPositionsB / 64);
  coder.table_b(token, std::span<std::uint64_t, mark::kPositionsB / 64>(table));
  std::vector<Draw> draws;
  for (std::size_t j = 0; j < chips.b.size(); ++j)
    if (chips.b[j] != 0)
      draws.push_back({chips.b[j] * static_cast<double>(chips.unit_b), coder.state().bias[j] / kBiasScale,
                       ((table[j / 64] >> (j % 64)) & 1U) != 0});
  return draws;
}

// ln of P(chips | `own` of them with own signs, the rest drawn with their biases) / P(chips | all drawn with
// their biases).
double draws_evidence(const std::vector<Draw>& draws, const Channel& channel) {
  double nats = 0;
  for (const Draw& draw : draws) {
    const double llr = channel.trust * draw.llr, high = std::max(llr, 0.0);
    const double drawn = draw.bias * std::exp(llr - high) + (1 - draw.bias) * std::exp(-high);
    nats += std::log(channel.own * std::exp((draw.plus ? llr : 0.0) - high) / drawn + 1 - channel.own);
  }
  return nats;
}

}  // namespace

double log10_evidence(const Coder& coder, const SoftChips& chips, const Payload& payload) {
  const Coder::State& state = coder.state();
  NamePath path(state.permutation.encrypt(Coder::State::packed(payload.token, payload.slot)));
  const std::vector<Draw> draws = draws_of(coder, chips, payload.token);
  std::array<double, kChannels.size()> nats{};
  for (std::size_t i = 0; i < kChannels.size(); ++i)
    nats[i] = std::log(kChannels[i].share) + name_evidence(state, chips, path, kChannels[i]) +
              draws_evidence(draws, kChannels[i]);
  const double top = *std::max_element(nats.begin(), nats.end());
  double sum = 0;
  for (const double n : nats) sum += std::exp(n - top);
  return (top + std::log(sum)) / std::numbers::ln10;
}

}  // namespace spoor::mark_code
