// What an attacker does to a sealed file.
#pragma once

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/envelope.hpp"

namespace spoor::seal_test {

[[nodiscard]] inline seal::Bytes flipped(seal::Bytes file, std::size_t bit) {
  file[bit / 8] = static_cast<std::uint8_t>(file[bit / 8] ^ (1U << (bit % 8)));
  return file;
}

/// The checksum made right again: what is left is the signature.
[[nodiscard]] seal::Bytes summed_again(seal::Bytes file);
/// Checksum and signature made right again by a key: what is left is the encryption.
[[nodiscard]] seal::Bytes signed_again(seal::Bytes file, const seal::EnvelopeKind& kind,
                                       const seal_write::IssuingKey& key);

}  // namespace spoor::seal_test
