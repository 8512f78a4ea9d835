// The registry's database in a file of the vault: SQLite.
#pragma once

#include <filesystem>
#include <map>

#include "watermark/vault/sql_database.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace spoor::vault {

class SqliteDatabase final : public SqlDatabase {
 public:
  enum class Mode { create, open };
  /// WAL, foreign keys, full durability, 10 s of patience with other writers. On a medium that cannot be
  /// written it opens for reading. Errors: io, damaged.
  static seal::Result<std::unique_ptr<SqliteDatabase>> open(const std::filesystem::path& path, Mode mode);

  seal::Result<std::int64_t> run(std::string_view sql, std::span<const SqlValue> values,
                                 const OnRow& on_row) override;
  seal::Result<void> script(const std::string& sql) override;
  /// Takes the write lock at once, so that two officers cannot both read and then write.
  seal::Result<void> begin(Locking locking) override;
  seal::Result<void> commit() override;
  void rollback() noexcept override;
  SqlDialect dialect() const override;
  seal::Result<std::int64_t> schema_version() override;
  seal::Result<void> set_schema_version(std::int64_t version) override;

 private:
  struct Close {
    void operator()(sqlite3* database) const noexcept;
  };
  struct Finalise {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalise>;

  seal::Result<sqlite3_stmt*> prepared(std::string_view sql);
  seal::Result<void> open_file(const std::filesystem::path& path, int flags);

  std::unique_ptr<sqlite3, Close> database_;
  std::map<std::string, Statement, std::less<>> statements_;
};

}  // namespace spoor::vault
