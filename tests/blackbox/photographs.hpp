// Photographs of a screen, taken by the camera model: the conditions of the photographs' pass-rate table.
#pragma once

#include <vector>

#include "degrade.hpp"

namespace spoor::blackbox {

/// In the order of the table. A camera that cannot see the screen so draws its pose anew, 20 times at most;
/// a picture that could not be taken is an empty file, which counts as failed.
[[nodiscard]] const std::vector<Condition>& photograph_conditions();

}  // namespace spoor::blackbox
