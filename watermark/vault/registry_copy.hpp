// A whole registry into an empty one, of either kind: for backups, and to move a vault to a server or back.
#pragma once

#include "watermark/vault/sql_database.hpp"

namespace spoor::vault {

/// Copies every row as it is: what is sealed stays sealed. Both sides are in an exclusive transaction.
/// Errors: io, usage (the other one is not empty).
[[nodiscard]] seal::Result<void> copy_rows(SqlDatabase& from, SqlDatabase& to);

}  // namespace spoor::vault
