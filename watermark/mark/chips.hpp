// Soft chips: what a capture says about each position of the two codes, pooled over every glyph of a context
// and quantised. The judge pools; this header says what the numbers mean.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "watermark/mark/context.hpp"

namespace spoor::mark_code {

/// Quantised soft values and the size of their step.
struct QuantisedSoft {
  std::vector<std::int8_t> q;  ///< -127..127, 0 where the soft value is 0 (never seen)
  float unit = 0;              ///< the soft value of one step; 0 if every value is 0
};

/// Clips soft values at 8 times the mean magnitude of the non-zero ones and rounds them to +-127 steps
/// (never -128). Values that are not finite count as never seen. A non-zero value may round to 0.
[[nodiscard]] QuantisedSoft quantise(std::span<const float> soft);

/// One capture's evidence. A soft value is a natural log-likelihood ratio,
///   L_j = ln P(measured | sign +) / P(measured | sign -) = sum over glyphs of 2 * strength_em * offset_em /
///   sigma_em^2
/// (times whatever robust weight the judge gives a glyph). Only the power of the tests depends on L being
/// honest; their false-accusation probabilities are exact for any chips that do not depend on an innocent's
/// table.
struct SoftChips {
  std::array<std::int8_t, mark::kPositionsA> a{};  ///< code A, 0: never seen
  std::vector<std::int8_t> b;                      ///< code B: kPositionsB values, or empty: nothing seen
  float unit_a = 0.125F;                           ///< L of one step of a (QuantisedSoft::unit)
  float unit_b = 0.125F;                           ///< L of one step of b
};

/// Quantises log-likelihood ratios of both codes. `llr_a` has kPositionsA values, `llr_b` kPositionsB or
/// none; missing ones count as never seen, surplus ones are ignored.
[[nodiscard]] SoftChips make_chips(std::span<const float> llr_a, std::span<const float> llr_b);

}  // namespace spoor::mark_code
