// From measured glyphs to soft chips: what the capture says about each position of the two codes.
//
// A glyph displaced by s * a (s = +-1, a = strength * stack factor) and measured as d with deviation sigma
// has
//   x = 2 * a * d / sigma^2,       the log-likelihood ratio of s = +1 against s = -1 (Gaussian, d clipped).
// Its context was read right with probability r; else its sign is a coin's, which gives
//   L = 2 atanh(r tanh(x / 2)),    bounded by ln((1 + r) / (1 - r)).
// L adds up over the glyphs of a position and is saturated there, since what spoils one glyph of a context
// (a glyph's bias, a steady misreading) spoils its twins as well.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "watermark/mark/chips.hpp"
#include "watermark/trace/measurement.hpp"

namespace spoor::trace {

struct PoolOptions {
  double strength_em = mark::kDefaultStrengthEm;  ///< > 0: what the kit's sessions are drawn with
  double clip_sigmas = 3;        ///< offsets further than this outside +-strength are drawn in to it
  double shared_variance = 0.2;  ///< part of a glyph's variance that equal contexts share; 0 to 1
  double surprise = 0.02;        ///< probability that a glyph's sign is a coin's for a reason unknown here
  double position_cap = 4.5;     ///< |L| that a position approaches: its sign is wrong once in e^4.5 = 90
};

struct PooledPosition {
  float llr = 0;        ///< natural logarithm, positive: displaced to the right
  int glyphs = 0;       ///< how many spoke
  float mean = 0;       ///< of their displacements, strengths, each by its precision
  float precision = 0;  ///< of the mean, 1 / strengths^2
};

struct Pooled {
  std::vector<PooledPosition> a;  ///< mark::kPositionsA
  std::vector<PooledPosition> b;  ///< mark::kPositionsB
  std::size_t glyphs_a = 0;
  std::size_t glyphs_b = 0;
  double mean_read = 0;  ///< mean probability that a speaking glyph's trigram was read right
  double snr_db = 0;     ///< (strength / median sigma)^2 of the glyphs that spoke, in decibel; 0 without any
};

/// Glyphs without ink, with a deviation or an offset that is no number, or never read, are left out.
/// Several measurements (of one leak) are pooled as one.
[[nodiscard]] Pooled pool(std::span<const Measurement> measurements, const PoolOptions& options);

/// One glyph's L alone, as in pool(); 0 for one that is left out.
[[nodiscard]] double glyph_llr(const MeasuredGlyph& glyph, const PoolOptions& options);

[[nodiscard]] mark_code::SoftChips chips_of(const Pooled& pooled);

}  // namespace spoor::trace
