// Code A's scores of many sessions and slots against one capture: permutation, encoding and correlation in
// one pass, some 20 ns a slot. Internal to this module.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "watermark/mark/coder_state.hpp"

namespace spoor::mark_code {

/// Sessions and slots scored at a time.
inline constexpr std::size_t kNameLanes = 64;

/// T = sum over positions of sign * weight, for two sets of weights.
struct NameScores {
  std::array<std::int32_t, kNameLanes> fine;    ///< weights q
  std::array<std::int32_t, kNameLanes> coarse;  ///< weights r
};

/// Bits a weight has: 7 for q (up to 127), 4 for r (up to 15).
inline constexpr std::size_t kFinePlanes = 7;
inline constexpr std::size_t kCoarsePlanes = 4;
inline constexpr int kCoarseMax = (1 << kCoarsePlanes) - 1;

/// The working set of the inner loop, in code order: what a codeword is compared with.
struct alignas(64) NamePlanes {
  std::array<std::array<Codeword, 16>, 16> words;  ///< [k][v]: the codeword of payload v << 4k
  Codeword base;                                   ///< codeword xor base: set where the sign disagrees with q
  std::array<Codeword, kFinePlanes + kCoarsePlanes> planes;  ///< bit b of |q|, then of |r|
  std::int32_t fine_total = 0;                               ///< sum of |q|
  std::int32_t coarse_total = 0;                             ///< sum of |r|
};

class NameScorer {
 public:
  /// `fine` within +-127; `coarse` within +-kCoarseMax, of the same sign as `fine` or 0. Both by position.
  NameScorer(const Coder::State& state, std::span<const std::int8_t, kPolarLength> fine,
             std::span<const std::int8_t, kPolarLength> coarse);

  /// Scores kNameLanes values of Coder::State::packed.
  void score(const std::array<std::uint64_t, kNameLanes>& packed, NameScores& out) const noexcept;

 private:
  Speck64 permutation_;
  NamePlanes planes_;
};

}  // namespace spoor::mark_code
