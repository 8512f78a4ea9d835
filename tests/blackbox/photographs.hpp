// Photographs of a screen, taken by the camera model: the conditions of the photographs' pass-rate table.
#pragma once

#include <vector>

#include "degrade.hpp"

namespace spoor::blackbox {

/// Conditions that are tried on the same screens.
struct PhotographGroup {
  PageLook look;
  std::vector<Condition> conditions;
  bool printed = false;  ///< pages of paper in place of screens
};

/// In the order of the table: the usual page under all conditions, then other looks under the first one, then
/// paper. A
/// camera that cannot see the screen so draws its pose anew, 20 times at most; a picture that could not be
/// taken is an empty file, which counts as failed.
[[nodiscard]] const std::vector<PhotographGroup>& photograph_groups();

}  // namespace spoor::blackbox
