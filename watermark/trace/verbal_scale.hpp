// Likelihood ratios in words: the scale of ENFSI, "Guideline for Evaluative Reporting in Forensic Science",
// version 3.0 (2015), its examples of verbal equivalents: 2 to 10 weak, to 100 moderate, to 1,000 moderately
// strong, to 10,000 strong, to 1,000,000 very strong, above extremely strong support for the first
// proposition relative to the alternative; about 1: no support for either.
#pragma once

#include <cstdint>
#include <string_view>

namespace spoor::trace {

enum class Support : std::uint8_t {
  alternative,  ///< the ratio is 1/2 or less: the findings speak for the alternative
  neither,
  weak,
  moderate,
  moderately_strong,
  strong,
  very_strong,
  extremely_strong,
};

[[nodiscard]] Support support_of(double log10_likelihood_ratio) noexcept;

/// "extremely strong support", "no support".
[[nodiscard]] std::string_view support_words(Support support) noexcept;

}  // namespace spoor::trace
