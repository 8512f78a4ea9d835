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

/// A keyed fingerprint, so that the database itself keeps tokens unique without seeing them.
[[nodiscard]] seal::Result<seal::SecretKey> token_fingerprint(std::uint64_t token,
                                                              const seal::SecretKey& registry_key);

}  // namespace spoor::vault
