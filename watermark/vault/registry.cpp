#include "watermark/vault/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "watermark/vault/row_secret.hpp"

namespace spoor::vault {
namespace {

using seal::fail;
using seal::Result;
using seal::SealErrorCode;

constexpr std::int64_t kSchemaVersion = 1;

constexpr const char* kSchema = R"(
CREATE TABLE archives (
  id BLOB PRIMARY KEY,
  release TEXT NOT NULL,
  created_unix_s INTEGER NOT NULL,
  key_sealed BLOB NOT NULL
) STRICT;
CREATE TABLE sessions (
  issue_order INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  reviewer TEXT NOT NULL,
  organisation TEXT NOT NULL,
  archive_id BLOB NOT NULL REFERENCES archives (id),
  issued_unix_s INTEGER NOT NULL,
  start_unix_s INTEGER NOT NULL,
  expires_unix_s INTEGER NOT NULL,
  token_sealed BLOB NOT NULL,
  token_fingerprint BLOB NOT NULL UNIQUE,
  revoked_unix_s INTEGER
) STRICT;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
INSERT INTO counters VALUES ('revocation', 0);
PRAGMA user_version = 1;
)";

constexpr std::string_view kSessionColumns =
    "id, reviewer, organisation, archive_id, issued_unix_s, start_unix_s, expires_unix_s, revoked_unix_s";

seal::ArchiveId archive_id_of(const seal::Bytes& blob) {
  seal::ArchiveId out{};
  if (blob.size() == out.size()) std::copy(blob.begin(), blob.end(), out.begin());
  return out;
}

SessionRow session_row(const Statement& row) {
  SessionRow out{row.text(0),    row.text(1),    row.text(2),    archive_id_of(row.blob(3)),
                 row.integer(4), row.integer(5), row.integer(6), std::nullopt};
  if (!row.is_null(7)) out.revoked_unix_s = row.integer(7);
  return out;
}

ArchiveRow archive_row(const Statement& row) {
  return {archive_id_of(row.blob(0)), row.text(1), row.integer(2)};
}

tl::unexpected<seal::SealError> no_session(const std::string& id) {
  return fail(SealErrorCode::not_found,
              fmt::format("The vault has issued no session {}; see 'spoor session list'.", seal::shown(id)));
}

}  // namespace

Result<Registry> Registry::create(const std::filesystem::path& path) {
  auto database = Database::open(path, Database::Mode::create);
  if (!database) return tl::make_unexpected(database.error());
  auto transaction = Transaction::begin(*database);
  if (!transaction) return tl::make_unexpected(transaction.error());
  auto done = database->execute(kSchema);
  if (done) done = transaction->commit();
  if (!done) return tl::make_unexpected(done.error());
  return Registry(std::move(*database));
}

Result<Registry> Registry::open(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return fail(SealErrorCode::io, fmt::format("{} is not a vault; make one with 'spoor init'.",
                                               seal::shown(path.parent_path().native())));
  }
  auto database = Database::open(path, Database::Mode::open);
  if (!database) return tl::make_unexpected(database.error());
  const auto version = database->integer("PRAGMA user_version");
  if (!version) return tl::make_unexpected(version.error());
  if (*version != kSchemaVersion) {
    return fail(SealErrorCode::unsupported,
                fmt::format("The registry has version {}, which this program does not know; use a newer one.",
                            *version));
  }
  return Registry(std::move(*database));
}

Result<void> Registry::add_archive(const ArchiveRow& row, const seal::ArchiveKey& key,
                                   const seal::SecretKey& registry_key, seal_write::RandomSource& random) {
  const auto sealed = seal_row_secret(key, bound_row(row), registry_key, random);
  if (!sealed) return tl::make_unexpected(sealed.error());
  auto statement = database_.prepare("INSERT INTO archives VALUES (?, ?, ?, ?)");
  if (!statement) return tl::make_unexpected(statement.error());
  return statement->bind(1, row.id).bind(2, row.release).bind(3, row.created_unix_s).bind(4, *sealed).run();
}

Result<void> Registry::remove_archive(const seal::ArchiveId& id) {
  auto statement = database_.prepare("DELETE FROM archives WHERE id = ?");
  if (!statement) return tl::make_unexpected(statement.error());
  return statement->bind(1, id).run();
}

Result<std::vector<ArchiveRow>> Registry::archives() {
  auto statement =
      database_.prepare("SELECT id, release, created_unix_s FROM archives ORDER BY created_unix_s, id");
  if (!statement) return tl::make_unexpected(statement.error());
  std::vector<ArchiveRow> out;
  while (true) {
    const auto row = statement->step();
    if (!row) return tl::make_unexpected(row.error());
    if (!*row) return out;
    out.push_back(archive_row(*statement));
  }
}

