// The tests that a capture's chips are put to, as integer weights. Internal to this module.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "watermark/mark/chips.hpp"
#include "watermark/mark/coder_state.hpp"
#include "watermark/mark/scoring.hpp"
#include "watermark/mark/tail.hpp"

namespace spoor::mark_code {

inline constexpr std::size_t kTests = 12;
inline constexpr std::size_t kJointAlone = 0;   ///< index of the test of both codes for a lone viewer
inline constexpr std::size_t kNameUpright = 1;  ///< of the name alone
inline constexpr std::size_t kNameInverted = 2;

/// Which of NameScores' two scores a test takes.
enum class NamePart : std::uint8_t { none, fine, coarse };

/// One test. A session's score is X = name_factor * (T + total of T's weights) / 2 + (B's falling weights),
/// where T is a NameScores value with the sign of name_factor: a sum of coins.
struct LinearTest {
  CodeTest test = CodeTest::ab;
  Scenario scenario = Scenario::alone;
  bool inverted = false;
  bool uses_b = false;
  double share = 0;  ///< of the permitted false accusations; they sum to 1
  NamePart part = NamePart::none;
  std::int32_t name_factor = 0;  ///< its sign says whether the largest or the smallest T counts
  std::int64_t constant_b = 0;   ///< sum of |weight| of B's negative weights
  WeightedCoins coins;           ///< X of an innocent
  double expected = 0;           ///< of X, if the scenario is "alone" and true
};

/// A position of code B that has a chip.
struct SeenB {
  std::uint16_t position = 0;
  std::uint8_t bias = 0;
};

struct LinearTests {
  std::array<LinearTest, kTests> tests;
  std::array<std::int8_t, kPolarLength> fine{};    ///< q by position
  std::array<std::int8_t, kPolarLength> coarse{};  ///< kCoarseMax * tanh(L / 2)
  std::vector<SeenB> seen;
  std::vector<std::array<std::int32_t, kTests>>
      weights_b;  ///< one row a seen position; + : what sign + adds to X
};

[[nodiscard]] LinearTests make_tests(const Coder::State& state, const SoftChips& chips);

/// log10 of the tail, exact where the recursion is affordable, else Chernoff's bound.
[[nodiscard]] double affordable_log10_tail(const WeightedCoins& coins, std::int64_t threshold);

/// log10 of P(chips | alone, these signs) / P(chips | somebody else). Tables as of Coder.
[[nodiscard]] double log10_alone_ratio(const Coder& coder, const SoftChips& chips, const Payload& payload);

}  // namespace spoor::mark_code
