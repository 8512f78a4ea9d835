// Last stage: where each pane's lattice stands along its rows, from the glyphs that the mark moved off it.
#pragma once

#include "watermark/trace/measurement.hpp"

namespace spoor::trace {

/// Moves every pane's offsets so that they are measured from where the lattice really stands, and adds to
/// their standard deviations how well that is known. Registration takes the mean glyph for undisplaced, which
/// is off by up to the mark's strength where few contexts are drawn, or most of them to one side. A context
/// stands one strength to the right or to the left wherever it is drawn: the lattice is where that explains
/// the offsets best (a two-component mixture with tied signs; its strength is estimated, too). Needs
/// calibrated sigmas; sees no key. Call it once a measurement.
void centre_offsets(Measurement& measurement);

}  // namespace spoor::trace
