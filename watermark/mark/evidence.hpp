// How surely a session drew a capture, with a bound that holds whatever the code's structure.
//
// Names are words of one linear code of low rate: two of them agree far more often than two rows of coins do,
// so that the tail of a linear score among coins understates how often an innocent's name fits. Instead, the
// payload is read along the decoder's path. An innocent's payload bits are fair coins, each independent of
// the chips and of the bits before it; a successive-cancellation decoder gives each bit a probability from
// the chips and the bits before it. So the product of twice these probabilities has mean 1 among innocents,
// for any chips and any channel that the decoder assumes, and by Markov's inequality it reaches x in at most
// 1 of x (an e-value: Vovk and Wang, "E-values", Annals of Statistics 49, 2021). Code B's signs are
// independent draws of known bias and multiply a likelihood ratio of mean 1 each. A mean of several such
// products has mean 1, too: they assume that the session drew the capture alone, or with others, with its
// signs upright or inverted.
#pragma once

#include "watermark/mark/chips.hpp"
#include "watermark/mark/coder.hpp"

namespace spoor::mark_code {

/// log10 of the e-value of a session and slot: an innocent's reaches x with probability at most 10^-x. At
/// most 19.3 for code A (its payload has 64 bits) and unbounded for code B.
[[nodiscard]] double log10_evidence(const Coder& coder, const SoftChips& chips, const Payload& payload);

}  // namespace spoor::mark_code
