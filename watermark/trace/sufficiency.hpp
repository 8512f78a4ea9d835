// Was there enough evidence? What a session of the kit, had it drawn this page, would have shown on just
// these chips; and what is missing where that is too little.
#pragma once

#include "watermark/mark/chips.hpp"

namespace spoor::trace {

struct SufficiencyOptions {
  /// Part of a position's stated certainty that is believed. Below 1, so that a measurement that thinks too
  /// well of itself does not speak a page free.
  double trust = 0.85;
};

/// Expected log10 likelihood ratio of the session that drew the page, by both codes. `gain` multiplies every
/// L: 4 is the same page measured at twice the resolution.
[[nodiscard]] double expected_log10_ratio(const mark_code::SoftChips& chips, double gain = 1);

/// log10 of the probability that the true session's log10 likelihood ratio by code A lies at or below a bound
/// (Chernoff: at most that).
[[nodiscard]] double log10_probability_below(const mark_code::SoftChips& chips, double log10_ratio,
                                             const SufficiencyOptions& options = {});

}  // namespace spoor::trace
