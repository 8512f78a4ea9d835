// The registry's database on a server that several officers share: PostgreSQL 12 or newer, by libpq. The
// tables lie in the schema "spoor" of the database that the URI names.
#pragma once

#include <map>

#include "watermark/vault/sql_database.hpp"

struct pg_conn;
struct pg_result;

namespace spoor::vault {

/// Whether a place of a registry is a server's: postgresql:// or postgres://.
[[nodiscard]] bool is_postgres_uri(std::string_view place);

/// Errors: usage, where libpq does not understand the URI, or it holds a password, which everybody on the
/// machine could then read in the list of processes.
[[nodiscard]] seal::Result<void> check_postgres_uri(const std::string& uri);

class PostgresDatabase final : public SqlDatabase {
 public:
  /// Passwords come from where libpq looks for them: ~/.pgpass, PGPASSFILE, a service file. Errors: usage, as
  /// check_postgres_uri; io (no server answers); wrong_key (password).
  static seal::Result<std::unique_ptr<PostgresDatabase>> open(const std::string& uri);

  seal::Result<std::int64_t> run(std::string_view sql, std::span<const SqlValue> values,
                                 const OnRow& on_row) override;
  seal::Result<void> script(const std::string& sql) override;
  /// Holds an advisory lock of the registry until the transaction ends.
  seal::Result<void> begin(Locking locking) override;
  seal::Result<void> commit() override;
  void rollback() noexcept override;
  SqlDialect dialect() const override;
  seal::Result<std::int64_t> schema_version() override;
  seal::Result<void> set_schema_version(std::int64_t version) override;

 private:
  struct Finish {
    void operator()(pg_conn* connection) const noexcept;
  };
  struct Clear {
    void operator()(pg_result* result) const noexcept;
  };
  using Answer = std::unique_ptr<pg_result, Clear>;

  seal::Result<Answer> checked(Answer answer);
  seal::Result<std::string> prepared(std::string_view sql, std::span<const SqlValue> values);

  std::unique_ptr<pg_conn, Finish> connection_;
  std::map<std::string, std::string, std::less<>> statements_;  ///< SQL to name
};

}  // namespace spoor::vault
