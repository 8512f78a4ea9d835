// The name's code: 64 payload bits and 16 CRC bits in a polar code of length 1024 (Arikan 2009), natural bit
// order. Public: holds no key.
//
// The CRC runs along: its bits stand on the 16 next-best inputs, early in the decoding order, and each covers
// the payload bits that precede it. So a decoder prunes with them at once ("dynamic frozen bits": Trifonov
// and Miloslavskaya, "Polar subcodes", IEEE JSAC 34, 2016). Appended at the end and used to pick from the
// finished list, as is usual, the CRC cost a fifth of the pages around the threshold.
#pragma once

#include <array>
#include <cstdint>

#include "watermark/mark/context.hpp"

namespace spoor::mark_code {

inline constexpr std::size_t kPolarStages = 10;
inline constexpr std::size_t kPolarLength = std::size_t{1} << kPolarStages;
inline constexpr std::size_t kPayloadBits = 64;
inline constexpr std::size_t kCrcBits = 16;
static_assert(kPolarLength == mark::kPositionsA);

/// 1024 bits; bit i is bit i % 64 of word i / 64.
using Codeword = std::array<std::uint64_t, kPolarLength / 64>;

/// What stands on an input of the polar transform.
enum class InputKind : std::uint8_t { zero, payload, check };
struct Input {
  InputKind kind = InputKind::zero;
  std::uint8_t bit = 0;      ///< payload: which bit of it
  std::uint64_t covers = 0;  ///< check: its value is the parity of these payload bits
};
/// All inputs in decoding order.
[[nodiscard]] const std::array<Input, kPolarLength>& polar_inputs() noexcept;

/// CRC-16/XMODEM (polynomial 0x1021, start 0) of the eight bytes, most significant first. Linear.
[[nodiscard]] std::uint16_t crc16(std::uint64_t payload) noexcept;

/// The codeword of a payload and its running CRC. Linear over GF(2).
[[nodiscard]] Codeword polar_encode(std::uint64_t payload) noexcept;

}  // namespace spoor::mark_code
