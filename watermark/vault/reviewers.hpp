// A list of reviewers: one a line, "name" or "name,organisation"; blank lines and lines that begin with '#'
// are skipped. A field may stand in double quotes, inside which a doubled quote is a quote (RFC 4180).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "watermark/seal/error.hpp"

namespace spoor::vault {

struct Reviewer {
  std::string name;
  std::string organisation;
};

/// Errors: io; usage, naming the line.
[[nodiscard]] seal::Result<std::vector<Reviewer>> read_reviewers(const std::filesystem::path& path);
[[nodiscard]] seal::Result<std::vector<Reviewer>> parse_reviewers(std::string_view text);

}  // namespace spoor::vault
