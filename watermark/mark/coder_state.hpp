// What a Coder derives from its key. Internal to this module.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "watermark/mark/coder.hpp"
#include "watermark/mark/polar.hpp"
#include "watermark/mark/speck.hpp"

namespace spoor::mark_code {

/// Draws of code B are bytes, eight from one cipher block.
inline constexpr std::size_t kDrawsPerBlock = 8;

/// A bias is P(sign +) in 256ths.
inline constexpr double kBiasScale = 256;

struct Coder::State {
  Speck64 permutation;                              ///< E
  Speck64 draws;                                    ///< code B's signs
  Codeword mask{};                                  ///< by position
  std::array<std::uint16_t, kPolarLength> place{};  ///< code bit i stands at position place[i]
  std::vector<std::uint8_t> bias;                   ///< of code B, by position

  /// The permutation's input for a session and slot.
  [[nodiscard]] static std::uint64_t packed(std::uint64_t token, std::uint16_t slot) noexcept {
    return (token << 16) | slot;
  }
  /// The input of the cipher block that holds draws 8 * block .. 8 * block + 7, the lowest byte first.
  [[nodiscard]] static std::uint64_t draw_input(std::uint64_t token, std::uint64_t block) noexcept {
    return (token << 16) | block;
  }
};

}  // namespace spoor::mark_code
