// Archives, revocation and kits of an open vault.
#include "watermark/vault/vault.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "watermark/seal/archive_open.hpp"
#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/session_format.hpp"

namespace spoor::vault {

namespace fs = std::filesystem;
using seal::Result;

Result<seal_write::PackSummary> Vault::pack(const fs::path& tree, const fs::path& archive_path,
                                            seal_write::PackOptions options,
                                            seal_write::RandomSource& random) {
  ArchiveRow row{{}, options.release, options.created_unix_s};
  seal::ArchiveKey key{};
  if (auto filled = random.fill(row.id); !filled) return tl::make_unexpected(filled.error());
  if (auto filled = random.fill(key); !filled) return tl::make_unexpected(filled.error());
  // Registered before it is written: an archive whose key is lost would be of no use.
  if (auto added = registry_.add_archive(row, key, keys_.registry_key, random); !added) {
    return tl::make_unexpected(added.error());
  }
  options.never.push_back(directory_);
  auto summary = seal_write::pack_archive(tree, archive_path, key, row.id, *issuer_, options);
  if (!summary) static_cast<void>(registry_.remove_archive(row.id));  // the first error is the one to report
  return summary;
}

Result<ArchiveRow> Vault::find_archive(const fs::path& archive_path) {
  const auto header = seal::peek_archive(archive_path);
  if (!header) return tl::make_unexpected(header.error());
  const auto row = registry_.archive(header->id);
  const auto key =
      row ? registry_.archive_key(*row, keys_.registry_key) : Result<seal::ArchiveKey>(seal::ArchiveKey{});
  if (!key) return tl::make_unexpected(key.error());
  const auto opened = seal::open_archive(archive_path, *key, keys_.issuing_public);
  // Of an archive that is not registered, that it is damaged says more: its id may be what was hit.
  const bool torn = !opened && opened.error().code == seal::SealErrorCode::damaged;
  if (!opened && (row || torn)) return tl::make_unexpected(opened.error());
  if (!row && row.error().code == seal::SealErrorCode::not_found) {
    return seal::fail(
        seal::SealErrorCode::wrong_key,
        fmt::format("This vault did not pack {} and has no key to it; use the vault that did, or pack "
                    "the tree again.",
                    seal::shown(archive_path.native())));
  }
  return row;
}

Result<seal::Bytes> Vault::revoke(std::span<const std::string> ids, std::int64_t now_unix_s) {
  auto transaction = registry_.begin();
  if (!transaction) return tl::make_unexpected(transaction.error());
  for (const std::string& id : ids) {
    if (auto revoked = registry_.revoke(id, now_unix_s); !revoked)
      return tl::make_unexpected(revoked.error());
  }
  const auto number = registry_.next_revocation_number();
  const auto sessions = registry_.sessions();
  if (!number || !sessions) return tl::make_unexpected(number ? sessions.error() : number.error());
  seal::RevocationList list{keys_.issuing_public, *number, now_unix_s, {}};
  for (const SessionRow& row : *sessions) {
    const auto id = row.revoked_unix_s ? seal::session_id_bytes(row.id) : std::nullopt;
    if (id) list.revoked.push_back(*id);
  }
  auto file = seal_write::seal_revocations(std::move(list), *issuer_);
  if (!file) return file;
  // The list is in place before the registry says so: at worst a revocation is carried out and then repeated.
  auto done = seal::write_file(directory_ / seal::kRevocationFileName, *file);
  if (done) done = transaction->commit();
  if (!done) return tl::make_unexpected(done.error());
  return file;
}

Result<seal::Bytes> Vault::export_kit(std::span<const seal::ArchiveId> readable,
                                      const seal_write::PassphraseLock& lock,
                                      seal_write::RandomSource& random) {
  seal::Kit kit;
  kit.vendor = keys_.vendor;
  kit.mark_key = keys_.mark_key;
  kit.strength_em = mark::kDefaultStrengthEm;
  const auto sessions = registry_.sessions();
  if (!sessions) return tl::make_unexpected(sessions.error());
  for (const SessionRow& row : *sessions) {
    const auto token = registry_.token(row, keys_.registry_key);
    if (!token) return tl::make_unexpected(token.error());
    const auto slots = seal::slots_of_window(row.start_unix_s, row.expires_unix_s);
    kit.sessions.push_back({row.id, row.reviewer, row.organisation, *token, row.start_unix_s,
                            slots.value_or(0), row.revoked_unix_s.has_value(), row.archive_id});
  }
  for (const seal::ArchiveId& id : readable) {
    const auto row = registry_.archive(id);
    if (!row) return tl::make_unexpected(row.error());
    const auto key = registry_.archive_key(*row, keys_.registry_key);
    if (!key) return tl::make_unexpected(key.error());
    kit.archives.push_back({row->id, row->release, *key});
  }
  return seal_write::seal_kit(kit, lock, *issuer_, random);
}

}  // namespace spoor::vault
