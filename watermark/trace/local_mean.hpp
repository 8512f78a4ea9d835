// Photographs, stage 8b: what a page's warp leaves over, glyph by glyph.
//
// No polynomial follows a lens, a panel and a rolling shutter to a hundredth of a pixel. What is left of them
// is the same for neighbouring glyphs, while the mark is not: its signs are independent from context to
// context. So each glyph's displacement is taken from the weighted mean of its neighbours', itself left out
// (Nadaraya: On estimating regression, 1964), over a reach that predicts held-out glyphs best. What a
// neighbour's own sign is likely to have added is taken out before: contexts seen several times tell it.
#pragma once

#include "watermark/trace/measurement.hpp"

namespace spoor::trace {

/// Takes the local mean out of all panes' offsets. Needs calibrated sigmas and leaves them as they are; sees
/// no key. Panes with few glyphs lose their mean only.
void remove_local_mean(Measurement& measurement);

}  // namespace spoor::trace
