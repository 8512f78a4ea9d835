// Sealing sessions, kits, keys and revocation lists: the vendor's half. No viewer links it.
#pragma once

#include "watermark/seal/envelope.hpp"
#include "watermark/seal/kit.hpp"
#include "watermark/seal/random.hpp"
#include "watermark/seal/revocation.hpp"
#include "watermark/seal/session.hpp"
#include "watermark/seal/signing.hpp"

namespace spoor::seal_write {

/// A lock that a passphrase opens. Stretching is paid once; the lock may seal a whole batch, each file under
/// a file key and nonce of its own.
class PassphraseLock {
 public:
  /// Errors: usage (an empty passphrase, a cost out of bounds), io.
  static seal::Result<PassphraseLock> create(const std::string& passphrase, const seal::ScryptCost& cost,
                                             RandomSource& random);
  [[nodiscard]] seal::Result<seal::Bytes> wrap(const seal::SecretKey& file_key, RandomSource& random) const;

 private:
  seal::PassphraseLockBody body_;
  seal::SecretKey wrapping_{};
};

/// Seals and signs a body. Error: io.
[[nodiscard]] seal::Result<seal::Bytes> seal_envelope(seal::ByteView body, const seal::EnvelopeKind& kind,
                                                      const PassphraseLock& lock, const Signer& issuer,
                                                      RandomSource& random);

/// The vendor's key that goes in is the issuer's. Errors: usage (a window without slots or with too many,
/// tables that do not fit it, a malformed id, a text over 1,000 bytes, a strength out of range), io.
[[nodiscard]] seal::Result<seal::Bytes> seal_session(const seal::Session& session, const PassphraseLock& lock,
                                                     const Signer& issuer, RandomSource& random);

/// Sorts sessions and archives by id. Errors: usage (kit_is_sound says what), io.
[[nodiscard]] seal::Result<seal::Bytes> seal_kit(seal::Kit kit, const PassphraseLock& lock,
                                                 const Signer& issuer, RandomSource& random);

/// Sorts what is revoked. Error: io.
[[nodiscard]] seal::Result<seal::Bytes> seal_revocations(seal::RevocationList list, const Signer& issuer);

}  // namespace spoor::seal_write
