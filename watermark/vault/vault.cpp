// Archives, revocation and kits of an open vault.
#include "watermark/vault/vault.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>

#include "watermark/seal/archive_open.hpp"
#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/seal/revocation.hpp"
#include "watermark/seal/session_format.hpp"

namespace spoor::vault {

namespace fs = std::filesystem;
using seal::Result;

Result<seal_write::PackSummary> Vault::pack_registered(std::string release, std::int64_t created_unix_s,
                                                       seal_write::RandomSource& random,
                                                       const Packing& packing) {
  ArchiveRow row{{}, std::move(release), created_unix_s};
  seal::ArchiveKey key{};
  if (auto filled = random.fill(row.id); !filled) return tl::make_unexpected(filled.error());
  if (auto filled = random.fill(key); !filled) return tl::make_unexpected(filled.error());
  // Registered before it is written: an archive whose key is lost would be of no use.
  if (auto added = registry_.add_archive(row, key, keys_.registry_key, random); !added) {
    return tl::make_unexpected(added.error());
  }
  auto summary = packing(key, row.id);
  if (!summary) static_cast<void>(registry_.remove_archive(row.id));  // the first error is the one to report
  return summary;
}

Result<seal_write::PackSummary> Vault::pack(const fs::path& tree, const fs::path& archive_path,
                                            seal_write::PackOptions options,
                                            seal_write::RandomSource& random) {
  options.never.push_back(directory_);
  return pack_registered(options.release, options.created_unix_s, random,
                         [&](const seal::ArchiveKey& key, const seal::ArchiveId& id) {
                           return seal_write::pack_archive(tree, archive_path, key, id, *issuer_, options);
                         });
}

Result<seal_write::PackSummary> Vault::pack_releases(const std::vector<seal_write::ReleaseTree>& releases,
                                                     const fs::path& archive_path,
                                                     seal_write::PackOptions options,
                                                     seal_write::RandomSource& random) {
  options.never.push_back(directory_);
  std::string names;
  for (const seal_write::ReleaseTree& release : releases) names += (names.empty() ? "" : ", ") + release.name;
  // What lists show; kits take as much. The archive itself names them all.
  if (names.size() > seal::kMaxReleaseBytes) names = releases.back().name;
  return pack_registered(
      names, options.created_unix_s, random, [&](const seal::ArchiveKey& key, const seal::ArchiveId& id) {
        return seal_write::pack_releases(releases, archive_path, key, id, *issuer_, options);
      });
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
  const auto former = registry_.former_keys(Registry::FormerKind::issuing_key, keys_.registry_key);
  if (!former) return tl::make_unexpected(former.error());
  if (row && !opened && std::find(former->begin(), former->end(), header->vendor) != former->end()) {
    return seal::fail(seal::SealErrorCode::usage,
                      fmt::format("{} is signed with a former issuing key of this vault; sign it anew with "
                                  "'spoor vault resign'.",
                                  seal::shown(archive_path.native())));
  }
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

namespace {

/// Puts the list into the vault's directory, unless a newer one is there: two officers may come here in
/// either order.
Result<void> publish(const fs::path& directory, seal::ByteView list, std::uint64_t number) {
  const seal::Descriptor lock(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock.valid() || ::flock(lock.get(), LOCK_EX) != 0) {
    return seal::fail(seal::SealErrorCode::io,
                      fmt::format("Cannot lock the vault {}: {}.", seal::shown(directory.native()),
                                  seal::system_words(errno)));
  }
  const fs::path path = directory / seal::kRevocationFileName;
  const auto there = seal::open_revocations(path);
  if (there && there->number >= number) return {};
  return seal::write_file(path, list);
}

}  // namespace

Result<seal::Bytes> Vault::revoke(std::span<const std::string> ids, std::int64_t now_unix_s) {
  auto transaction = registry_.begin();
  if (!transaction) return tl::make_unexpected(transaction.error());
  // The number first: whoever has it is alone, so that no list of a greater number knows less.
  const auto number = registry_.next_revocation_number();
  if (!number) return tl::make_unexpected(number.error());
  for (const std::string& id : ids) {
    if (auto revoked = registry_.revoke(id, now_unix_s); !revoked)
      return tl::make_unexpected(revoked.error());
  }
  const auto sessions = registry_.sessions();
  if (!sessions) return tl::make_unexpected(sessions.error());
  seal::RevocationList list{keys_.issuing_public, *number, now_unix_s, {}};
  for (const SessionRow& row : *sessions) {
    const auto id = row.revoked_unix_s ? seal::session_id_bytes(row.id) : std::nullopt;
    if (id) list.revoked.push_back(*id);
  }
  auto file = seal_write::seal_revocations(std::move(list), *issuer_);
  if (!file) return file;
  // Committed before anybody can have the list: a number must never stand on two different lists.
  auto done = transaction->commit();
  if (done) done = publish(directory_, *file, *number);
  if (!done) return tl::make_unexpected(done.error());
  return file;
}

Result<seal::Bytes> Vault::export_kit(std::span<const seal::ArchiveId> readable,
                                      const seal_write::PassphraseLock& lock,
                                      seal_write::RandomSource& random, std::vector<seal::KitLog> logs,
                                      std::optional<std::uint32_t> generation) {
  const auto present = mark_generation();
  if (!present) return tl::make_unexpected(present.error());
  const std::uint32_t wanted = generation.value_or(*present);
  const auto mark_key = mark_key_of(wanted);
  if (!mark_key) return tl::make_unexpected(mark_key.error());
  seal::Kit kit;
  kit.vendor = keys_.vendor;
  kit.mark_key = *mark_key;
  kit.strength_em = mark::kDefaultStrengthEm;
  const auto sessions = registry_.sessions();
  if (!sessions) return tl::make_unexpected(sessions.error());
  for (const SessionRow& row : *sessions) {
    if (row.mark_generation != wanted) continue;
    const auto secrets = registry_.secrets(row, keys_.registry_key);
    if (!secrets) return tl::make_unexpected(secrets.error());
    const auto slots =
        seal::slots_of_window(row.start_unix_s, std::max(row.expires_unix_s, row.current_expires_unix_s));
    kit.sessions.push_back({row.id, row.reviewer, row.organisation, secrets->token, row.start_unix_s,
                            slots.value_or(0), row.revoked_unix_s.has_value(), row.archive_id});
  }
  for (const seal::ArchiveId& id : readable) {
    const auto row = registry_.archive(id);
    if (!row) return tl::make_unexpected(row.error());
    const auto key = registry_.archive_key(*row, keys_.registry_key);
    if (!key) return tl::make_unexpected(key.error());
    kit.archives.push_back({row->id, row->release, *key});
  }
  for (const seal::KitLog& log : logs) {
    const bool known =
        std::any_of(kit.sessions.begin(), kit.sessions.end(),
                    [&](const seal::KitSession& session) { return session.id == log.session; });
    if (!known)
      return seal::fail(seal::SealErrorCode::usage,
                        fmt::format("A log is of session {}, which this kit does not know; leave it out.",
                                    seal::shown(log.session)));
  }
  kit.logs = std::move(logs);
  return seal_write::seal_kit(kit, lock, *issuer_, random);
}

}  // namespace spoor::vault
