// The primitives against published vectors.
#include "watermark/seal/crypto.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/agreement.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/seal/signing.hpp"

using namespace spoor;
using seal::Bytes;
using seal_test::code_of;

namespace {

Bytes unhex(std::string_view text) {
  Bytes out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    out.push_back(static_cast<std::uint8_t>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  }
  return out;
}

template <typename Array>
Array array_of(std::string_view text) {
  const Bytes bytes = unhex(text);
  Array out{};
  REQUIRE(bytes.size() == out.size());
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

}  // namespace

TEST_CASE("HKDF-SHA-256 gives RFC 5869's output", "[crypto]") {
  // A.1 and A.3 (no salt); our keys are the first 32 of their 42 bytes.
  const Bytes secret(22, 0x0b);
  const Bytes info = unhex("f0f1f2f3f4f5f6f7f8f9");
  const std::string purpose(info.begin(), info.end());
  CHECK(seal::derive_key(secret, unhex("000102030405060708090a0b0c"), purpose).value() ==
        array_of<seal::SecretKey>("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
  CHECK(seal::derive_key(secret, {}, "").value() ==
        array_of<seal::SecretKey>("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));
}

TEST_CASE("scrypt gives RFC 7914's output", "[crypto]") {
  // Section 12, second vector, first 32 of its 64 bytes (PBKDF2's first block).
  CHECK(seal::stretch("password", seal::as_bytes("NaCl"), {10, 8, 16}).value() ==
        array_of<seal::SecretKey>("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"));
}

TEST_CASE("the cost of a stranger's file is bounded", "[crypto]") {
  CHECK(seal::cost_is_bounded({15, 8, 1}));
  CHECK(seal::cost_is_bounded({18, 8, 4}));
  CHECK_FALSE(seal::cost_is_bounded({19, 8, 1}));
  CHECK_FALSE(seal::cost_is_bounded({20, 255, 1}));
  CHECK_FALSE(seal::cost_is_bounded({15, 8, 5}));
  CHECK_FALSE(seal::cost_is_bounded({0, 8, 1}));
  CHECK_FALSE(seal::cost_is_bounded({15, 0, 1}));
  CHECK_FALSE(seal::cost_is_bounded({63, 1, 1}));
  CHECK_FALSE(seal::cost_is_bounded({255, 8, 1}));
}

TEST_CASE("AES-256-GCM gives the GCM specification's output", "[crypto]") {
  // McGrew and Viega, test case 16.
  const auto key =
      array_of<seal::SecretKey>("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  const auto nonce = array_of<seal::Nonce>("cafebabefacedbaddecaf888");
  const Bytes bound = unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const Bytes plain = unhex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aed"
      "f5aa0d"
      "e657ba637b39");
  Bytes sealed(plain.size() + seal::kTagBytes);
  REQUIRE(seal::gcm_seal(key, nonce, bound, plain, sealed));
  CHECK(
      sealed ==
      unhex(
          "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5"
          "f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"));
  Bytes back(plain.size());
  REQUIRE(seal::gcm_open(key, nonce, bound, sealed, back));
  CHECK(back == plain);
  sealed.back() ^= 1U;
  CHECK_FALSE(seal::gcm_open(key, nonce, bound, sealed, back));
  CHECK(back == Bytes(plain.size()));  // wiped
}

TEST_CASE("Ed25519 gives RFC 8032's output", "[crypto]") {
  // Section 7.1, TEST 2.
  const auto issuer = seal_write::IssuingKey::from_seed(
      array_of<seal::SecretKey>("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  REQUIRE(issuer);
  CHECK(issuer->public_key() == array_of<std::array<std::uint8_t, 32>>(
                                    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
  const Bytes message = {0x72};
  const auto signature = issuer->sign(message).value();
  CHECK(signature ==
        array_of<seal::Signature>("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e4"
                                  "3e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
  CHECK(seal::ed25519_holds(issuer->public_key(), message, signature));
  CHECK_FALSE(seal::ed25519_holds(issuer->public_key(), Bytes{0x73}, signature));
}

TEST_CASE("X25519 gives RFC 7748's output", "[crypto]") {
  // Section 6.1: Bob's private key, Alice's public one, what they share.
  const auto bob =
      array_of<seal::SecretKey>("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
  const auto alice =
      array_of<seal::AgreementPublicKey>("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  CHECK(
      seal::agreement_public_key(bob).value() ==
      array_of<seal::AgreementPublicKey>("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
  CHECK(seal::agree(bob, alice).value() ==
        array_of<seal::SecretKey>("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
  CHECK(code_of(seal::agree(bob, seal::AgreementPublicKey{})) == seal::SealErrorCode::wrong_key);
}

TEST_CASE("names fit for a terminal", "[error]") {
  CHECK(seal::shown("a.c") == "'a.c'");
  CHECK(seal::shown("a\nb") == "'a\\x0ab'");
  CHECK(seal::shown("\x1b[31m") == "'\\x1b[31m'");
  CHECK(seal::shown("\xc3\xa4\xff") == "'\xc3\xa4\\xff'");
  CHECK(seal::shown("\xed\xa0\x80") == "'\\xed\\xa0\\x80'");  // a surrogate
  CHECK(seal::shown("\xc2\x9b") == "'\\xc2\\x9b'");           // C1: some terminals obey it
  CHECK(seal::shown("\xe4\xb8\xad\xf0\x9f\x98\x80") == "'\xe4\xb8\xad\xf0\x9f\x98\x80'");
}
