// The registry's tables, step by step from the first version: an older registry is brought up to date when it
// is opened, a newer one is refused.
#pragma once

#include "watermark/vault/sql_database.hpp"

namespace spoor::vault {

inline constexpr std::int64_t kSchemaVersion = 3;

/// Makes the tables in an empty database, inside an exclusive transaction. Errors: usage, where there is a
/// registry already; io.
[[nodiscard]] seal::Result<void> create_schema(SqlDatabase& database);

/// Brings an older registry up to date. Errors: not_found (no registry there), unsupported (a newer one), io.
[[nodiscard]] seal::Result<void> update_schema(SqlDatabase& database);

}  // namespace spoor::vault
