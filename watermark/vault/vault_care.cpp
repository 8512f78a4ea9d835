// Looking after a vault: new passphrase, new registry key, backup and restoring.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <system_error>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/vault/vault.hpp"

namespace spoor::vault {

namespace fs = std::filesystem;
using seal::fail;
using seal::Result;
using seal::SealErrorCode;

namespace {

/// Far more lists than a vendor signs between two backups.
constexpr std::uint64_t kNumbersSkipped = 1'000'000;

Result<void> put_in_place(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (!error) return {};
  return fail(SealErrorCode::io,
              fmt::format("Cannot give {} its place ({}).", seal::shown(from.native()), error.message()));
}

/// A private copy of a small file; none where there is none.
Result<void> copy_small(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::exists(from, error)) return {};
  const auto bytes = seal::read_small_file(from, seal::kRevocationKind.limit_bytes);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return seal::write_file(to, *bytes);
}

}  // namespace

Result<void> Vault::change_passphrase(const std::string& passphrase, const seal::ScryptCost& cost,
                                      seal_write::RandomSource& random) {
  const auto lock = seal_write::PassphraseLock::create(passphrase, cost, random);
  if (!lock) return tl::make_unexpected(lock.error());
  const auto sealed = seal_keys(keys_, *lock, *issuer_, random);
  if (!sealed) return tl::make_unexpected(sealed.error());
  return seal::write_file(directory_ / kKeysFileName, *sealed);
}

Result<void> Vault::replace_keys(VaultKeys next, const seal_write::Signer& signer,
                                 const std::string& passphrase, const seal::ScryptCost& cost,
                                 seal_write::RandomSource& random,
                                 const std::function<Result<void>()>& in_registry) {
  const auto lock = seal_write::PassphraseLock::create(passphrase, cost, random);
  if (!lock) return tl::make_unexpected(lock.error());
  const auto sealed = seal_keys(next, *lock, signer, random);
  const auto check = key_check(next);
  if (!sealed || !check) return tl::make_unexpected(sealed ? check.error() : sealed.error());

  auto transaction = registry_.begin(Locking::exclusive);
  if (!transaction) return tl::make_unexpected(transaction.error());
  // The new keys are on the disk before anything is sealed under them; Vault::open takes them up where this
  // ends early.
  auto done = seal::write_file(directory_ / kNextKeysFileName, *sealed);
  if (done) done = in_registry();
  if (done) done = registry_.rebind(*check);
  if (done) done = transaction->commit();
  // Where only the answer was lost, the registry has the new keys: the new key file stays in any case.
  if (!done) return done;
  keys_ = std::move(next);
  return put_in_place(directory_ / kNextKeysFileName, directory_ / kKeysFileName);
}

Result<void> Vault::change_registry_key(const std::string& passphrase, const seal::ScryptCost& cost,
                                        seal_write::RandomSource& random) {
  VaultKeys next = keys_;
  if (auto filled = random.fill(next.registry_key); !filled) return filled;
  return replace_keys(next, *issuer_, passphrase, cost, random,
                      [&] { return registry_.reseal(keys_.registry_key, next.registry_key, random); });
}

Result<void> Vault::back_up(const fs::path& target) {
  auto transaction = registry_.begin(Locking::exclusive);
  if (!transaction) return tl::make_unexpected(transaction.error());
  const auto copy_into = [&](Registry& copy) {
    auto done = registry_.copy_to(copy);
    if (done) done = copy_small(directory_ / seal::kRevocationFileName, target / seal::kRevocationFileName);
    // Last: a directory with keys is a vault, and must be whole.
    return done ? copy_small(directory_ / kKeysFileName, target / kKeysFileName) : done;
  };
  return fill_private_directory(target, [&] { return create_registry(target, {}, copy_into); });
}

Result<void> Vault::restore(const fs::path& backup, const fs::path& directory,
                            const std::string& registry_uri) {
  auto source = open_registry(backup);
  if (!source) return tl::make_unexpected(source.error());
  const auto copy_into = [&](Registry& copy) {
    auto done = source->copy_to(copy);
    // Lists that were signed after the backup are not in it; rooms that have seen one take only greater
    // numbers.
    if (done) done = copy.skip_revocation_numbers(kNumbersSkipped);
    if (done) done = copy_small(backup / seal::kRevocationFileName, directory / seal::kRevocationFileName);
    return done ? copy_small(backup / kKeysFileName, directory / kKeysFileName) : done;
  };
  return fill_private_directory(directory,
                                [&] { return create_registry(directory, registry_uri, copy_into); });
}

}  // namespace spoor::vault
