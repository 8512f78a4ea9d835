#include "watermark/vault/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace spoor::vault {
namespace {

using seal::fail;
using seal::Result;
using seal::SealErrorCode;

constexpr int kPatienceMs = 5000;

tl::unexpected<seal::SealError> database_failed(sqlite3* database, int code) {
  if ((code & 0xFF) == SQLITE_CONSTRAINT)
    return fail(SealErrorCode::usage, "The registry already holds that entry.");
  if ((code & 0xFF) == SQLITE_BUSY) {
    return fail(SealErrorCode::io, "The registry is in use by another program; try again in a moment.");
  }
  if ((code & 0xFF) == SQLITE_CORRUPT || (code & 0xFF) == SQLITE_NOTADB) {
    return fail(SealErrorCode::damaged, "The registry vault.db is damaged; restore the vault from a backup.");
  }
  if ((code & 0xFF) == SQLITE_FULL) {
    return fail(SealErrorCode::io,
                "The disk with the vault is full; make room there and try again, nothing was changed.");
  }
  const char* words = database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database);
  return fail(SealErrorCode::io,
              fmt::format("The registry failed ({}); check the disk and the vault's directory.", words));
}

}  // namespace

void Statement::Finalise::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}
void Database::Close::operator()(sqlite3* database) const noexcept {
  sqlite3_close_v2(database);
}

// A bind fails only where the place does not exist or memory is out; the step that follows then fails too.
Statement& Statement::bind(int place, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), place, value);
  return *this;
}

Statement& Statement::bind(int place, std::string_view text) {
  sqlite3_bind_text(statement_.get(), place, text.empty() ? "" : text.data(), static_cast<int>(text.size()),
                    SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind(int place, seal::ByteView blob) {
  sqlite3_bind_blob(statement_.get(), place, blob.data(), static_cast<int>(blob.size()), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind_null(int place) {
  sqlite3_bind_null(statement_.get(), place);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return database_failed(sqlite3_db_handle(statement_.get()), code);
}

Result<void> Statement::run() {
  const auto stepped = step();
  reset();
  if (!stepped) return tl::make_unexpected(stepped.error());
  return {};
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  const auto size_bytes = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return start == nullptr ? std::string() : std::string(start, size_bytes);
}

seal::Bytes Statement::blob(int column) const {
  const auto* start = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  const auto size_bytes = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return start == nullptr ? seal::Bytes() : seal::Bytes(start, start + size_bytes);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Result<Database> Database::open(const std::filesystem::path& path, Mode mode) {
  Database out;
  sqlite3* raw = nullptr;
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX | (mode == Mode::create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  out.database_.reset(raw);
  if (code != SQLITE_OK) return database_failed(raw, code);
  sqlite3_busy_timeout(raw, kPatienceMs);
  sqlite3_extended_result_codes(raw, 1);
  auto set_up =
      out.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
  if (!set_up) return tl::make_unexpected(set_up.error());
  return out;
}

Result<void> Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return database_failed(database_.get(), code);
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  Statement out;
  sqlite3_stmt* raw = nullptr;
  const int code =
      sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
  out.statement_.reset(raw);
  if (code != SQLITE_OK) return database_failed(database_.get(), code);
  return out;
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return tl::make_unexpected(statement.error());
  const auto row = statement->step();
  if (!row) return tl::make_unexpected(row.error());
  return *row ? statement->integer(0) : 0;
}

Result<Transaction> Transaction::begin(Database& database) {
  if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) return tl::make_unexpected(begun.error());
  return Transaction(database);
}

Transaction::~Transaction() {
  // Where rolling back fails too, SQLite rolls back when the connection closes.
  if (database_ != nullptr) static_cast<void>(database_->execute("ROLLBACK"));
}

Result<void> Transaction::commit() {
  auto done = database_->execute("COMMIT");
  if (done) database_ = nullptr;
  return done;
}

}  // namespace spoor::vault
