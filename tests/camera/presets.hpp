// Ranges that a photograph's parameters are drawn from, by name and seed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parameter_table.hpp"

namespace spoor::camera {

struct PresetNote {
  std::string_view name, what;
};
/// good, ordinary, hard, messenger.
[[nodiscard]] std::span<const PresetNote> presets();

/// A range for every parameter, in the table's order. Errors: bad_parameter (no such preset).
[[nodiscard]] Result<std::vector<Range>> preset_ranges(std::string_view preset);
/// Replaces what is assigned.
void override_ranges(std::vector<Range>& ranges, std::span<const NamedRange> assigned);

/// Each parameter from a stream of its own, named as it is: what one of them draws depends on the seed and
/// its own range alone.
[[nodiscard]] CameraParameters draw_parameters(std::span<const Range> ranges, std::uint64_t seed);

}  // namespace spoor::camera
