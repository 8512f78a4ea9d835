// The vault's keys at rest: an envelope (seal/envelope.hpp) whose body is laid out in SPEC.md, section 3.4.
// The envelope is signed by the issuing key that it holds or names.
#pragma once

#include <filesystem>
#include <optional>

#include "watermark/seal/sealing.hpp"

namespace spoor::vault {

inline constexpr seal::EnvelopeKind kKeysKind{"SPOORKEY", "vault's key file", 64 * 1024, 2};
inline constexpr std::size_t kMaxTokenUriBytes = 1000;

/// The same keys, for several trustees.
inline constexpr seal::EnvelopeKind kEscrowKind{"SPOORESC", "vault's escrow", 64 * 1024, 1,
                                                lock_bit(seal::LockKind::quorum)};

struct VaultKeys {
  std::string vendor{};
  /// Absent where the issuing key lives in a PKCS#11 token; token_uri then says in which, as RFC 7512 has it.
  std::optional<seal::SecretKey> issuing_seed{};
  std::string token_uri{};
  seal::VendorPublicKey issuing_public{};
  seal::SecretKey mark_key{};
  seal::SecretKey registry_key{};
  seal::SecretKey log_key{};  ///< X25519: what rooms record of accesses is sealed to its public half
};

/// What the registry keeps to know which keys it belongs to; tells nothing of them. Error: io.
[[nodiscard]] seal::Result<seal::Digest> key_check(const VaultKeys& keys);

/// Everything but the issuing key. Error: io.
[[nodiscard]] seal::Result<VaultKeys> new_keys(const std::string& vendor, seal_write::RandomSource& random);
/// A new issuing key for these keys, held in the file. Error: io.
[[nodiscard]] seal::Result<void> draw_issuing_key(VaultKeys& keys, seal_write::RandomSource& random);

/// signer is the issuing key. Errors: usage (a signer of another key; a URI that is empty, too long or no
/// pkcs11: one), io.
[[nodiscard]] seal::Result<seal::Bytes> seal_keys(const VaultKeys& keys,
                                                  const seal_write::PassphraseLock& lock,
                                                  const seal_write::Signer& signer,
                                                  seal_write::RandomSource& random);
/// Reads versions 1 and 2. Errors: io, wrong_key, bad_signature, damaged, unsupported.
[[nodiscard]] seal::Result<VaultKeys> open_keys(const std::filesystem::path& path,
                                                const std::string& passphrase);
/// The same from memory; name is used in messages.
[[nodiscard]] seal::Result<VaultKeys> open_keys(seal::ByteView file, std::string_view name,
                                                const std::string& passphrase);

/// The escrow of the keys (SPEC.md 3.4): n of the trustees' passphrases open it. Errors: as above.
[[nodiscard]] seal::Result<seal::Bytes> seal_escrow(const VaultKeys& keys, const seal_write::QuorumLock& lock,
                                                    const seal_write::Signer& signer,
                                                    seal_write::RandomSource& random);
[[nodiscard]] seal::Result<VaultKeys> open_escrow(seal::ByteView file, std::string_view name,
                                                  const std::vector<const std::string*>& passphrases);

}  // namespace spoor::vault
