// Runs sessions through all tests and keeps each test's leaders. Internal to this module.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "watermark/mark/leaders.hpp"
#include "watermark/mark/linear_tests.hpp"
#include "watermark/mark/name_scorer.hpp"

namespace spoor::mark_code {

using TestLeaders = std::array<Leaders, kTests>;

/// Read-only once made: many threads may score with one.
class SessionScorer {
 public:
  SessionScorer(const Coder::State& state, const LinearTests& tests);

  /// Scores sessions[first] .. sessions[first + count - 1].
  void score(std::span<const RegisteredSession> sessions, std::size_t first, std::size_t count,
             TestLeaders& leaders) const;

 private:
  struct Peak {
    std::int32_t score = 0;
    std::uint16_t slot = 0;
  };
  /// The largest and smallest name score of a session's slots.
  struct Peaks {
    Peak fine_high, fine_low, coarse_high, coarse_low;
  };
  struct SeenDraw {
    std::uint32_t block;  ///< index into blocks_
    std::uint8_t shift;   ///< of the draw's byte
    std::uint8_t bias;
  };

  void score_names(std::span<const RegisteredSession> sessions, std::span<Peaks> peaks) const;
  void score_b(std::uint64_t token, std::vector<std::uint64_t>& drawn,
               std::array<std::int64_t, kTests>& sums) const noexcept;
  [[nodiscard]] Leader combine(const LinearTest& test, const Peaks& peaks, std::int64_t sum_b) const noexcept;

  const Coder::State& state_;
  const LinearTests& tests_;
  NameScorer names_;
  std::int32_t fine_total_ = 0;
  std::int32_t coarse_total_ = 0;
  std::vector<std::uint64_t> blocks_;  ///< cipher blocks that hold a seen position's draw
  std::vector<SeenDraw> draws_;
};

}  // namespace spoor::mark_code
