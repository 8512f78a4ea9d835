// Making and opening a vault.
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/vault/issuer.hpp"
#include "watermark/vault/keys.hpp"
#include "watermark/vault/vault.hpp"

namespace spoor::vault {

namespace fs = std::filesystem;
using seal::fail;
using seal::Result;
using seal::SealErrorCode;

namespace {

constexpr std::size_t kMaxVendorBytes = 200;

Result<void> fill(const fs::path& directory, const std::string& vendor, const std::string& passphrase,
                  const seal::ScryptCost& cost, seal_write::RandomSource& random, const VaultAccess& access) {
  const auto lock = seal_write::PassphraseLock::create(passphrase, cost, random);
  if (!lock) return tl::make_unexpected(lock.error());
  auto keys = new_keys(vendor, random);
  if (!keys) return tl::make_unexpected(keys.error());
  const auto issuer = new_issuer(*keys, access.issuing_key_uri, access.token_pin, random);
  if (!issuer) return tl::make_unexpected(issuer.error());
  const auto sealed = seal_keys(*keys, *lock, **issuer, random);
  if (!sealed) return tl::make_unexpected(sealed.error());
  const auto check = key_check(*keys);
  if (!check) return tl::make_unexpected(check.error());
  return create_registry(directory, access.registry_uri, [&](Registry& registry) {
    auto done = registry.rebind(*check);
    return done ? seal::write_file(directory / kKeysFileName, *sealed) : done;
  });
}

Result<VaultKeys> open_bound_keys(const fs::path& path, const std::string& passphrase, Registry& registry) {
  auto keys = open_keys(path, passphrase);
  if (!keys) return keys;
  const auto check = key_check(*keys);
  if (!check) return tl::make_unexpected(check.error());
  if (auto bound = registry.bind_to(*check); !bound) return tl::make_unexpected(bound.error());
  return keys;
}

/// The keys that the registry belongs to.
Result<VaultKeys> open_fitting_keys(const fs::path& directory, const std::string& passphrase,
                                    Registry& registry) {
  auto keys = open_bound_keys(directory / kKeysFileName, passphrase, registry);
  std::error_code error;
  if (keys || keys.error().code != SealErrorCode::wrong_key ||
      !fs::exists(directory / kNextKeysFileName, error)) {
    return keys;
  }
  auto next = open_bound_keys(directory / kNextKeysFileName, passphrase, registry);
  if (!next) return keys;  // what is wrong with the keys themselves says more
  fs::rename(directory / kNextKeysFileName, directory / kKeysFileName, error);
  if (error) {
    return fail(SealErrorCode::io,
                fmt::format("Cannot finish the change of keys: {} cannot take the place of {} ({}).",
                            kNextKeysFileName, kKeysFileName, error.message()));
  }
  return next;
}

}  // namespace

Result<void> Vault::init(const fs::path& directory, const std::string& vendor, const std::string& passphrase,
                         const seal::ScryptCost& cost, seal_write::RandomSource& random,
                         const VaultAccess& access) {
  if (vendor.empty() || vendor.size() > kMaxVendorBytes) {
    return fail(
        SealErrorCode::usage,
        fmt::format("The vendor's name must be 1 to {} bytes long; give one with --name.", kMaxVendorBytes));
  }
  return fill_private_directory(directory,
                                [&] { return fill(directory, vendor, passphrase, cost, random, access); });
}

Result<Vault> Vault::open(const fs::path& directory, const std::string& passphrase,
                          const VaultAccess& access) {
  auto registry = open_registry(directory, access.registry_uri);
  if (!registry) return tl::make_unexpected(registry.error());
  const auto keys = open_fitting_keys(directory, passphrase, *registry);
  if (!keys) return tl::make_unexpected(keys.error());
  Result<std::unique_ptr<seal_write::Signer>> issuer;
  if (!access.issuing_key_lost) issuer = open_issuer(*keys, access.token_pin);
  if (!issuer) return tl::make_unexpected(issuer.error());
  auto coder = mark_code::Coder::create(keys->mark_key);
  if (!coder) return fail(SealErrorCode::io, coder.error().message);
  return Vault(directory, *keys, std::move(*issuer), std::move(*coder), std::move(*registry));
}

Vault::Vault(fs::path directory, VaultKeys keys, std::unique_ptr<seal_write::Signer> issuer,
             mark_code::Coder coder, Registry registry)
    : directory_(std::move(directory)),
      keys_(std::move(keys)),
      issuer_(std::move(issuer)),
      coder_(std::move(coder)),
      registry_(std::move(registry)) {}

}  // namespace spoor::vault
