// What is left of one colluder's signs when several viewers mix their tables: the weights that tell him best
// from an innocent, for a handful of typical strategies. Internal to this module.
#pragma once

#include "watermark/mark/scoring.hpp"

namespace spoor::mark_code {

/// Probability that the pirated sign is +, given one colluder's own sign, at a position of bias p.
struct SignOdds {
  double if_plus = 0.5;
  double if_minus = 0.5;
};

/// By the binomial number of + among the other colluders (the marking assumption: where all agree, that sign
/// is drawn; Tardos 2008, Huang & Moulin 2012). bias inside (0, 1).
[[nodiscard]] SignOdds odds_of(Scenario scenario, double bias) noexcept;

/// ln P(chip | own sign +) / P(chip | own sign -) for a chip of log-likelihood ratio llr: the log-likelihood
/// weight, most powerful against that strategy (Neyman and Pearson).
[[nodiscard]] double sign_weight(const SignOdds& odds, double llr) noexcept;

}  // namespace spoor::mark_code
