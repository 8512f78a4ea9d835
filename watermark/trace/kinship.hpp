// Is there a mark of this kind at all? A test that needs no key. Where a glyph stands in the code is public:
// different contexts that share a position of code A are displaced to the same side on every marked page,
// whoever's, and have nothing in common on an unmarked one (a glyph's own bias differs from glyph to glyph).
#pragma once

#include <cstddef>
#include <span>

#include "watermark/trace/measurement.hpp"

namespace spoor::trace {

struct Kinship {
  double agreement = 0;   ///< mean product of two kin contexts' offsets in strengths^2: 1 marked, 0 unmarked
  double z = 0;           ///< the same in standard deviations of an unmarked page
  std::size_t pairs = 0;  ///< of kin contexts
};

/// strength_em > 0. No pair: all zero.
[[nodiscard]] Kinship kinship(std::span<const Measurement> measurements, double strength_em);

}  // namespace spoor::trace
