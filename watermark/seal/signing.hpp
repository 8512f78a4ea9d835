// The vendor's issuing key: Ed25519 (RFC 8032).
#pragma once

#include "watermark/seal/crypto.hpp"

namespace spoor::seal_write {

class IssuingKey {
 public:
  /// From its 32-byte seed. Error: io, when OpenSSL fails.
  static seal::Result<IssuingKey> from_seed(const seal::SecretKey& seed);

  [[nodiscard]] const std::array<std::uint8_t, 32>& public_key() const { return public_key_; }
  [[nodiscard]] seal::Result<seal::Signature> sign(seal::ByteView message) const;

 private:
  seal::SecretKey seed_{};
  std::array<std::uint8_t, 32> public_key_{};
};

}  // namespace spoor::seal_write
