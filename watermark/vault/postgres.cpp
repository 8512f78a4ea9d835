#include "watermark/vault/postgres.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <array>
#include <cstring>
#include <vector>

namespace spoor::vault {
namespace {

using seal::fail;
using seal::Result;
using seal::SealErrorCode;

// Of pg_type.dat, where they are fixed for all versions.
constexpr Oid kBytesType = 17;
constexpr Oid kIntegerType = 20;
constexpr Oid kTextType = 25;
constexpr int kBinary = 1;

/// "spoor" in ASCII: the advisory lock of the registry.
constexpr std::int64_t kRegistryLock = 0x73706F6F72;

/// An officer's program that hangs must not keep the others waiting for ever. The search path keeps another
/// schema's tables of the same names out.
constexpr const char* kSetUp =
    "SET search_path TO spoor, pg_catalog; SET lock_timeout = '30s'; "
    "SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = warning; "
    "SET default_transaction_isolation = 'read committed'";

struct FreeOptions {
  void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

struct FreeWords {
  void operator()(char* words) const noexcept { PQfreemem(words); }
};

/// libpq's own words on one line, without the stop at their end.
std::string one_line(std::string_view words) {
  words = words.substr(0, words.find('\n'));
  for (const std::string_view label : {"FATAL:  ", "ERROR:  "}) {
    if (const auto at = words.find(label); at != std::string_view::npos)
      words.remove_prefix(at + label.size());
  }
  while (!words.empty() && (words.back() == '.' || words.back() == ' ')) words.remove_suffix(1);
  return seal::printable(words);
}

const char* option_of(const Options& options, std::string_view keyword) {
  for (const PQconninfoOption* one = options.get(); one != nullptr && one->keyword != nullptr; ++one) {
    if (keyword == one->keyword) return one->val;
  }
  return nullptr;
}

Result<Options> parse(const std::string& uri) {
  char* words = nullptr;
  Options options(PQconninfoParse(uri.c_str(), &words));
  const std::unique_ptr<char, FreeWords> owned(words);
  // libpq's words are not passed on: they may quote the URI with whatever stands in it.
  if (!options) {
    return fail(SealErrorCode::usage,
                "The registry's URI cannot be understood; write postgresql://USER@HOST:PORT/DATABASE.");
  }
  return options;
}

tl::unexpected<seal::SealError> not_connected(PGconn* connection, const std::string& uri) {
  if (PQconnectionNeedsPassword(connection) != 0) {
    return fail(
        SealErrorCode::wrong_key,
        "The registry's server asks for a password; put it into ~/.pgpass or the file that PGPASSFILE "
        "names, never into the URI.");
  }
  const std::string words = one_line(PQerrorMessage(connection));
  if (PQconnectionUsedPassword(connection) != 0) {
    return fail(
        SealErrorCode::wrong_key,
        fmt::format("The registry's server does not let this officer in ({}); check the password file "
                    "and the user.",
                    words));
  }
  if (PQping(uri.c_str()) == PQPING_NO_RESPONSE) {
    return fail(
        SealErrorCode::io,
        "No PostgreSQL server answers where the registry should be; start it, or check the host and port "
        "of --registry.");
  }
  return fail(SealErrorCode::io, fmt::format("The registry's server refuses the connection ({}).", words));
}

tl::unexpected<seal::SealError> query_failed(PGconn* connection, const PGresult* answer) {
  const char* field = answer == nullptr ? nullptr : PQresultErrorField(answer, PG_DIAG_SQLSTATE);
  const std::string_view state = field == nullptr ? "" : field;
  const auto is = [&](std::string_view start) { return state.starts_with(start); };
  if (PQstatus(connection) != CONNECTION_OK || is("08") || is("57P")) {
    return fail(
        SealErrorCode::io,
        "The connection to the registry's server broke; see 'spoor session list' for what was done, then "
        "try again.");
  }
  if (is("23")) return fail(SealErrorCode::usage, "The registry already holds that entry.");
  if (is("55P03") || is("40")) {
    return fail(SealErrorCode::io, "The registry is in use by another program; try again in a moment.");
  }
  if (is("53")) {
    return fail(SealErrorCode::io,
                "The registry's server is out of disk, memory or connections; make room there and try again, "
                "nothing was changed.");
  }
  if (is("25006")) {
    return fail(SealErrorCode::io, "The registry's server takes no changes (a standby?); use the primary.");
  }
  if (is("22021") || is("22P05")) {
    return fail(SealErrorCode::usage, "A registry on a server takes names in UTF-8 only.");
  }
  if (is("42501")) {
    return fail(SealErrorCode::refused,
                "The database's owner has not let this officer use the registry; ask for the rights.");
  }
  const char* words = answer == nullptr ? nullptr : PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY);
  return fail(SealErrorCode::io, fmt::format("The registry's server failed ({}).",
                                             one_line(words == nullptr ? "no answer" : words)));
}

std::array<char, 8> big_endian(std::int64_t value) {
  std::array<char, 8> out{};
  auto rest = static_cast<std::uint64_t>(value);
  for (std::size_t i = out.size(); i-- > 0; rest >>= 8U) out[i] = static_cast<char>(rest & 0xFFU);
  return out;
}

/// The values of a statement as libpq wants them.
class Parameters {
 public:
  explicit Parameters(std::span<const SqlValue> values) {
    integers_.reserve(values.size());
    for (const SqlValue& value : values) std::visit(*this, value);
  }
  void operator()(std::monostate) { add(nullptr, 0); }
  void operator()(std::int64_t value) {
    integers_.push_back(big_endian(value));
    add(integers_.back().data(), integers_.back().size());
  }
  // An empty view may hold no pointer, which libpq would take for NULL.
  void operator()(std::string_view text) { add(text.empty() ? "" : text.data(), text.size()); }
  void operator()(seal::ByteView blob) {
    add(blob.empty() ? "" : reinterpret_cast<const char*>(blob.data()), blob.size());
  }

