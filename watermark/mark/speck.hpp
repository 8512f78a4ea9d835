// Speck64/128 (Beaulieu et al., "The Simon and Speck Families of Lightweight Block Ciphers", IACR ePrint
// 2013/404; ISO/IEC 29167-22): a 64-bit permutation under a 128-bit key, 27 rounds. Chosen because the mark
// needs a keyed permutation of exactly token | slot = 64 bits, millions of times a second: add, rotate and
// xor run 16 at a time in vector registers. The best published attacks reach 20 rounds.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace spoor::mark_code {

class Speck64 {
 public:
  static constexpr std::size_t kRounds = 27;
  using Key =
      std::array<std::uint32_t, 4>;  ///< k0, l0, l1, l2 of the paper: the least significant word first

  explicit Speck64(const Key& key) noexcept {
    std::array<std::uint32_t, kRounds + 2> l{key[1], key[2], key[3]};
    round_keys_[0] = key[0];
    for (std::uint32_t i = 0; i + 1 < kRounds; ++i) {
      l[i + 3] = (round_keys_[i] + std::rotr(l[i], 8)) ^ i;
      round_keys_[i + 1] = std::rotl(round_keys_[i], 3) ^ l[i + 3];
    }
  }

  /// The block's high half is the paper's x, the low half its y.
  [[nodiscard]] std::uint64_t encrypt(std::uint64_t block) const noexcept {
    auto x = static_cast<std::uint32_t>(block >> 32);
    auto y = static_cast<std::uint32_t>(block);
    for (const std::uint32_t k : round_keys_) {
      x = (std::rotr(x, 8) + y) ^ k;
      y = std::rotl(y, 3) ^ x;
    }
    return (std::uint64_t{x} << 32) | y;
  }

  [[nodiscard]] std::uint64_t decrypt(std::uint64_t block) const noexcept {
    auto x = static_cast<std::uint32_t>(block >> 32);
    auto y = static_cast<std::uint32_t>(block);
    for (std::size_t i = kRounds; i-- > 0;) {
      y = std::rotr(y ^ x, 3);
      x = std::rotl((x ^ round_keys_[i]) - y, 8);
    }
    return (std::uint64_t{x} << 32) | y;
  }

  /// Encrypts N blocks held as halves, in place; inlined, so that the caller's instruction set applies.
  template <std::size_t N>
  [[gnu::always_inline]] void encrypt_lanes(std::uint32_t* x, std::uint32_t* y) const noexcept {
    for (const std::uint32_t k : round_keys_) {
      for (std::size_t lane = 0; lane < N; ++lane) {
        x[lane] = (((x[lane] >> 8) | (x[lane] << 24)) + y[lane]) ^ k;
        y[lane] = ((y[lane] << 3) | (y[lane] >> 29)) ^ x[lane];
      }
    }
  }

 private:
  std::array<std::uint32_t, kRounds> round_keys_{};
};

}  // namespace spoor::mark_code
