// The body of a key file and of an escrow, field by field, so that a vector can hold what no writer would
// write.
#pragma once

#include "tests/vectors/envelope_forge.hpp"

namespace spoor::vectors {

inline constexpr std::uint8_t kVendorFiller = 7;  // of seal_test::vendor(), which signs all envelopes here
inline constexpr std::uint8_t kKeyHere = 1;
inline constexpr std::uint8_t kKeyInToken = 2;

struct KeyFields {
  std::string vendor = "acme";
  std::uint8_t place = kKeyHere;
  std::uint8_t seed_filler = kVendorFiller;
  std::string uri = "pkcs11:token=vendor;object=issuing;type=private";
  std::string tail;

  [[nodiscard]] seal::Bytes encode() const {
    seal::WireWriter out;
    out.text(vendor);
    out.integer(place);
    if (place == kKeyInToken) {
      out.text(uri);
    } else {
      out.bytes(seal_test::key_of(seed_filler));
    }
    out.bytes(seal_test::key_of(5));
    out.bytes(seal_test::key_of(6));
    out.bytes(seal_test::key_of(8));
    out.bytes(seal::as_bytes(tail));
    return out.take();
  }
};

}  // namespace spoor::vectors
