// Who signs in the vendor's name: Ed25519 (RFC 8032), whether the key lies in memory or in a token.
#pragma once

#include "watermark/seal/crypto.hpp"

namespace spoor::seal_write {

/// All signing goes through this, so that nothing needs to hold the key itself.
class Signer {
 public:
  Signer() = default;
  virtual ~Signer() = default;
  [[nodiscard]] virtual const std::array<std::uint8_t, 32>& public_key() const = 0;
  /// Error: io, when OpenSSL or the token fails.
  [[nodiscard]] virtual seal::Result<seal::Signature> sign(seal::ByteView message) const = 0;

 protected:
  Signer(const Signer&) = default;
  Signer& operator=(const Signer&) = default;
};

/// The issuing key in memory.
class IssuingKey final : public Signer {
 public:
  /// From its 32-byte seed. Error: io, when OpenSSL fails.
  static seal::Result<IssuingKey> from_seed(const seal::SecretKey& seed);

  [[nodiscard]] const std::array<std::uint8_t, 32>& public_key() const override { return public_key_; }
  [[nodiscard]] seal::Result<seal::Signature> sign(seal::ByteView message) const override;

 private:
  seal::SecretKey seed_{};
  std::array<std::uint8_t, 32> public_key_{};
};

}  // namespace spoor::seal_write
