// The vault's keys at rest: an envelope (seal/envelope.hpp) whose body is
//   text vendor   32 issuing key's seed   32 mark key   32 registry key
#pragma once

#include <filesystem>

#include "watermark/seal/sealing.hpp"

namespace spoor::vault {

inline constexpr seal::EnvelopeKind kKeysKind{"SPOORKEY", "vault's key file", 64 * 1024};

struct VaultKeys {
  std::string vendor;
  seal::SecretKey issuing_seed{};
  seal::SecretKey mark_key{};
  seal::SecretKey registry_key{};
};

[[nodiscard]] seal::Result<VaultKeys> new_keys(const std::string& vendor, seal_write::RandomSource& random);
[[nodiscard]] seal::Result<seal::Bytes> seal_keys(const VaultKeys& keys,
                                                  const seal_write::PassphraseLock& lock,
                                                  seal_write::RandomSource& random);
/// Errors: io, wrong_key, bad_signature, damaged, unsupported.
[[nodiscard]] seal::Result<VaultKeys> open_keys(const std::filesystem::path& path,
                                                const std::string& passphrase);

}  // namespace spoor::vault