Result<ArchiveRow> Registry::archive(const seal::ArchiveId& id) {
  auto statement = database_.prepare("SELECT id, release, created_unix_s FROM archives WHERE id = ?");
  if (!statement) return tl::make_unexpected(statement.error());
  const auto row = statement->bind(1, id).step();
  if (!row) return tl::make_unexpected(row.error());
  if (!*row) {
    return fail(SealErrorCode::not_found,
                "This vault did not pack that archive; use the vault that did, or pack the tree again.");
  }
  return archive_row(*statement);
}

Result<seal::ArchiveKey> Registry::archive_key(const ArchiveRow& row, const seal::SecretKey& registry_key) {
  auto statement = database_.prepare("SELECT key_sealed FROM archives WHERE id = ?");
  if (!statement) return tl::make_unexpected(statement.error());
  const auto found = statement->bind(1, row.id).step();
  if (!found) return tl::make_unexpected(found.error());
  seal::ArchiveKey key{};
  const auto opened = open_row_secret(statement->blob(0), bound_row(row), registry_key, key);
  if (!opened) return tl::make_unexpected(opened.error());
  return key;
}

Result<void> Registry::add_session(const SessionRow& row, std::uint64_t token,
                                   const seal::SecretKey& registry_key, seal_write::RandomSource& random) {
  seal::WireWriter secret;
  secret.integer(token);
  const auto sealed = seal_row_secret(secret.view(), bound_row(row), registry_key, random);
  const auto fingerprint = token_fingerprint(token, registry_key);
  if (!sealed || !fingerprint) return tl::make_unexpected(sealed ? fingerprint.error() : sealed.error());
  auto statement = database_.prepare(
      "INSERT INTO sessions (id, reviewer, organisation, archive_id, issued_unix_s, start_unix_s, "
      "expires_unix_s,"
      " token_sealed, token_fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  if (!statement) return tl::make_unexpected(statement.error());
  statement->bind(1, row.id).bind(2, row.reviewer).bind(3, row.organisation).bind(4, row.archive_id);
  statement->bind(5, row.issued_unix_s).bind(6, row.start_unix_s).bind(7, row.expires_unix_s);
  return statement->bind(8, *sealed).bind(9, *fingerprint).run();
}

Result<void> Registry::remove_session(const std::string& id) {
  auto statement = database_.prepare("DELETE FROM sessions WHERE id = ?");
  if (!statement) return tl::make_unexpected(statement.error());
  return statement->bind(1, id).run();
}

Result<std::vector<SessionRow>> Registry::sessions() {
  auto statement =
      database_.prepare(fmt::format("SELECT {} FROM sessions ORDER BY issue_order", kSessionColumns));
  if (!statement) return tl::make_unexpected(statement.error());
  std::vector<SessionRow> out;
  while (true) {
    const auto row = statement->step();
    if (!row) return tl::make_unexpected(row.error());
    if (!*row) return out;
    out.push_back(session_row(*statement));
  }
}

Result<SessionRow> Registry::session(const std::string& id) {
  auto statement = database_.prepare(fmt::format("SELECT {} FROM sessions WHERE id = ?", kSessionColumns));
  if (!statement) return tl::make_unexpected(statement.error());
  const auto row = statement->bind(1, id).step();
  if (!row) return tl::make_unexpected(row.error());
  if (!*row) return no_session(id);
  return session_row(*statement);
}

Result<std::uint64_t> Registry::token(const SessionRow& row, const seal::SecretKey& registry_key) {
  auto statement = database_.prepare("SELECT token_sealed FROM sessions WHERE id = ?");
  if (!statement) return tl::make_unexpected(statement.error());
  const auto found = statement->bind(1, row.id).step();
  if (!found) return tl::make_unexpected(found.error());
  seal::SecretArray<8> secret{};
  const auto opened = open_row_secret(statement->blob(0), bound_row(row), registry_key, secret);
  if (!opened) return tl::make_unexpected(opened.error());
  return seal::WireReader(secret).integer<std::uint64_t>();
}

Result<void> Registry::revoke(const std::string& id, std::int64_t now_unix_s) {
  if (const auto row = session(id); !row) return tl::make_unexpected(row.error());
  auto statement =
      database_.prepare("UPDATE sessions SET revoked_unix_s = coalesce(revoked_unix_s, ?) WHERE id = ?");
  if (!statement) return tl::make_unexpected(statement.error());
  return statement->bind(1, now_unix_s).bind(2, id).run();
}

Result<std::uint64_t> Registry::next_revocation_number() {
  const auto number =
      database_.integer("UPDATE counters SET value = value + 1 WHERE name = 'revocation' RETURNING value");
  if (!number) return tl::make_unexpected(number.error());
  return static_cast<std::uint64_t>(*number);
}

}  // namespace spoor::vault
