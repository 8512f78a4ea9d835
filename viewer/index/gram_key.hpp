// Grams: four bytes in a row of one line, as the table of grams counts them (SPEC.md, 2.10). A gram's key is
// 32 bits: four classes of 7 bits, the first one highest, and below them one bit each that says which were an
// upper-case letter. So a gram's spellings in either case lie side by side in the order of keys, and so do
// all grams that begin with the same three bytes.
#pragma once

#include <array>
#include <cstdint>

namespace spoor::index {

inline constexpr unsigned kGramBytes = 4;
inline constexpr unsigned kClassBits = 7;
inline constexpr unsigned kCaseBits = 4;
inline constexpr std::uint32_t kClassMask = (1U << (kGramBytes * kClassBits)) - 1;
inline constexpr std::uint32_t kCaseMask = (1U << kCaseBits) - 1;

/// A byte's class: itself in lower case; one class for all bytes from 0x7F on.
[[nodiscard]] constexpr std::uint32_t class_of(unsigned char byte) noexcept {
  if (byte >= 0x7F) return 0x7F;
  return byte >= 'A' && byte <= 'Z' ? byte + std::uint32_t{'a' - 'A'} : byte;
}
[[nodiscard]] constexpr std::uint32_t is_upper(unsigned char byte) noexcept {
  return byte >= 'A' && byte <= 'Z' ? 1 : 0;
}

/// The key of the last four bytes that were pushed.
class GramKey {
 public:
  constexpr void push(unsigned char byte) noexcept {
    const std::uint16_t part = kParts[byte];
    classes_ = ((classes_ << kClassBits) | (part >> 1U)) & kClassMask;
    cases_ = ((cases_ << 1U) | (part & 1U)) & kCaseMask;
  }
  [[nodiscard]] constexpr std::uint32_t key() const noexcept { return (classes_ << kCaseBits) | cases_; }

 private:
  static constexpr std::array<std::uint16_t, 256> kParts = [] {
    std::array<std::uint16_t, 256> out{};
    for (unsigned i = 0; i < out.size(); ++i) {
      const auto byte = static_cast<unsigned char>(i);
      out[i] = static_cast<std::uint16_t>((class_of(byte) << 1U) | is_upper(byte));
    }
    return out;
  }();
  std::uint32_t classes_ = 0;
  std::uint32_t cases_ = 0;
};

}  // namespace spoor::index
