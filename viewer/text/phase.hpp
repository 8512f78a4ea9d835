// One sub-pixel phase of a glyph, cut out of its oversampled strip by an exact box filter.
#pragma once

#include <cstdint>
#include <span>

#include "viewer/text/face.hpp"

namespace spoor::text {

/// Coverage of the pixels of a strip that is moved right by shift_px (0 <= shift_px < 1): box-filtered over
/// one pixel; between samples the integral is interpolated linearly. The result has (strip.width_px + 1)
/// columns and strip.height_px rows, the first column at strip.left_px; `out` must hold as many.
void box_filter(const GlyphStrip& strip, double shift_px, std::span<std::uint8_t> out);

}  // namespace spoor::text
