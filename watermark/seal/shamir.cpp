#include "watermark/seal/shamir.hpp"

namespace spoor::seal {
namespace {

/// Without branches or look-ups that depend on the factors.
std::uint8_t multiply(std::uint8_t a, std::uint8_t b) {
  unsigned product = 0;
  unsigned shifted = a;
  for (unsigned bit = 0; bit < 8; ++bit) {
    product ^= shifted & (0U - (b >> bit & 1U));
    shifted = shifted << 1U ^ (0x11BU & (0U - (shifted >> 7U & 1U)));
  }
  return static_cast<std::uint8_t>(product);
}

/// a^254: the inverse, and 0 for 0.
std::uint8_t inverse(std::uint8_t a) {
  std::uint8_t power = a;
  std::uint8_t out = 1;
  for (int bit = 1; bit < 8; ++bit) {
    power = multiply(power, power);
    out = multiply(out, power);
  }
  return out;
}

}  // namespace

Share share_at(const SecretKey& secret, std::span<const SecretKey> coefficients, std::uint8_t x) {
  Share out{x, {}};
  for (std::size_t i = 0; i < secret.size(); ++i) {
    std::uint8_t value = 0;  // Horner's rule, from the highest power down
    for (std::size_t k = coefficients.size(); k-- > 0;)
      value = static_cast<std::uint8_t>(multiply(value, x) ^ coefficients[k][i]);
    out.y[i] = static_cast<std::uint8_t>(multiply(value, x) ^ secret[i]);
  }
  return out;
}

SecretKey combine_shares(std::span<const Share> shares) {
  SecretKey out{};
  for (const Share& share : shares) {
    // Lagrange's polynomial of this share, at 0; in this field minus is plus.
    std::uint8_t weight = 1;
    for (const Share& other : shares) {
      if (other.x == share.x) continue;
      weight = multiply(weight, multiply(other.x, inverse(static_cast<std::uint8_t>(other.x ^ share.x))));
    }
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = static_cast<std::uint8_t>(out[i] ^ multiply(weight, share.y[i]));
  }
  return out;
}

}  // namespace spoor::seal
