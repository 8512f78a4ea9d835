// Is there a mark of this kind at all? Two tests that need no key.
// Kinship: where a glyph stands in the code is public, so different contexts that share a position of code A
// are displaced to the same side on every marked page, whoever's, and have nothing in common on an unmarked
// one (a glyph's own bias differs from glyph to glyph). It needs a page.
// Size: the mark displaces every glyph by the same, so hardly any stands on its grid, nor elsewhere than at
// that distance from it. It needs a few sharp lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "watermark/trace/measurement.hpp"

namespace spoor::trace {

struct Kinship {
  double agreement = 0;   ///< mean product of two kin contexts' offsets in strengths^2: 1 marked, 0 unmarked
  double z = 0;           ///< the same in standard deviations of an unmarked page
  std::size_t pairs = 0;  ///< of kin contexts
  double displaced = 0;  ///< part of the sharp glyphs at least half a strength off: near 1 marked, 0 unmarked
  double at_strength = 0;  ///< part of them half to one and a half strengths off: misread, they lie anywhere
  std::size_t sharp = 0;   ///< glyphs measured well enough to tell
};

/// strength_em > 0. What nothing speaks for is 0.
[[nodiscard]] Kinship kinship(std::span<const Measurement> measurements, double strength_em);

enum class MarkPresence : std::uint8_t { unknown, marked, unmarked };

/// What both tests say together.
[[nodiscard]] MarkPresence mark_presence(const Kinship& signs) noexcept;

/// Do the glyphs themselves show that the page was read right? Misread, it has neither kin that agree nor
/// glyphs that stand on their grid.
[[nodiscard]] bool shows_right_reading(const Kinship& signs) noexcept;

/// Do they show that it was not? The sharp ones stand neither on their grid nor at the mark's distance from
/// it, but anywhere: the pitch was mistaken.
[[nodiscard]] bool shows_wrong_reading(const Kinship& signs) noexcept;

}  // namespace spoor::trace