  [[nodiscard]] int count() const { return static_cast<int>(pointers_.size()); }
  [[nodiscard]] const char* const* pointers() const { return pointers_.data(); }
  [[nodiscard]] const int* sizes() const { return sizes_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  void add(const char* start, std::size_t size_bytes) {
    pointers_.push_back(start);
    sizes_.push_back(static_cast<int>(size_bytes));
    formats_.push_back(kBinary);
  }
  std::vector<std::array<char, 8>> integers_;
  std::vector<const char*> pointers_;
  std::vector<int> sizes_;
  std::vector<int> formats_;
};

Oid type_of(const SqlValue& value) {
  if (std::holds_alternative<std::int64_t>(value)) return kIntegerType;
  return std::holds_alternative<std::string_view>(value) ? kTextType : kBytesType;
}

class Row final : public SqlRow {
 public:
  Row(const PGresult* answer, int row) : answer_(answer), row_(row) {}
  std::int64_t integer(int column) const override {
    std::uint64_t out = 0;
    for (const std::uint8_t byte : view(column)) out = out << 8U | byte;
    return static_cast<std::int64_t>(out);
  }
  std::string text(int column) const override {
    const auto bytes = view(column);
    return {bytes.begin(), bytes.end()};
  }
  seal::Bytes blob(int column) const override {
    const auto bytes = view(column);
    return {bytes.begin(), bytes.end()};
  }
  bool is_null(int column) const override { return PQgetisnull(answer_, row_, column) != 0; }

