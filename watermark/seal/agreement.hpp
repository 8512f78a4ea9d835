// Key agreement by X25519 (RFC 7748): what is sealed to a public key, only the holder of its private key
// opens.
#pragma once

#include <array>
#include <cstdint>

#include "watermark/seal/crypto.hpp"

namespace spoor::seal {

using AgreementPublicKey = std::array<std::uint8_t, 32>;

/// Of a private key of 32 random bytes. Error: io, when OpenSSL fails.
[[nodiscard]] Result<AgreementPublicKey> agreement_public_key(const SecretKey& private_key);

/// The shared secret, to be put through derive_key and never used as it is. Errors: wrong_key, where the
/// other side's key is of low order, so that anybody would share the secret (RFC 7748, 6.1); io.
[[nodiscard]] Result<SecretKey> agree(const SecretKey& private_key, const AgreementPublicKey& other);

}  // namespace spoor::seal
