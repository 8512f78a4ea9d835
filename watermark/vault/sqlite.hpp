// A thin owner of SQLite: connections, statements, transactions. Errors are values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "watermark/seal/error.hpp"
#include "watermark/seal/wire.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace spoor::vault {

class Statement {
 public:
  // Bind parameters from 1, as SQL counts them.
  Statement& bind(int place, std::int64_t value);
  Statement& bind(int place, std::string_view text);
  Statement& bind(int place, seal::ByteView blob);
  Statement& bind_null(int place);

  /// True: a row is there. False: done. Errors: io; usage where a UNIQUE or key constraint refused the row.
  [[nodiscard]] seal::Result<bool> step();
  /// Runs a statement that returns no row, and makes it ready for the next.
  [[nodiscard]] seal::Result<void> run();
  void reset();

  // Columns from 0.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] seal::Bytes blob(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  friend class Database;
  struct Finalise {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  std::unique_ptr<sqlite3_stmt, Finalise> statement_;
};

class Database {
 public:
  enum class Mode { create, open };
  /// WAL, foreign keys, full durability, 5 s of patience with other writers. Error: io.
  static seal::Result<Database> open(const std::filesystem::path& path, Mode mode);

  /// One or more statements without parameters or results.
  [[nodiscard]] seal::Result<void> execute(const std::string& sql);
  [[nodiscard]] seal::Result<Statement> prepare(std::string_view sql);
  [[nodiscard]] seal::Result<std::int64_t> integer(std::string_view sql);

 private:
  struct Close {
    void operator()(sqlite3* database) const noexcept;
  };
  std::unique_ptr<sqlite3, Close> database_;
};

/// Rolls back unless committed.
class Transaction {
 public:
  /// Takes the write lock at once, so that two officers cannot both read and then write. Error: io.
  static seal::Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  [[nodiscard]] seal::Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace spoor::vault
