// Where a vault's registry is: vault.db in its directory, or a server that registry.uri there names. A URI
// that is given with a command goes before the file.
#pragma once

#include <filesystem>
#include <functional>

#include "watermark/vault/registry.hpp"

namespace spoor::vault {

inline constexpr const char* kRegistryFileName = "vault.db";
inline constexpr const char* kRegistryUriFileName = "registry.uri";

/// Makes a registry in the vault's directory or, where uri is not empty, on a server. What `then` does to it
/// and to the directory happens before the registry counts as made. Errors: usage (no URI of a server, or
/// there is a registry), io, those of `then`.
[[nodiscard]] seal::Result<void> create_registry(const std::filesystem::path& directory,
                                                 const std::string& uri,
                                                 const std::function<seal::Result<void>(Registry&)>& then);

/// Errors: io (no vault, no server), not_found (no registry on the server), refused (others may enter the
/// directory), wrong_key (password), damaged, unsupported (a newer registry).
[[nodiscard]] seal::Result<Registry> open_registry(const std::filesystem::path& directory,
                                                   const std::string& uri = {});

/// The vault's server, as open_registry finds it; empty: vault.db. Errors: io, usage.
[[nodiscard]] seal::Result<std::string> registry_uri(const std::filesystem::path& directory,
                                                     const std::string& uri = {});

/// Makes a private directory, or takes an empty one, and lets `then` fill it; where that fails, nothing of it
/// stays. Errors: usage (not empty), io, those of `then`.
[[nodiscard]] seal::Result<void> fill_private_directory(const std::filesystem::path& directory,
                                                        const std::function<seal::Result<void>()>& then);

/// Error refused: others may enter the directory. Error io: there is no directory.
[[nodiscard]] seal::Result<void> check_private(const std::filesystem::path& directory);

}  // namespace spoor::vault
