// What the viewer's process does about its own secrets, and what it weighs.
#pragma once

#include <cstdint>

namespace spoor::app {

/// No core dumps and no debugger or other process of the same user inside this one's memory. Each is
/// best effort: none is a reason not to start.
void harden_process();

/// Resident memory now, in bytes; 0 if the system does not say.
[[nodiscard]] std::uint64_t resident_bytes();

}  // namespace spoor::app
