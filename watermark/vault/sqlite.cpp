#include "watermark/vault/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace spoor::vault {
namespace {

using seal::fail;
using seal::Result;
using seal::SealErrorCode;

constexpr int kPatienceMs = 10'000;

tl::unexpected<seal::SealError> disk_is_full() {
  return fail(SealErrorCode::io,
              "The disk with the vault is full; make room there and try again, nothing was changed.");
}

tl::unexpected<seal::SealError> cannot_write() {
  return fail(
      SealErrorCode::io,
      "The vault lies where it cannot be written (a read-only medium, or another user's); nothing was "
      "changed. Copy it to a disk of yours first.");
}

tl::unexpected<seal::SealError> database_failed(sqlite3* database, int code) {
  const int system_error = database == nullptr ? 0 : sqlite3_system_errno(database);
  switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
      return fail(SealErrorCode::usage, "The registry already holds that entry.");
    case SQLITE_BUSY:
      return fail(SealErrorCode::io, "The registry is in use by another program; try again in a moment.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fail(SealErrorCode::damaged,
                  "The registry vault.db is damaged; restore the vault from a backup.");
    case SQLITE_FULL:
      return disk_is_full();
    case SQLITE_READONLY:
      return cannot_write();
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      // EFBIG: the limit on a file's size, which a quota may set.
      if (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG) return disk_is_full();
      if (system_error == EROFS || system_error == EACCES) return cannot_write();
      break;
    default:
      break;
  }
  const char* words = database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database);
  return fail(SealErrorCode::io,
              fmt::format("The registry failed ({}); check the disk and the vault's directory.", words));
}

class Row final : public SqlRow {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  std::string text(int column) const override {
    const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return start == nullptr ? std::string() : std::string(start, size_bytes(column));
  }
  seal::Bytes blob(int column) const override {
    const auto* start = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return start == nullptr ? seal::Bytes() : seal::Bytes(start, start + size_bytes(column));
  }
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

 private:
  std::size_t size_bytes(int column) const {
    return static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  }
  sqlite3_stmt* statement_;
};

/// Binds one value at a place from 1.
class Bind {
 public:
  Bind(sqlite3_stmt* statement, int place) : statement_(statement), place_(place) {}
  int operator()(std::monostate) const { return sqlite3_bind_null(statement_, place_); }
  int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement_, place_, value); }
  int operator()(std::string_view text) const {
    return sqlite3_bind_text(statement_, place_, text.empty() ? "" : text.data(),
                             static_cast<int>(text.size()), SQLITE_STATIC);
  }
  int operator()(seal::ByteView blob) const {
    if (blob.empty()) return sqlite3_bind_zeroblob(statement_, place_, 0);
    return sqlite3_bind_blob(statement_, place_, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC);
  }

 private:
  sqlite3_stmt* statement_;
  int place_;
};

/// Makes a statement ready for its next run, whatever way this one ends.
class ResetLater {
 public:
  explicit ResetLater(sqlite3_stmt* statement) : statement_(statement) {}
  ResetLater(const ResetLater&) = delete;
  ResetLater& operator=(const ResetLater&) = delete;
  ~ResetLater() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

/// SQLite's name for a file that nothing will change while it is open; a medium that cannot be written.
std::string immutable_uri(const std::filesystem::path& path) {
  std::string out = "file:";
  const std::string whole = std::filesystem::absolute(path).native();
  for (const char c : whole) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '.' || c == '-' || c == '_';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out + "?immutable=1";
}

/// Whether the file can be read in place: nothing waits in a log beside it.
bool is_settled(const std::filesystem::path& path) {
  std::error_code error;
  const auto log_bytes = std::filesystem::file_size(path.native() + "-wal", error);
  return error || log_bytes == 0;
}

}  // namespace

void SqliteDatabase::Finalise::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}
void SqliteDatabase::Close::operator()(sqlite3* database) const noexcept {
  sqlite3_close_v2(database);
}

Result<void> SqliteDatabase::open_file(const std::filesystem::path& path, int flags) {
  const bool uri = (flags & SQLITE_OPEN_URI) != 0;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(uri ? immutable_uri(path).c_str() : path.c_str(), &raw,
                                   flags | SQLITE_OPEN_FULLMUTEX, nullptr);
  database_.reset(raw);
  if (code != SQLITE_OK) return database_failed(raw, code);
  sqlite3_busy_timeout(raw, kPatienceMs);
  sqlite3_extended_result_codes(raw, 1);
  return {};
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const std::filesystem::path& path, Mode mode) {
  auto out = std::make_unique<SqliteDatabase>();
  const auto directory = path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path();
  const bool read_only =
      mode == Mode::open && (::access(directory.c_str(), W_OK) != 0 || ::access(path.c_str(), W_OK) != 0);
  if (read_only && is_settled(path)) {
    if (auto opened = out->open_file(path, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI); !opened) {
      return tl::make_unexpected(opened.error());
    }
    return out;
  }
  if (read_only) return cannot_write();
  auto done = out->open_file(path, SQLITE_OPEN_READWRITE | (mode == Mode::create ? SQLITE_OPEN_CREATE : 0));
  if (done) {
    done = out->script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
  }
  if (!done) return tl::make_unexpected(done.error());
  return out;
}

Result<sqlite3_stmt*> SqliteDatabase::prepared(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second.get();
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  Statement statement(raw);
  if (code != SQLITE_OK) return database_failed(database_.get(), code);
  return statements_.emplace(std::string(sql), std::move(statement)).first->second.get();
}

Result<std::int64_t> SqliteDatabase::run(std::string_view sql, std::span<const SqlValue> values,
                                         const OnRow& on_row) {
  const auto statement = prepared(sql);
  if (!statement) return tl::make_unexpected(statement.error());
  const ResetLater later(*statement);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int code = std::visit(Bind(*statement, static_cast<int>(i + 1)), values[i]);
    if (code != SQLITE_OK) return database_failed(database_.get(), code);
  }
  std::int64_t found = 0;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(*statement)) == SQLITE_ROW) {
    ++found;
    if (on_row) on_row(Row(*statement));
  }
  if (code != SQLITE_DONE) return database_failed(database_.get(), code);
  return sqlite3_stmt_readonly(*statement) != 0 || found != 0
             ? found
             : std::int64_t{sqlite3_changes(database_.get())};
}

Result<void> SqliteDatabase::script(const std::string& sql) {
  const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return database_failed(database_.get(), code);
  return {};
}

Result<void> SqliteDatabase::begin(Locking) {
  return script("BEGIN IMMEDIATE");
}

Result<void> SqliteDatabase::commit() {
  return script("COMMIT");
}

void SqliteDatabase::rollback() noexcept {
  // Where this fails too, SQLite rolls back when the connection closes.
  sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

SqlDialect SqliteDatabase::dialect() const {
  return {"INTEGER", "BLOB", "INTEGER PRIMARY KEY", "STRICT", ""};
}

Result<std::int64_t> SqliteDatabase::schema_version() {
  std::int64_t out = 0;
  const auto found = run("PRAGMA user_version", {}, [&](const SqlRow& row) { out = row.integer(0); });
  if (!found) return found;
  return out;
}

Result<void> SqliteDatabase::set_schema_version(std::int64_t version) {
  return script(fmt::format("PRAGMA user_version = {}", version));
}

}  // namespace spoor::vault
