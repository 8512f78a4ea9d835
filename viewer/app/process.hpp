// What the viewer's process weighs.
#pragma once

#include <cstdint>

namespace spoor::app {

/// Resident memory now, in bytes; 0 if the system does not say.
[[nodiscard]] std::uint64_t resident_bytes();

}  // namespace spoor::app
