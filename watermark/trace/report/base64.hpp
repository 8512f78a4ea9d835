// Base64 (RFC 4648, section 4), for data inside a report.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace spoor::trace::report {

[[nodiscard]] std::string base64(std::span<const std::uint8_t> bytes);

}  // namespace spoor::trace::report
