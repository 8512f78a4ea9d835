// Secrets inside the registry: 12 nonce, then AES-256-GCM under the registry key, bound to the row around it.
#pragma once

#include "watermark/seal/crypto.hpp"
#include "watermark/seal/random.hpp"
#include "watermark/vault/registry.hpp"

namespace spoor::vault {

[[nodiscard]] seal::Result<seal::Bytes> seal_row_secret(seal::ByteView secret, seal::ByteView row,
                                                        const seal::SecretKey& registry_key,
                                                        seal_write::RandomSource& random);
/// Error damaged: the row was altered, or belongs to another vault.
[[nodiscard]] seal::Result<void> open_row_secret(seal::ByteView sealed, seal::ByteView row,
                                                 const seal::SecretKey& registry_key,
                                                 std::span<std::uint8_t> out);

/// What a row's secret is bound to: everything that never changes in it.
[[nodiscard]] seal::Bytes bound_row(const ArchiveRow& row);
[[nodiscard]] seal::Bytes bound_row(const SessionRow& row);
/// What a session's update key is bound to: the row, and what its updates have made of it.
[[nodiscard]] seal::Bytes bound_state(const SessionRow& row);

[[nodiscard]] seal::Result<seal::Bytes> seal_token(std::uint64_t token, const SessionRow& row,
                                                   const seal::SecretKey& registry_key,
                                                   seal_write::RandomSource& random);
/// Error damaged, as open_row_secret.
[[nodiscard]] seal::Result<std::uint64_t> open_token(seal::ByteView sealed, const SessionRow& row,
                                                     const seal::SecretKey& registry_key);

/// A keyed fingerprint, so that the database itself keeps tokens unique without seeing them.
[[nodiscard]] seal::Result<seal::SecretKey> token_fingerprint(std::uint64_t token,
                                                              const seal::SecretKey& registry_key);

}  // namespace spoor::vault
