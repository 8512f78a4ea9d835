// Stage 9: making the variances honest, from glyphs that must have the same displacement.
#pragma once

#include "watermark/trace/measurement.hpp"

namespace spoor::trace {

/// Scales all sigmas by one factor so that differences between glyphs whose five drawn cells are equal, and
/// whose displacements therefore are too, have the variance that is claimed. No key is needed for that.
/// Returns the factor; 1 where there are too few such pairs to tell.
double calibrate_sigmas(Measurement& measurement);

}  // namespace spoor::trace
