// The operating system's random numbers, for who may not link the vendor's half.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "watermark/seal/error.hpp"

namespace spoor::seal {

/// Fills a span with unpredictable bytes. Tests give a seeded one. Error: io.
using RandomFill = std::function<Result<void>(std::span<std::uint8_t>)>;

/// getrandom(2).
[[nodiscard]] Result<void> system_random(std::span<std::uint8_t> out);

}  // namespace spoor::seal
