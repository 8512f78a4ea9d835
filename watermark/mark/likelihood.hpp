// Likelihood ratios of registered sessions, each taken to have drawn a capture alone, in one of its slots,
// against "a table that was drawn at random did". They weigh evidence (Aitken and Taroni, "Statistics and
// the Evaluation of Evidence for Forensic Scientists", 2nd edition, chapter 3); nobody is named by them: how
// often an innocent would be, evidence.hpp bounds.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "watermark/mark/chips.hpp"
#include "watermark/mark/coder.hpp"
#include "watermark/mark/scoring.hpp"

namespace spoor::mark_code {

/// log10 of P(chips | the session drew them) / P(chips | a random table did). All slots of a session are
/// taken to be equally likely before the capture was seen.
struct SessionRatio {
  double log10_mean = 0;  ///< over the session's slots
  double log10_best = 0;  ///< of the slot that fits best
  std::uint16_t best_slot = 0;
};

/// One for each session, in order; all 0 where no position has a chip. Sessions have 1 to 65,536 slots,
/// `threads` is at least 1; the result does not depend on it.
[[nodiscard]] std::vector<SessionRatio> session_ratios(const Coder& coder, const SoftChips& chips,
                                                       std::span<const RegisteredSession> sessions,
                                                       unsigned threads);

/// The log10 ratio of every slot of one session.
[[nodiscard]] std::vector<double> slot_ratios(const Coder& coder, const SoftChips& chips,
                                              const RegisteredSession& session);

/// log10 of the mean of ratios given by their log10; -infinity for none.
[[nodiscard]] double log10_mean_of(std::span<const double> log10_ratios) noexcept;

}  // namespace spoor::mark_code
