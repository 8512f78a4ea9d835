// Ed25519 (RFC 8032) by the 32-byte seed: what a room signs with. The vendor's key has an owner of its own,
// seal_write::Signer; checking signatures is in crypto.hpp.
#pragma once

#include <array>

#include "watermark/seal/crypto.hpp"

namespace spoor::seal {

using Ed25519PublicKey = std::array<std::uint8_t, 32>;

// Error of each: io, when OpenSSL itself fails.
[[nodiscard]] Result<Ed25519PublicKey> ed25519_public_key(const SecretKey& seed);
[[nodiscard]] Result<Signature> ed25519_sign(const SecretKey& seed, ByteView message);

}  // namespace spoor::seal
