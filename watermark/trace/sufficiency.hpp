// Was there enough evidence to speak a page free? What a session of the kit, had it drawn this page, would
// have shown on just these chips.
#pragma once

#include "watermark/mark/chips.hpp"

namespace spoor::trace {

/// Part of a position's stated certainty that is believed when a page is spoken free. Below 1, so that a
/// measurement that thinks too well of itself does not do that.
inline constexpr double kTrust = 0.75;

/// Code A's chips with each position's certainty cut to its trusted part; code B's are left out. The natural
/// likelihood ratio of a session by such chips is T - C with T = sum of s_j L_j / 2 and
/// C = sum of ln cosh(L_j / 2): the session that fits best has the largest.
[[nodiscard]] mark_code::SoftChips trusted_chips(const mark_code::SoftChips& chips);

/// The largest log10 likelihood ratio by code A that any session can have whose |T| is at most that of one
/// with this log10 ratio (which may be negative: the one that fits worst).
[[nodiscard]] double log10_ratio_bound(const mark_code::SoftChips& trusted, double log10_ratio);

/// log10 of the probability that the session which drew the page has a log10 likelihood ratio, by trusted
/// chips, at or below a bound (Chernoff: at most that).
[[nodiscard]] double log10_probability_below(const mark_code::SoftChips& trusted, double log10_ratio);

}  // namespace spoor::trace
