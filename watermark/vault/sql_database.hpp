// What the registry needs of a database, so that it does not know which one it speaks to. Statements are
// written in what SQLite and PostgreSQL have in common: parameters are $1, $2, ... in order of first use,
// upserts are ON CONFLICT. Values never become part of a statement's text. Errors are values.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "watermark/seal/error.hpp"
#include "watermark/seal/wire.hpp"

namespace spoor::vault {

/// Views must live until run() returns.
using SqlValue = std::variant<std::monostate, std::int64_t, std::string_view, seal::ByteView>;

/// A row while it is being looked at. Columns count from 0.
class SqlRow {
 public:
  SqlRow() = default;
  SqlRow(const SqlRow&) = delete;
  SqlRow& operator=(const SqlRow&) = delete;
  virtual ~SqlRow() = default;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual std::string text(int column) const = 0;
  [[nodiscard]] virtual seal::Bytes blob(int column) const = 0;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
};
using OnRow = std::function<void(const SqlRow&)>;

/// The names of column types, and what else differs in a definition.
struct SqlDialect {
  std::string_view integer;        ///< 64 bits, signed
  std::string_view blob;           ///< bytes
  std::string_view counting_key;   ///< a primary key that counts up with every row
  std::string_view table_options;  ///< behind a table's definition
  std::string_view before_all;     ///< what must be there before the first table
};

/// Who else may be in a transaction of this registry at the same time.
enum class Locking {
  shared,     ///< others that are shared, too: where rows stand for themselves
  exclusive,  ///< nobody
};

class SqlDatabase {
 public:
  SqlDatabase() = default;
  SqlDatabase(const SqlDatabase&) = delete;
  SqlDatabase& operator=(const SqlDatabase&) = delete;
  virtual ~SqlDatabase() = default;

  /// One statement; returns how many rows it changed or found. Errors: io; usage, where a unique or foreign
  /// key refuses the row; damaged.
  [[nodiscard]] virtual seal::Result<std::int64_t> run(std::string_view sql, std::span<const SqlValue> values,
                                                       const OnRow& on_row) = 0;
  /// Several statements without values or results.
  [[nodiscard]] virtual seal::Result<void> script(const std::string& sql) = 0;

  [[nodiscard]] virtual seal::Result<void> begin(Locking locking) = 0;
  [[nodiscard]] virtual seal::Result<void> commit() = 0;
  virtual void rollback() noexcept = 0;

  [[nodiscard]] virtual SqlDialect dialect() const = 0;
  /// 0: there is no registry in it.
  [[nodiscard]] virtual seal::Result<std::int64_t> schema_version() = 0;
  /// Inside a transaction.
  [[nodiscard]] virtual seal::Result<void> set_schema_version(std::int64_t version) = 0;
};

/// Rolls back unless committed.
class Transaction {
 public:
  /// Errors: io.
  static seal::Result<Transaction> begin(SqlDatabase& database, Locking locking) {
    if (auto begun = database.begin(locking); !begun) return tl::make_unexpected(begun.error());
    return Transaction(database);
  }
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction() {
    if (database_ != nullptr) database_->rollback();
  }
  [[nodiscard]] seal::Result<void> commit() {
    auto done = database_->commit();
    if (done) database_ = nullptr;
    return done;
  }

 private:
  explicit Transaction(SqlDatabase& database) : database_(&database) {}
  SqlDatabase* database_;
};

}  // namespace spoor::vault
