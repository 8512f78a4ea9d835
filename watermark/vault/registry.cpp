#include "watermark/vault/registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "watermark/vault/registry_copy.hpp"
#include "watermark/vault/row_secret.hpp"

namespace spoor::vault {
namespace {

using seal::fail;
using seal::Result;
using seal::SealErrorCode;

constexpr std::string_view kKeyCheck = "key_check";

constexpr std::string_view kSelectSessions =
    "SELECT id, reviewer, organisation, archive_id, issued_unix_s, start_unix_s, expires_unix_s, "
    "revoked_unix_s, room_id, policy, update_number, current_expires_unix_s, mark_generation FROM sessions";

template <std::size_t N>
std::array<std::uint8_t, N> array_of(const seal::Bytes& blob) {
  std::array<std::uint8_t, N> out{};
  if (blob.size() == N) std::copy(blob.begin(), blob.end(), out.begin());
  return out;
}

SessionRow session_row(const SqlRow& row) {
  SessionRow out;
  out.id = row.text(0);
  out.reviewer = row.text(1);
  out.organisation = row.text(2);
  out.archive_id = array_of<16>(row.blob(3));
  out.issued_unix_s = row.integer(4);
  out.start_unix_s = row.integer(5);
  out.expires_unix_s = row.integer(6);
  if (!row.is_null(7)) out.revoked_unix_s = row.integer(7);
  out.room_id = array_of<32>(row.blob(8));
  out.policy = row.blob(9);
  out.update_number = static_cast<std::uint64_t>(row.integer(10));
  out.current_expires_unix_s = row.is_null(11) ? out.expires_unix_s : row.integer(11);
  out.mark_generation = static_cast<std::uint32_t>(row.integer(12));
  return out;
}

ArchiveRow archive_row(const SqlRow& row) {
  return {array_of<16>(row.blob(0)), row.text(1), row.integer(2)};
}

tl::unexpected<seal::SealError> no_session(const std::string& id) {
  return fail(SealErrorCode::not_found,
              fmt::format("The vault has issued no session {}; see 'spoor session list'.", seal::shown(id)));
}

Result<void> done(const Result<std::int64_t>& ran) {
  if (!ran) return tl::make_unexpected(ran.error());
  return {};
}

tl::unexpected<seal::SealError> other_keys() {
  return fail(
      SealErrorCode::wrong_key,
      "The registry belongs to other keys than this vault's: it is another vendor's, or the keys were "
      "changed elsewhere; then copy keys.spvk from there.");
}

}  // namespace

Result<std::int64_t> Registry::run(std::string_view sql, std::initializer_list<SqlValue> values,
                                   const OnRow& on_row) {
  return database_->run(sql, {values.begin(), values.size()}, on_row);
}

Result<std::optional<seal::Bytes>> Registry::fact(std::string_view name) {
  std::optional<seal::Bytes> out;
  const auto ran =
      run("SELECT value FROM facts WHERE name = $1", {name}, [&](const SqlRow& row) { out = row.blob(0); });
  if (!ran) return tl::make_unexpected(ran.error());
  return out;
}

Result<void> Registry::set_fact(std::string_view name, seal::ByteView value) {
  return done(
      run("INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = "
          "excluded.value",
          {name, value}));
}

Result<void> Registry::rebind(const seal::Digest& key_check) {
  if (auto set = set_fact(kKeyCheck, key_check); !set) return set;
  key_check_ = key_check;
  return {};
}

Result<void> Registry::bind_to(const seal::Digest& key_check) {
  const auto there = fact(kKeyCheck);
  if (!there) return tl::make_unexpected(there.error());
  if (*there && !std::equal((*there)->begin(), (*there)->end(), key_check.begin(), key_check.end())) {
    return other_keys();
  }
  key_check_ = key_check;
  return {};
}

Result<Transaction> Registry::begin(Locking locking) {
  auto transaction = Transaction::begin(*database_, locking);
  if (!transaction || !key_check_) return transaction;
  if (auto bound = bind_to(*key_check_); !bound) return tl::make_unexpected(bound.error());
  return transaction;
}

Result<void> Registry::add_archive(const ArchiveRow& row, const seal::ArchiveKey& key,
                                   const seal::SecretKey& registry_key, seal_write::RandomSource& random) {
  const auto sealed = seal_row_secret(key, bound_row(row), registry_key, random);
  if (!sealed) return tl::make_unexpected(sealed.error());
  return done(run("INSERT INTO archives (id, release, created_unix_s, key_sealed) VALUES ($1, $2, $3, $4)",
                  {row.id, row.release, row.created_unix_s, *sealed}));
}

Result<void> Registry::remove_archive(const seal::ArchiveId& id) {
  return done(run("DELETE FROM archives WHERE id = $1", {id}));
}

Result<std::vector<ArchiveRow>> Registry::archives() {
  std::vector<ArchiveRow> out;
  const auto ran = run("SELECT id, release, created_unix_s FROM archives ORDER BY created_unix_s, id", {},
                       [&](const SqlRow& row) { out.push_back(archive_row(row)); });
  if (!ran) return tl::make_unexpected(ran.error());
  return out;
}

Result<ArchiveRow> Registry::archive(const seal::ArchiveId& id) {
  ArchiveRow out;
  const auto found = run("SELECT id, release, created_unix_s FROM archives WHERE id = $1", {id},
                         [&](const SqlRow& row) { out = archive_row(row); });
  if (!found) return tl::make_unexpected(found.error());
  if (*found == 0) {
    return fail(SealErrorCode::not_found,
                "This vault did not pack that archive; use the vault that did, or pack the tree again.");
  }
  return out;
}

Result<seal::Bytes> Registry::sealed_column(std::string_view sql, const SqlValue& id) {
  seal::Bytes out;
  const auto ran = run(sql, {id}, [&](const SqlRow& row) { out = row.blob(0); });
  if (!ran) return tl::make_unexpected(ran.error());
  return out;
}

Result<seal::ArchiveKey> Registry::archive_key(const ArchiveRow& row, const seal::SecretKey& registry_key) {
  const auto sealed = sealed_column("SELECT key_sealed FROM archives WHERE id = $1", row.id);
  if (!sealed) return tl::make_unexpected(sealed.error());
  seal::ArchiveKey key{};
  const auto opened = open_row_secret(*sealed, bound_row(row), registry_key, key);
  if (!opened) return tl::make_unexpected(opened.error());
  return key;
}

Result<void> Registry::add_session(const SessionRow& row, const SessionSecrets& secrets,
                                   const seal::SecretKey& registry_key, seal_write::RandomSource& random) {
  const auto token = seal_token(secrets.token, row, registry_key, random);
  const auto fingerprint = token_fingerprint(secrets.token, registry_key);
  if (!token || !fingerprint) return tl::make_unexpected(token ? fingerprint.error() : token.error());
  SqlValue update_key;
  Result<seal::Bytes> sealed;
  if (secrets.update_key) {
    sealed = seal_row_secret(*secrets.update_key, bound_state(row), registry_key, random);
    if (!sealed) return tl::make_unexpected(sealed.error());
    update_key = *sealed;
  }
  // No error inside the database, after which PostgreSQL would take nothing more in this transaction.
  const auto added = run(
      "INSERT INTO sessions (id, reviewer, organisation, archive_id, issued_unix_s, start_unix_s, "
      "expires_unix_s, token_sealed, token_fingerprint, room_id, policy, update_key_sealed, update_number, "
      "current_expires_unix_s, mark_generation) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
      "$13, $14, $15) ON CONFLICT DO NOTHING",
      {row.id, row.reviewer, row.organisation, row.archive_id, row.issued_unix_s, row.start_unix_s,
       row.expires_unix_s, *token, *fingerprint, row.room_id, row.policy, update_key,
       static_cast<std::int64_t>(row.update_number), row.current_expires_unix_s,
       std::int64_t{row.mark_generation}});
  if (!added) return tl::make_unexpected(added.error());
  if (*added == 0) return fail(SealErrorCode::usage, "The registry already holds that session or token.");
  return {};
}

Result<void> Registry::remove_session(const std::string& id) {
  return done(run("DELETE FROM sessions WHERE id = $1", {id}));
}

Result<std::vector<SessionRow>> Registry::sessions() {
  std::vector<SessionRow> out;
  const auto ran = run(fmt::format("{} ORDER BY issue_order", kSelectSessions), {},
                       [&](const SqlRow& row) { out.push_back(session_row(row)); });
  if (!ran) return tl::make_unexpected(ran.error());
  return out;
}

Result<SessionRow> Registry::session(const std::string& id) {
  SessionRow out;
  const auto found = run(fmt::format("{} WHERE id = $1", kSelectSessions), {id},
                         [&](const SqlRow& row) { out = session_row(row); });
  if (!found) return tl::make_unexpected(found.error());
  if (*found == 0) return no_session(id);
  return out;
}

Result<std::optional<seal::SecretKey>> Registry::update_key(const SessionRow& row,
                                                            const seal::SecretKey& registry_key) {
  const auto sealed = sealed_column("SELECT update_key_sealed FROM sessions WHERE id = $1", row.id);
  if (!sealed) return tl::make_unexpected(sealed.error());
  std::optional<seal::SecretKey> out;
  if (sealed->empty()) return out;
  const auto opened = open_row_secret(*sealed, bound_state(row), registry_key, out.emplace());
  if (!opened) return tl::make_unexpected(opened.error());
  return out;
}

Result<SessionSecrets> Registry::secrets(const SessionRow& row, const seal::SecretKey& registry_key) {
  const auto sealed = sealed_column("SELECT token_sealed FROM sessions WHERE id = $1", row.id);
  if (!sealed) return tl::make_unexpected(sealed.error());
  const auto token = open_token(*sealed, row, registry_key);
  if (!token) return tl::make_unexpected(token.error());
  auto key = update_key(row, registry_key);
  if (!key) return tl::make_unexpected(key.error());
  return SessionSecrets{*token, std::move(*key)};
}

Result<void> Registry::update_session(const SessionRow& row, const seal::SecretKey& registry_key,
                                      seal_write::RandomSource& random) {
  const auto before = session(row.id);
  if (!before) return tl::make_unexpected(before.error());
  const auto key = update_key(*before, registry_key);
  if (!key) return tl::make_unexpected(key.error());
  SqlValue update_key;
  Result<seal::Bytes> sealed;
  if (*key) {
    sealed = seal_row_secret(**key, bound_state(row), registry_key, random);
    if (!sealed) return tl::make_unexpected(sealed.error());
    update_key = *sealed;
  }
  const auto number = static_cast<std::int64_t>(row.update_number);
  const auto changed =
      run("UPDATE sessions SET policy = $1, update_key_sealed = $2, update_number = $3, "
          "current_expires_unix_s = $4 "
          "WHERE id = $5 AND update_number = $6",
          {row.policy, update_key, number, row.current_expires_unix_s, row.id, number - 1});
  if (!changed) return tl::make_unexpected(changed.error());
  if (*changed == 0) {
    return fail(SealErrorCode::refused,
                fmt::format("Another officer has changed session {} in the meantime; look at it with 'spoor "
                            "session show' and try again.",
                            row.id));
  }
  return {};
}

Result<void> Registry::revoke(const std::string& id, std::int64_t now_unix_s) {
  const auto changed = run("UPDATE sessions SET revoked_unix_s = coalesce(revoked_unix_s, $1) WHERE id = $2",
                           {now_unix_s, id});
  if (!changed) return tl::make_unexpected(changed.error());
  if (*changed == 0) return no_session(id);
  return {};
}

Result<std::uint64_t> Registry::next_revocation_number() {
  std::int64_t number = 0;
  const auto ran = run("UPDATE counters SET value = value + 1 WHERE name = 'revocation' RETURNING value", {},
                       [&](const SqlRow& row) { number = row.integer(0); });
  if (!ran) return tl::make_unexpected(ran.error());
  return static_cast<std::uint64_t>(number);
}

Result<void> Registry::copy_to(Registry& other) {
  return copy_rows(*database_, *other.database_);
}

Result<void> Registry::skip_revocation_numbers(std::uint64_t count) {
  return done(run("UPDATE counters SET value = value + $1 WHERE name = 'revocation'",
                  {static_cast<std::int64_t>(count)}));
}

Result<void> Registry::reseal(const seal::SecretKey& from, const seal::SecretKey& to,
                              seal_write::RandomSource& random) {
  const auto all_archives = archives();
  const auto all_sessions = sessions();
  if (!all_archives || !all_sessions) {
    return tl::make_unexpected(all_archives ? all_sessions.error() : all_archives.error());
  }
  for (const ArchiveRow& row : *all_archives) {
    const auto key = archive_key(row, from);
    if (!key) return tl::make_unexpected(key.error());
    const auto sealed = seal_row_secret(*key, bound_row(row), to, random);
    if (!sealed) return tl::make_unexpected(sealed.error());
    const auto changed = run("UPDATE archives SET key_sealed = $1 WHERE id = $2", {*sealed, row.id});
    if (!changed) return done(changed);
  }
  for (const SessionRow& row : *all_sessions) {
    const auto before = secrets(row, from);
    if (!before) return tl::make_unexpected(before.error());
    const auto token = seal_token(before->token, row, to, random);
    const auto fingerprint = token_fingerprint(before->token, to);
    Result<seal::Bytes> key;
    if (before->update_key) key = seal_row_secret(*before->update_key, bound_state(row), to, random);
    if (!token || !fingerprint || !key) {
      return tl::make_unexpected(!token ? token.error() : !fingerprint ? fingerprint.error() : key.error());
    }
    const SqlValue update_key = before->update_key ? SqlValue(*key) : SqlValue();
    const auto changed = run(
        "UPDATE sessions SET token_sealed = $1, token_fingerprint = $2, update_key_sealed = $3 WHERE id = $4",
        {*token, *fingerprint, update_key, row.id});
    if (!changed) return done(changed);
  }
  return reseal_former_keys(from, to, random);
}

}  // namespace spoor::vault
