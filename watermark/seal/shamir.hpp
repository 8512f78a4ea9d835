// Sharing a secret so that any n of m shares give it back and fewer tell nothing (A. Shamir, "How to share a
// secret", CACM 22(11), 1979), byte by byte over GF(2^8) with the polynomial of AES (FIPS 197, 4.2).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "watermark/seal/secret.hpp"

namespace spoor::seal {

struct Share {
  std::uint8_t x = 0;  ///< 1 to m
  SecretKey y{};
};

/// The share at x. `coefficients` are n - 1 random keys, the same for all shares of a secret.
[[nodiscard]] Share share_at(const SecretKey& secret, std::span<const SecretKey> coefficients,
                             std::uint8_t x);

/// The secret behind n shares at different x, none of them 0. Fewer than n shares give something else.
[[nodiscard]] SecretKey combine_shares(std::span<const Share> shares);

}  // namespace spoor::seal
