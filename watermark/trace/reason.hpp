// The sentences that say why a capture is no match, and what is missing.
#pragma once

#include <span>
#include <string>

#include "watermark/mark/chips.hpp"
#include "watermark/trace/verdict.hpp"

namespace spoor::trace {

/// log10 of the odds that a capture must show before anybody is named: the threshold and everything tried.
[[nodiscard]] double needed_log10_ratio(double max_false_accusation, double hypotheses);

/// Why the evidence does not suffice: how many glyphs more, or what resolution, would do.
[[nodiscard]] std::string reason_insufficient(const mark_code::SoftChips& chips, const Verdict& verdict,
                                              double needed_log10);

/// Why nothing could be judged at all: nothing was measured.
[[nodiscard]] std::string reason_nothing_measured(std::span<const Measurement> measurements);

/// Why a page counts as unmarked: no mark at all, or nobody's in this kit.
[[nodiscard]] std::string reason_unmarked(const Verdict& verdict);

}  // namespace spoor::trace
