// Stage 9: making the variances honest, from glyphs that must have the same displacement.
#pragma once

#include "watermark/trace/measurement.hpp"

namespace spoor::trace {

/// Scales all sigmas by one factor so that differences between glyphs whose five drawn cells are equal, and
/// whose displacements therefore are too, have the variance that is claimed. No key is needed for that.
/// Returns the factor; 1 where there are too few such pairs to tell.
double calibrate_sigmas(Measurement& measurement);

/// What glyphs of a context have in common (a shape that the camera's tone curve or the screen's pixels bend)
/// cannot be seen in their differences. Where offsets are centred it can be seen in all of them together:
/// they should stand at the mark's strength on either side, or at zero on a page without a mark. Scales
/// sigmas by a factor and adds a variance, the likeliest of both; another pair in parts of the page that
/// differ clearly: the far side of a tilted screen, glare. No key is needed for that. Does nothing with few
/// glyphs.
void fit_sigmas(Measurement& measurement);

}  // namespace spoor::trace
