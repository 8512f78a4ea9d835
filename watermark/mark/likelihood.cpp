#include "watermark/mark/likelihood.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <numbers>
#include <system_error>
#include <thread>

#include "watermark/mark/coder_state.hpp"
#include "watermark/mark/linear_tests.hpp"
#include "watermark/mark/name_scorer.hpp"

namespace spoor::mark_code {
namespace {

// What one position of code B adds to the logarithm of a session's ratio, by its sign.
struct SeenSign {
  std::uint64_t block = 0;
  unsigned shift = 0;
  std::uint8_t bias = 0;
  double if_plus = 0, if_minus = 0;
};

class RatioScorer {
 public:
  RatioScorer(const Coder& coder, const SoftChips& chips)
      : state_(coder.state()),
        unit_a_(static_cast<double>(chips.unit_a)),
        names_(state_, chips.a, std::array<std::int8_t, kPolarLength>{}) {
    // ln P(chip | s) / P(chip | coin) = s L / 2 - ln cosh(L / 2)
    for (const std::int8_t q : chips.a) ln_coins_ += std::log(std::cosh(q * unit_a_ / 2));
    for (std::size_t j = 0; j < chips.b.size(); ++j)
      if (chips.b[j] != 0) add_seen(j, chips.b[j] * static_cast<double>(chips.unit_b));
  }

  // log10 of every slot's ratio.
  [[nodiscard]] std::vector<double> slots_of(const RegisteredSession& session) const {
    const double ln_b = ratio_b(session.token);
    std::vector<double> out(session.slots);
    std::array<std::uint64_t, kNameLanes> packed{};
    NameScores scores;
    for (std::uint32_t first = 0; first < session.slots; first += kNameLanes) {
      const std::uint32_t count = std::min<std::uint32_t>(kNameLanes, session.slots - first);
      for (std::uint32_t i = 0; i < count; ++i)
        packed[i] = Coder::State::packed(session.token, static_cast<std::uint16_t>(first + i));
      names_.score(packed, scores);
      for (std::uint32_t i = 0; i < count; ++i)
        out[first + i] = (unit_a_ * scores.fine[i] / 2 - ln_coins_ + ln_b) / std::numbers::ln10;
    }
    return out;
  }

 private:
  void add_seen(std::size_t position, double llr) {
    const double bias = state_.bias[position] / kBiasScale, high = std::max(llr, 0.0);
    const double drawn = std::log(bias * std::exp(llr - high) + (1 - bias) * std::exp(-high));
    seen_.push_back({position / kDrawsPerBlock, static_cast<unsigned>(8 * (position % kDrawsPerBlock)),
                     state_.bias[position], llr - high - drawn, -high - drawn});
  }

  [[nodiscard]] double ratio_b(std::uint64_t token) const {
    double nats = 0;
    std::uint64_t block = 0, drawn = 0;
    bool known = false;
    for (const SeenSign& seen : seen_) {  // ascending positions: equal blocks are neighbours
      if (!known || seen.block != block) {
        block = seen.block, known = true;
        drawn = state_.draws.encrypt(Coder::State::draw_input(token, block));
      }
      nats += ((drawn >> seen.shift) & 0xFF) < seen.bias ? seen.if_plus : seen.if_minus;
    }
    return nats;
  }

  const Coder::State& state_;
  double unit_a_;
  NameScorer names_;
  double ln_coins_ = 0;
  std::vector<SeenSign> seen_;
};

SessionRatio ratio_of(const RatioScorer& scorer, const RegisteredSession& session) {
  const std::vector<double> slots = scorer.slots_of(session);
  if (slots.empty()) return {};
  const auto best = std::max_element(slots.begin(), slots.end());
  return {log10_mean_of(slots), *best, static_cast<std::uint16_t>(best - slots.begin())};
}

}  // namespace

double log10_mean_of(std::span<const double> log10_ratios) noexcept {
  if (log10_ratios.empty()) return -std::numeric_limits<double>::infinity();
  const double top = *std::max_element(log10_ratios.begin(), log10_ratios.end());
  if (!std::isfinite(top)) return top;
  double sum = 0;
  for (const double ratio : log10_ratios) sum += std::pow(10, ratio - top);
  return top + std::log10(sum / static_cast<double>(log10_ratios.size()));
}

std::vector<double> slot_ratios(const Coder& coder, const SoftChips& chips,
                                const RegisteredSession& session) {
  return RatioScorer(coder, chips).slots_of(session);
}

std::vector<SessionRatio> session_ratios(const Coder& coder, const SoftChips& chips,
                                         std::span<const RegisteredSession> sessions, unsigned threads) {
  const RatioScorer scorer(coder, chips);
  std::vector<SessionRatio> out(sessions.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < out.size(); i = next++) out[i] = ratio_of(scorer, sessions[i]);
  };
  std::vector<std::jthread> pool;
  try {
    for (std::size_t i = 1; i < std::min<std::size_t>(threads, out.size()); ++i) pool.emplace_back(work);
  } catch (const std::system_error&) {
    // The system gives no more threads: those that run, and this one, do all the work.
  }
  work();
  pool.clear();  // joins
  return out;
}

}  // namespace spoor::mark_code
