// When a session ends, as a person writes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "watermark/seal/error.hpp"

namespace spoor::vault {

/// "+90m", "+8h", "+5d", "+2w" from now; or "2027-01-31T18:00Z", seconds and an offset ("+01:00") allowed.
/// Error usage.
[[nodiscard]] seal::Result<std::int64_t> parse_expiry(std::string_view text, std::int64_t now_unix_s);

/// "2027-01-31T18:00:00Z"
[[nodiscard]] std::string utc_text(std::int64_t unix_s);

}  // namespace spoor::vault
