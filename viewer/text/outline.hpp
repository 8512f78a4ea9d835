// A glyph's outline as straight edges in pixels.
#pragma once

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <vector>

#include "viewer/text/coverage.hpp"

namespace spoor::text {

/// From font units to pixels right of and above the pen's whole pixel.
struct Placing {
  double px_per_unit = 1;
  double pen_x_px = 0;
  double pen_y_px = 0;
};

/// Closed contours, y upward. Curves are divided until no chord is further than kFlatnessPx from its curve:
/// FreeType's own rasteriser stops at a quarter of a sample, which shows as up to 25/255 of coverage.
inline constexpr double kFlatnessPx = 1.0 / 512;
using Contours = std::vector<std::vector<Point>>;
[[nodiscard]] Contours flatten(FT_Outline& outline, const Placing& placing);

}  // namespace spoor::text
