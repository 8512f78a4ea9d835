// Keys that others follow: the mark key, the issuing key; and the escrow of all of them.
#include <fmt/format.h>

#include <algorithm>

#include "watermark/seal/archive_open.hpp"
#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/seal/sign_archive.hpp"
#include "watermark/vault/issuer.hpp"
#include "watermark/vault/vault.hpp"

namespace spoor::vault {

namespace fs = std::filesystem;
using seal::Bytes;
using seal::fail;
using seal::Result;
using seal::SealErrorCode;
using FormerKind = Registry::FormerKind;

namespace {

constexpr std::string_view kSuccessionsFact = "successions";

}  // namespace

Result<std::uint32_t> Vault::mark_generation() {
  const auto former = registry_.former_keys(FormerKind::mark_key, keys_.registry_key);
  if (!former) return tl::make_unexpected(former.error());
  return static_cast<std::uint32_t>(former->size());
}

Result<seal::SecretKey> Vault::mark_key_of(std::uint32_t generation) {
  const auto former = registry_.former_keys(FormerKind::mark_key, keys_.registry_key);
  if (!former) return tl::make_unexpected(former.error());
  if (generation < former->size()) return (*former)[generation];
  if (generation == former->size()) return keys_.mark_key;
  return fail(SealErrorCode::usage, fmt::format("The vault has had {} mark keys, of the numbers 0 to {}.",
                                                former->size() + 1, former->size()));
}

Result<mark_code::Coder> Vault::coder_of(std::uint32_t generation) {
  const auto key = mark_key_of(generation);
  if (!key) return tl::make_unexpected(key.error());
  auto coder = mark_code::Coder::create(*key);
  if (!coder) return fail(SealErrorCode::io, coder.error().message);
  return std::move(*coder);
}

Result<void> Vault::change_mark_key(const std::string& passphrase, const seal::ScryptCost& cost,
                                    seal_write::RandomSource& random) {
  VaultKeys next = keys_;
  for (seal::SecretKey* key : {&next.mark_key, &next.registry_key}) {
    if (auto filled = random.fill(*key); !filled) return filled;
  }
  auto coder = mark_code::Coder::create(next.mark_key);
  if (!coder) return fail(SealErrorCode::io, coder.error().message);
  const seal::SecretKey former = keys_.mark_key;
  // The registry key changes with it: it is by this one that a vault and its registry know each other.
  auto done = replace_keys(next, *issuer_, passphrase, cost, random, [&] {
    auto resealed = registry_.reseal(keys_.registry_key, next.registry_key, random);
    return resealed ? registry_.add_former_key(FormerKind::mark_key, former, next.registry_key, random)
                    : resealed;
  });
  if (done) coder_ = std::move(*coder);
  return done;
}

Result<std::int64_t> Vault::last_expiry_unix_s(std::int64_t now_unix_s) {
  const auto rows = registry_.sessions();
  if (!rows) return tl::make_unexpected(rows.error());
  std::int64_t out = now_unix_s;
  for (const SessionRow& row : *rows) {
    if (!row.revoked_unix_s) out = std::max({out, row.expires_unix_s, row.current_expires_unix_s});
  }
  return out;
}

Result<std::vector<Bytes>> Vault::successions() {
  const auto all = registry_.fact(kSuccessionsFact);
  if (!all) return tl::make_unexpected(all.error());
  std::vector<Bytes> out;
  const Bytes bytes = all->value_or(Bytes());
  for (std::size_t at = 0; at + seal::kSuccessionBytes <= bytes.size(); at += seal::kSuccessionBytes) {
    const auto one = seal::ByteView(bytes).subspan(at, seal::kSuccessionBytes);
    out.emplace_back(one.begin(), one.end());
  }
  return out;
}

Result<std::optional<std::int64_t>> Vault::key_ends_unix_s(std::int64_t issued_unix_s) {
  const auto all = successions();
  if (!all) return tl::make_unexpected(all.error());
  for (const Bytes& file : *all) {
    const auto one = seal::open_succession(file, "registry");
    if (!one) return tl::make_unexpected(one.error());
    if (issued_unix_s <= one->made_unix_s) return one->until_unix_s;
  }
  return std::nullopt;
}

Result<std::optional<Bytes>> Vault::change_issuing_key(const NewIssuingKey& wanted,
                                                       const std::string& passphrase,
                                                       const seal::ScryptCost& cost, std::int64_t now_unix_s,
                                                       seal_write::RandomSource& random) {
  VaultKeys next = keys_;
  auto signer = new_issuer(next, wanted.token_uri, wanted.token_pin, random);
  if (!signer) return tl::make_unexpected(signer.error());
  if (next.issuing_public == keys_.issuing_public)
    return fail(SealErrorCode::usage, "That token holds the key that the vault has already; name another.");
  const auto last = last_expiry_unix_s(now_unix_s);
  if (!last) return tl::make_unexpected(last.error());
  const std::int64_t until_unix_s = wanted.old_sessions_until_unix_s.value_or(*last);
  Result<std::optional<Bytes>> statement;
  Bytes chain;
  if (issuer_) {
    auto sealed = seal_write::seal_succession(*issuer_, **signer, now_unix_s, until_unix_s);
    if (!sealed) return tl::make_unexpected(sealed.error());
    const auto before = registry_.fact(kSuccessionsFact);
    if (!before) return tl::make_unexpected(before.error());
    chain = before->value_or(Bytes());
    chain.insert(chain.end(), sealed->begin(), sealed->end());
    statement->emplace(std::move(*sealed));
  }
  seal::SecretKey former;
  std::copy(keys_.issuing_public.begin(), keys_.issuing_public.end(), former.begin());
  auto done = replace_keys(next, **signer, passphrase, cost, random, [&] {
    auto kept = registry_.add_former_key(FormerKind::issuing_key, former, keys_.registry_key, random);
    return kept ? registry_.set_fact(kSuccessionsFact, chain) : kept;
  });
  if (!done) return tl::make_unexpected(done.error());
  issuer_ = std::move(*signer);
  return statement;
}

Result<void> Vault::sign_again(const fs::path& archive_path, const fs::path& target) {
  const auto header = seal::peek_archive(archive_path);
  if (!header) return tl::make_unexpected(header.error());
  const auto row = registry_.archive(header->id);
  if (!row) return tl::make_unexpected(row.error());
  const auto key = registry_.archive_key(*row, keys_.registry_key);
  const auto former = registry_.former_keys(FormerKind::issuing_key, keys_.registry_key);
  if (!key || !former) return tl::make_unexpected(key ? former.error() : key.error());
  if (std::find(former->begin(), former->end(), header->vendor) == former->end()) {
    return fail(SealErrorCode::usage,
                fmt::format("{} is signed with the vault's present key, or with none of its keys; there is "
                            "nothing to sign anew.",
                            seal::shown(archive_path.native())));
  }
  if (const auto whole = seal::open_archive(archive_path, *key, header->vendor); !whole)
    return tl::make_unexpected(whole.error());
  return seal_write::sign_archive_again(archive_path, target, header->vendor, *issuer_);
}

Result<Bytes> Vault::escrow(const seal_write::QuorumLock& lock, seal_write::RandomSource& random) {
  return seal_escrow(keys_, lock, *issuer_, random);
}

Result<void> Vault::recover(const fs::path& directory, seal::ByteView escrow,
                            const std::vector<const std::string*>& passphrases,
                            const std::string& new_passphrase, const seal::ScryptCost& cost,
                            seal_write::RandomSource& random, const VaultAccess& access) {
  auto registry = open_registry(directory, access.registry_uri);
  if (!registry) return tl::make_unexpected(registry.error());
  const auto keys = open_escrow(escrow, "escrow", passphrases);
  if (!keys) return tl::make_unexpected(keys.error());
  const auto check = key_check(*keys);
  if (!check) return tl::make_unexpected(check.error());
  if (auto bound = registry->bind_to(*check); !bound) return bound;
  const auto issuer = open_issuer(*keys, access.token_pin);
  if (!issuer) return tl::make_unexpected(issuer.error());
  const auto lock = seal_write::PassphraseLock::create(new_passphrase, cost, random);
  if (!lock) return tl::make_unexpected(lock.error());
  const auto sealed = seal_keys(*keys, *lock, **issuer, random);
  if (!sealed) return tl::make_unexpected(sealed.error());
  return seal::write_file(directory / kKeysFileName, *sealed);
}

}  // namespace spoor::vault
