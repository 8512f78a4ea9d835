// The few primitives that the formats use, by OpenSSL 3: SHA-256 (FIPS 180-4), HKDF-SHA-256 (RFC 5869),
// scrypt (RFC 7914), AES-256-GCM (SP 800-38D), Ed25519 verification (RFC 8032).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "watermark/seal/error.hpp"
#include "watermark/seal/secret.hpp"
#include "watermark/seal/wire.hpp"

namespace spoor::seal {

inline constexpr std::size_t kTagBytes = 16;  ///< GCM's whole tag
using Digest = std::array<std::uint8_t, 32>;
using Nonce = std::array<std::uint8_t, 12>;
using Signature = std::array<std::uint8_t, 64>;

/// Cost of scrypt: N = 2^log2_n, memory 128 * N * r bytes. 2^15, 8, 1 take 32 MiB and about 0.1 s.
struct ScryptCost {
  std::uint8_t log2_n = 15;
  std::uint8_t r = 8;
  std::uint8_t p = 1;
};

/// Whether the cost is one that we are ready to pay for a file that somebody else wrote: at most 256 MiB.
[[nodiscard]] bool cost_is_bounded(const ScryptCost& cost) noexcept;

// Error of each: io, when OpenSSL itself fails.
[[nodiscard]] Result<Digest> sha256(ByteView data);
[[nodiscard]] Result<SecretKey> derive_key(ByteView secret, ByteView salt, std::string_view purpose);
[[nodiscard]] Result<SecretKey> stretch(const std::string& passphrase, ByteView salt, const ScryptCost& cost);

/// Encrypts into out, which holds plain.size() + kTagBytes bytes. A nonce never repeats under one key.
[[nodiscard]] Result<void> gcm_seal(const SecretKey& key, const Nonce& nonce, ByteView bound, ByteView plain,
                                    std::span<std::uint8_t> out);
/// Decrypts into out, which holds sealed.size() - kTagBytes bytes. Error wrong_key, without a message: not
/// authentic; out is then wiped.
[[nodiscard]] Result<void> gcm_open(const SecretKey& key, const Nonce& nonce, ByteView bound, ByteView sealed,
                                    std::span<std::uint8_t> out);

[[nodiscard]] bool ed25519_holds(const std::array<std::uint8_t, 32>& public_key, ByteView message,
                                 const Signature& signature);

}  // namespace spoor::seal