 private:
  seal::ByteView view(int column) const {
    return {reinterpret_cast<const std::uint8_t*>(PQgetvalue(answer_, row_, column)),
            static_cast<std::size_t>(PQgetlength(answer_, row_, column))};
  }
  const PGresult* answer_;
  int row_;
};

}  // namespace

bool is_postgres_uri(std::string_view place) {
  return place.starts_with("postgresql://") || place.starts_with("postgres://");
}

Result<void> check_postgres_uri(const std::string& uri) {
  if (!is_postgres_uri(uri)) {
    return fail(SealErrorCode::usage,
                "A registry on a server is named as postgresql://USER@HOST:PORT/DATABASE.");
  }
  const auto options = parse(uri);
  if (!options) return tl::make_unexpected(options.error());
  if (option_of(*options, "password") != nullptr || option_of(*options, "sslpassword") != nullptr) {
    return fail(
        SealErrorCode::usage,
        "The registry's URI holds a password, which others could read in the list of processes; put it "
        "into ~/.pgpass or the file that PGPASSFILE names.");
  }
  return {};
}

void PostgresDatabase::Finish::operator()(pg_conn* connection) const noexcept {
  PQfinish(connection);
}
void PostgresDatabase::Clear::operator()(pg_result* result) const noexcept {
  PQclear(result);
}

Result<std::unique_ptr<PostgresDatabase>> PostgresDatabase::open(const std::string& uri) {
  if (auto sound = check_postgres_uri(uri); !sound) return tl::make_unexpected(sound.error());
  // What stands behind the URI overrides what it says.
  const std::array keywords = {"connect_timeout", "dbname", "client_encoding", "fallback_application_name",
                               static_cast<const char*>(nullptr)};
  const std::array values = {"10", uri.c_str(), "UTF8", "spoor", static_cast<const char*>(nullptr)};
  auto out = std::make_unique<PostgresDatabase>();
  out->connection_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (PQstatus(out->connection_.get()) != CONNECTION_OK) return not_connected(out->connection_.get(), uri);
  if (auto set = out->script(kSetUp); !set) return tl::make_unexpected(set.error());
  return out;
}

Result<PostgresDatabase::Answer> PostgresDatabase::checked(Answer answer) {
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return answer;
  return query_failed(connection_.get(), answer.get());
}

Result<std::string> PostgresDatabase::prepared(std::string_view sql, std::span<const SqlValue> values) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
  std::vector<Oid> types;
  for (const SqlValue& value : values) types.push_back(type_of(value));
  const std::string name = fmt::format("s{}", statements_.size());
  auto answer = checked(Answer(PQprepare(connection_.get(), name.c_str(), std::string(sql).c_str(),
                                         static_cast<int>(types.size()), types.data())));
  if (!answer) return tl::make_unexpected(answer.error());
  statements_.emplace(std::string(sql), name);
  return name;
}

Result<std::int64_t> PostgresDatabase::run(std::string_view sql, std::span<const SqlValue> values,
                                           const OnRow& on_row) {
  const auto name = prepared(sql, values);
  if (!name) return tl::make_unexpected(name.error());
  const Parameters parameters(values);
  const auto answer = checked(
      Answer(PQexecPrepared(connection_.get(), name->c_str(), parameters.count(), parameters.pointers(),
                            parameters.sizes(), parameters.formats(), kBinary)));
  if (!answer) return tl::make_unexpected(answer.error());
  const int rows = PQntuples(answer->get());
  for (int row = 0; on_row && row < rows; ++row) on_row(Row(answer->get(), row));
  if (PQresultStatus(answer->get()) == PGRES_TUPLES_OK) return std::int64_t{rows};
  return std::strtoll(PQcmdTuples(answer->get()), nullptr, 10);
}

Result<void> PostgresDatabase::script(const std::string& sql) {
  const auto answer = checked(Answer(PQexec(connection_.get(), sql.c_str())));
  if (!answer) return tl::make_unexpected(answer.error());
  return {};
}

Result<void> PostgresDatabase::begin(Locking locking) {
  if (auto begun = script("BEGIN"); !begun) return begun;
  const auto locked = script(fmt::format("SELECT pg_advisory_xact_lock{}({})",
                                         locking == Locking::shared ? "_shared" : "", kRegistryLock));
  if (!locked) rollback();
  return locked;
}

Result<void> PostgresDatabase::commit() {
  const auto answer = checked(Answer(PQexec(connection_.get(), "COMMIT")));
  if (!answer) return tl::make_unexpected(answer.error());
  // A transaction in which something failed ends here, too, but as a rollback.
  if (std::string_view(PQcmdStatus(answer->get())) != "COMMIT") {
    return fail(SealErrorCode::io, "The registry's server did not keep the change; try again.");
  }
  return {};
}

void PostgresDatabase::rollback() noexcept {
  // Where this fails, the connection is gone, and the server rolls back by itself.
  PQclear(PQexec(connection_.get(), "ROLLBACK"));
}

SqlDialect PostgresDatabase::dialect() const {
  return {"BIGINT", "BYTEA", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "",
          "CREATE SCHEMA IF NOT EXISTS spoor"};
}

Result<std::int64_t> PostgresDatabase::schema_version() {
  std::int64_t out = 0;
  auto found =
      run("SELECT count(*) FROM pg_tables WHERE schemaname = 'spoor' AND tablename = 'schema_version'", {},
          [&](const SqlRow& row) { out = row.integer(0); });
  if (!found || out == 0) return found ? Result<std::int64_t>(0) : found;
  found =
      run("SELECT version FROM spoor.schema_version", {}, [&](const SqlRow& row) { out = row.integer(0); });
  if (!found) return found;
  return out;
}

Result<void> PostgresDatabase::set_schema_version(std::int64_t version) {
  return script(
      fmt::format("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL); DELETE FROM "
                  "schema_version; INSERT INTO schema_version VALUES ({})",
                  version));
}

}  // namespace spoor::vault
