// Sealing sessions, kits, keys and revocation lists: the vendor's half. No viewer links it.
#pragma once

#include "watermark/seal/envelope.hpp"
#include "watermark/seal/kit.hpp"
#include "watermark/seal/locking.hpp"
#include "watermark/seal/random.hpp"
#include "watermark/seal/revocation.hpp"
#include "watermark/seal/session.hpp"
#include "watermark/seal/signing.hpp"
#include "watermark/seal/succession.hpp"
#include "watermark/seal/update.hpp"

namespace spoor::seal_write {

/// Seals and signs a body. Error: io.
[[nodiscard]] seal::Result<seal::Bytes> seal_envelope(seal::ByteView body, const seal::EnvelopeKind& kind,
                                                      const Lock& lock, const Signer& issuer,
                                                      RandomSource& random);

/// The vendor's key that goes in is the issuer's. Errors: usage (a window without slots or with too many,
/// tables that do not fit it, a malformed id, a text over 1,000 bytes, a strength out of range), io.
[[nodiscard]] seal::Result<seal::Bytes> seal_session(const seal::Session& session, const Lock& lock,
                                                     const Signer& issuer, RandomSource& random);

/// Sorts sessions and archives by id. Errors: usage (kit_is_sound says what), io.
[[nodiscard]] seal::Result<seal::Bytes> seal_kit(seal::Kit kit, const Lock& lock, const Signer& issuer,
                                                 RandomSource& random);

/// Errors: usage (a malformed id, the number 0, an expiry or a policy out of bounds), io.
[[nodiscard]] seal::Result<seal::Bytes> seal_update(const seal::SessionUpdate& update,
                                                    const seal::SecretKey& update_key, const Signer& issuer,
                                                    RandomSource& random);

/// Sorts what is revoked. Error: io.
[[nodiscard]] seal::Result<seal::Bytes> seal_revocations(seal::RevocationList list, const Signer& issuer);

/// Says that one issuing key is followed by another, signed by both. Errors: usage (one key twice, times that
/// are out of bounds), io.
[[nodiscard]] seal::Result<seal::Bytes> seal_succession(const Signer& from, const Signer& to,
                                                        std::int64_t made_unix_s, std::int64_t until_unix_s);

}  // namespace spoor::seal_write
