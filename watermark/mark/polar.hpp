// The name's code: 64 payload bits, a 16-bit CRC, a polar code of length 1024 (Arikan 2009), natural bit
// order. Public: holds no key.
#pragma once

#include <array>
#include <cstdint>

#include "watermark/mark/context.hpp"

namespace spoor::mark_code {

inline constexpr std::size_t kPolarStages = 10;
inline constexpr std::size_t kPolarLength = std::size_t{1} << kPolarStages;
inline constexpr std::size_t kPayloadBits = 64;
inline constexpr std::size_t kCrcBits = 16;
inline constexpr std::size_t kInfoBits = kPayloadBits + kCrcBits;
static_assert(kPolarLength == mark::kPositionsA);

/// 1024 bits; bit i is bit i % 64 of word i / 64.
using Codeword = std::array<std::uint64_t, kPolarLength / 64>;

/// The input indices that carry information, ascending: the 64 payload bits (bit 0 first), then the CRC's.
[[nodiscard]] const std::array<std::uint16_t, kInfoBits>& info_indices() noexcept;

/// CRC-16/XMODEM (polynomial 0x1021, start 0) of the eight bytes, most significant first. Linear.
[[nodiscard]] std::uint16_t crc16(std::uint64_t payload) noexcept;

/// The codeword of a payload and its CRC. Linear over GF(2).
[[nodiscard]] Codeword polar_encode(std::uint64_t payload) noexcept;

}  // namespace spoor::mark_code
