// A policy as the vendor writes it. assets/policy.toml explains every key.
#pragma once

#include <filesystem>
#include <string_view>

#include "watermark/seal/policy.hpp"

namespace spoor::vault {

/// Keys that are not given stay as `defaults` has them. Error usage: one sentence with the name, the line and
/// the key of the first mistake.
[[nodiscard]] seal::Result<seal::Policy> parse_policy(std::string_view text, std::string_view name,
                                                      const seal::Policy& defaults);
/// Errors: usage, as above; io.
[[nodiscard]] seal::Result<seal::Policy> read_policy(const std::filesystem::path& path,
                                                     const seal::Policy& defaults);

}  // namespace spoor::vault
