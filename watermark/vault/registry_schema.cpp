#include "watermark/vault/registry_schema.hpp"

#include <fmt/format.h>

#include <array>

namespace spoor::vault {
namespace {

using seal::fail;
using seal::Result;
using seal::SealErrorCode;

// What each version adds to the one before. {0} integer, {1} blob, {2} counting key, {3} table options.
constexpr std::array<const char*, kSchemaVersion> kSteps = {
    R"(
CREATE TABLE archives (
  id {1} PRIMARY KEY,
  release TEXT NOT NULL,
  created_unix_s {0} NOT NULL,
  key_sealed {1} NOT NULL
) {3};
CREATE TABLE sessions (
  issue_order {2},
  id TEXT NOT NULL UNIQUE,
  reviewer TEXT NOT NULL,
  organisation TEXT NOT NULL,
  archive_id {1} NOT NULL REFERENCES archives (id),
  issued_unix_s {0} NOT NULL,
  start_unix_s {0} NOT NULL,
  expires_unix_s {0} NOT NULL,
  token_sealed {1} NOT NULL,
  token_fingerprint {1} NOT NULL UNIQUE,
  revoked_unix_s {0}
) {3};
CREATE TABLE counters (name TEXT PRIMARY KEY, value {0} NOT NULL) {3};
INSERT INTO counters VALUES ('revocation', 0);
)",
    R"(
ALTER TABLE sessions ADD COLUMN policy {1};
ALTER TABLE sessions ADD COLUMN room_id {1};
ALTER TABLE sessions ADD COLUMN update_key_sealed {1};
ALTER TABLE sessions ADD COLUMN update_number {0} NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN current_expires_unix_s {0};
CREATE TABLE facts (name TEXT PRIMARY KEY, value {1} NOT NULL) {3};
)",
    R"(
ALTER TABLE sessions ADD COLUMN mark_generation {0} NOT NULL DEFAULT 0;
)"};

Result<void> take_steps(SqlDatabase& database, std::int64_t from) {
  const SqlDialect dialect = database.dialect();
  for (auto step = static_cast<std::size_t>(from); step < kSteps.size(); ++step) {
    auto done = database.script(fmt::format(fmt::runtime(kSteps.at(step)), dialect.integer, dialect.blob,
                                            dialect.counting_key, dialect.table_options));
    if (!done) return done;
  }
  return database.set_schema_version(kSchemaVersion);
}

tl::unexpected<seal::SealError> newer(std::int64_t version) {
  return fail(
      SealErrorCode::unsupported,
      fmt::format("The registry has version {}, which this program does not know; use the newer spoor "
                  "that made it.",
                  version));
}

}  // namespace

Result<void> create_schema(SqlDatabase& database) {
  const auto version = database.schema_version();
  if (!version) return tl::make_unexpected(version.error());
  if (*version != 0) {
    return fail(SealErrorCode::usage,
                "There is a registry in that database already; give another one, or copy the vault that it "
                "belongs to.");
  }
  if (auto done = database.script(std::string(database.dialect().before_all)); !done) return done;
  return take_steps(database, 0);
}

Result<void> update_schema(SqlDatabase& database) {
  const auto before = database.schema_version();
  if (!before) return tl::make_unexpected(before.error());
  if (*before == 0) return fail(SealErrorCode::not_found, "There is no registry in that database.");
  if (*before > kSchemaVersion) return newer(*before);
  if (*before == kSchemaVersion) return {};
  auto transaction = Transaction::begin(database, Locking::exclusive);
  if (!transaction) return tl::make_unexpected(transaction.error());
  // Looked at again: another officer's program may have done it in between.
  const auto version = database.schema_version();
  if (!version) return tl::make_unexpected(version.error());
  if (*version > kSchemaVersion) return newer(*version);
  if (auto done = take_steps(database, *version); !done) return done;
  return transaction->commit();
}

}  // namespace spoor::vault
