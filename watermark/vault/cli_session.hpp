// The commands of `spoor session`.
#pragma once

#include "watermark/vault/cli.hpp"

namespace spoor::vault {

void add_session_new(CLI::App& session, Run& chosen);
/// extend, narrow
void add_session_updates(CLI::App& session, Run& chosen);

[[nodiscard]] std::string describe_update(const Updated& updated, const std::string& path, bool json);

/// One line, keys sorted.
[[nodiscard]] std::string session_json(const SessionRow& row, std::int64_t now_unix_s);

}  // namespace spoor::vault
