// The sentences that say why a capture is no match, and what is missing.
#pragma once

#include <span>
#include <string>

#include "watermark/trace/shortfall.hpp"
#include "watermark/trace/verdict.hpp"

namespace spoor::trace {

/// Why the evidence does not suffice: how many glyphs more, or what resolution, would do.
[[nodiscard]] std::string reason_insufficient(const Verdict& verdict, const Shortfall& lacking);

/// Why nothing could be judged at all: nothing was measured.
[[nodiscard]] std::string reason_nothing_measured(std::span<const Measurement> measurements);

/// Why a page counts as unmarked: no mark at all, or nobody's in this kit.
[[nodiscard]] std::string reason_unmarked(const Verdict& verdict);

}  // namespace spoor::trace
