#include "watermark/mark/session_scorer.hpp"

#include <algorithm>
#include <cstdlib>

namespace spoor::mark_code {

SessionScorer::SessionScorer(const Coder::State& state, const LinearTests& tests)
    : state_(state), tests_(tests), names_(state, tests.fine, tests.coarse) {
  for (std::size_t j = 0; j < kPolarLength; ++j) {
    fine_total_ += std::abs(tests.fine[j]);
    coarse_total_ += std::abs(tests.coarse[j]);
  }
  for (const SeenB& seen : tests.seen) {  // ascending positions: equal blocks are neighbours
    const std::uint64_t block = seen.position / kDrawsPerBlock;
    if (blocks_.empty() || blocks_.back() != block) blocks_.push_back(block);
    const auto shift = static_cast<std::uint8_t>(8 * (seen.position % kDrawsPerBlock));
    draws_.push_back({static_cast<std::uint32_t>(blocks_.size() - 1), shift, seen.bias});
  }
}

void SessionScorer::score_names(std::span<const RegisteredSession> sessions, std::span<Peaks> peaks) const {
  std::array<std::uint64_t, kNameLanes> packed{};
  std::array<std::size_t, kNameLanes> owner{};
  NameScores scores;
  std::size_t used = 0;
  const auto flush = [&] {
    names_.score(packed, scores);
    for (std::size_t lane = 0; lane < used; ++lane) {
      Peaks& peak = peaks[owner[lane]];
      const auto slot = static_cast<std::uint16_t>(packed[lane]);
      const std::int32_t fine = scores.fine[lane];
      const std::int32_t coarse = scores.coarse[lane];
      if (slot == 0) peak = {{fine, 0}, {fine, 0}, {coarse, 0}, {coarse, 0}};
      if (fine > peak.fine_high.score) peak.fine_high = {fine, slot};
      if (fine < peak.fine_low.score) peak.fine_low = {fine, slot};
      if (coarse > peak.coarse_high.score) peak.coarse_high = {coarse, slot};
      if (coarse < peak.coarse_low.score) peak.coarse_low = {coarse, slot};
    }
    used = 0;
  };
  for (std::size_t i = 0; i < sessions.size(); ++i)
    for (std::uint32_t slot = 0; slot < sessions[i].slots; ++slot) {
      packed[used] = Coder::State::packed(sessions[i].token, static_cast<std::uint16_t>(slot));
      owner[used] = i;
      if (++used == kNameLanes) flush();
    }
  if (used > 0) flush();
}

void SessionScorer::score_b(std::uint64_t token, std::vector<std::uint64_t>& drawn,
                            std::array<std::int64_t, kTests>& sums) const noexcept {
  constexpr std::size_t kAtOnce = 16;
  std::array<std::uint32_t, kAtOnce> x{};
  std::array<std::uint32_t, kAtOnce> y{};
  for (std::size_t first = 0; first < blocks_.size(); first += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, blocks_.size() - first);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t block = Coder::State::draw_input(token, blocks_[first + i]);
      x[i] = static_cast<std::uint32_t>(block >> 32);
      y[i] = static_cast<std::uint32_t>(block);
    }
    state_.draws.encrypt_lanes<kAtOnce>(x.data(), y.data());
    for (std::size_t i = 0; i < count; ++i) drawn[first + i] = (std::uint64_t{x[i]} << 32) | y[i];
  }
  std::array<std::int32_t, kTests>
      sum{};  // below 2^31: affordable totals, or 65,536 weights of at most 32,767
  for (std::size_t i = 0; i < draws_.size(); ++i) {
    const SeenDraw& draw = draws_[i];
    const bool plus = ((drawn[draw.block] >> draw.shift) & 0xFF) < draw.bias;
    const std::int32_t mask = -static_cast<std::int32_t>(plus);
    for (std::size_t k = 0; k < kTests; ++k) sum[k] += tests_.weights_b[i][k] & mask;
  }
  for (std::size_t k = 0; k < kTests; ++k) sums[k] = sum[k];
}

Leader SessionScorer::combine(const LinearTest& test, const Peaks& peaks, std::int64_t sum_b) const noexcept {
  Leader leader;
  leader.slot =
      peaks.fine_high.slot;  // where the name does not count: the slot that it fits best all the same
  if (test.part != NamePart::none) {
    const bool fine = test.part == NamePart::fine;
    const bool up = test.name_factor > 0;
    const Peak& peak =
        fine ? (up ? peaks.fine_high : peaks.fine_low) : (up ? peaks.coarse_high : peaks.coarse_low);
    const std::int64_t total = fine ? fine_total_ : coarse_total_;
    const std::int64_t agreeing = up ? (total + peak.score) / 2 : (total - peak.score) / 2;
    leader.score = std::abs(test.name_factor) * agreeing;
    leader.slot = peak.slot;
  }
  if (test.uses_b) leader.score += sum_b + test.constant_b;
  return leader;
}

void SessionScorer::score(std::span<const RegisteredSession> sessions, std::size_t first, std::size_t count,
                          TestLeaders& leaders) const {
  std::vector<Peaks> peaks(count);
  score_names(sessions.subspan(first, count), peaks);
  std::vector<std::uint64_t> drawn(blocks_.size());
  std::array<std::int64_t, kTests> sums{};
  for (std::size_t i = 0; i < count; ++i) {
    score_b(sessions[first + i].token, drawn, sums);
    for (std::size_t k = 0; k < kTests; ++k) {
      Leader leader = combine(tests_.tests[k], peaks[i], sums[k]);
      leader.session = first + i;
      leaders[k].insert(leader);
    }
  }
}

}  // namespace spoor::mark_code
