#include "watermark/vault/registry_copy.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace spoor::vault {
namespace {

using seal::Result;

enum class Kind { integer, text, blob };

struct Column {
  std::string_view name;
  Kind kind;
};

struct Table {
  std::string_view name;
  std::vector<Column> columns;
  std::string_view order;  ///< what to sort by: rows come out in the order in which they went in
};

std::vector<Table> all_tables() {
  return {{"archives",
           {{"id", Kind::blob},
            {"release", Kind::text},
            {"created_unix_s", Kind::integer},
            {"key_sealed", Kind::blob}},
           "id"},
          {"sessions",
           {{"id", Kind::text},
            {"reviewer", Kind::text},
            {"organisation", Kind::text},
            {"archive_id", Kind::blob},
            {"issued_unix_s", Kind::integer},
            {"start_unix_s", Kind::integer},
            {"expires_unix_s", Kind::integer},
            {"token_sealed", Kind::blob},
            {"token_fingerprint", Kind::blob},
            {"revoked_unix_s", Kind::integer},
            {"policy", Kind::blob},
            {"room_id", Kind::blob},
            {"update_key_sealed", Kind::blob},
            {"update_number", Kind::integer},
            {"current_expires_unix_s", Kind::integer},
            {"mark_generation", Kind::integer}},
           "issue_order"},
          {"counters", {{"name", Kind::text}, {"value", Kind::integer}}, "name"},
          {"facts", {{"name", Kind::text}, {"value", Kind::blob}}, "name"}};
}

/// A value that owns its bytes, until the row is written.
using Owned = std::variant<std::monostate, std::int64_t, std::string, seal::Bytes>;

std::vector<Owned> row_of(const SqlRow& row, const Table& table) {
  std::vector<Owned> out;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const int column = static_cast<int>(i);
    if (row.is_null(column)) {
      out.emplace_back();
    } else if (table.columns[i].kind == Kind::integer) {
      out.emplace_back(row.integer(column));
    } else if (table.columns[i].kind == Kind::text) {
      out.emplace_back(row.text(column));
    } else {
      out.emplace_back(row.blob(column));
    }
  }
  return out;
}

SqlValue view_of(const Owned& owned) {
  return std::visit([](const auto& value) { return SqlValue(value); }, owned);
}

Result<void> copy_table(SqlDatabase& from, SqlDatabase& to, const Table& table) {
  std::string names;
  std::string places;
  // A NULL carries no type, and a statement's types are those of its first row: so they are spelled out.
  const SqlDialect dialect = to.dialect();
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Kind kind = table.columns[i].kind;
    const std::string_view type = kind == Kind::integer ? dialect.integer
                                  : kind == Kind::text  ? "TEXT"
                                                        : dialect.blob;
    names += fmt::format("{}{}", i == 0 ? "" : ", ", table.columns[i].name);
    places += fmt::format("{}CAST(${} AS {})", i == 0 ? "" : ", ", i + 1, type);
  }
  std::vector<std::vector<Owned>> rows;
  const auto found = from.run(fmt::format("SELECT {} FROM {} ORDER BY {}", names, table.name, table.order),
                              {}, [&](const SqlRow& row) { rows.push_back(row_of(row, table)); });
  if (!found) return tl::make_unexpected(found.error());
  const std::string insert = fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, names, places);
  for (const std::vector<Owned>& row : rows) {
    std::vector<SqlValue> values;
    for (const Owned& value : row) values.push_back(view_of(value));
    if (const auto put = to.run(insert, values, {}); !put) return tl::make_unexpected(put.error());
  }
  return {};
}

}  // namespace

Result<void> copy_rows(SqlDatabase& from, SqlDatabase& to) {
  // A new registry is born with its counters.
  if (auto cleared = to.script("DELETE FROM counters"); !cleared) return cleared;
  for (const Table& table : all_tables()) {
    if (auto copied = copy_table(from, to, table); !copied) return copied;
  }
  return {};
}

}  // namespace spoor::vault
