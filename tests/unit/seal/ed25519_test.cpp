// The vector of RFC 8032, 7.1, TEST 2.
#include "watermark/seal/ed25519.hpp"

#include <catch2/catch.hpp>
#include <string_view>

using namespace spoor;

namespace {

template <std::size_t N>
void from_hex(std::string_view text, std::array<std::uint8_t, N>& out) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  REQUIRE(text.size() == 2 * N);
  for (std::size_t i = 0; i < N; ++i)
    out[i] = static_cast<std::uint8_t>(digit(text[2 * i]) * 16 + digit(text[2 * i + 1]));
}

seal::SecretKey secret(std::string_view text) {
  seal::SecretKey out{};
  from_hex(text, out);
  return out;
}
seal::Ed25519PublicKey point(std::string_view text) {
  seal::Ed25519PublicKey out{};
  from_hex(text, out);
  return out;
}

}  // namespace

TEST_CASE("Ed25519 signs as RFC 8032 says", "[ed25519]") {
  const auto seed = secret("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const auto key = point("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  CHECK(seal::ed25519_public_key(seed).value() == key);
  seal::Signature expected{};
  from_hex(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
      expected);
  const seal::Bytes message = {0x72};
  CHECK(seal::ed25519_sign(seed, message).value() == expected);
  CHECK(seal::ed25519_holds(key, message, expected));
}
