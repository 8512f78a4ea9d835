// SHA-256 in hexadecimal digits: by what a file is told from another in a report.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace spoor::trace {

/// Nothing where the cryptographic library fails.
[[nodiscard]] std::optional<std::string> sha256_hex(std::span<const std::uint8_t> bytes);

/// Likewise of a file of any size; nothing where it cannot be read to its end.
[[nodiscard]] std::optional<std::string> sha256_of_file(const std::filesystem::path& path);

}  // namespace spoor::trace
