// Blind decoding of code A: reads token and slot out of the chips without a registry. Every path of the list
// keeps the code's CRC; which of them is the name is for the registry to say: a decoded payload accuses
// nobody, it is looked up and must agree with the scoring. Where the registry is incomplete, a candidate's
// own probability tells a marked page from an unmarked one.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "watermark/mark/chips.hpp"
#include "watermark/mark/coder.hpp"

namespace spoor::mark_code {

struct BlindOptions {
  std::size_t list_size = 32;    ///< of the successive-cancellation list decoder; 1 to 1024
  std::size_t retry_size = 256;  ///< second try where the first finds nothing good; 0: no second try
  /// Says whether a payload is in the registry; empty: a payload is good if it is significant by itself.
  std::function<bool(const Payload&)> known;
};

struct BlindCandidate {
  Payload payload;
  double metric = 0;  ///< -ln likelihood up to a constant; smaller is better
  /// That some payload of all 2^64 agrees as well with chips that have nothing to do with it (Chernoff's
  /// bound, by the name alone); <= 0 (clipped).
  double log10_p_corrected = 0;
};

/// A candidate below this is significant without a registry.
inline constexpr double kBlindSignificant = -4;

/// The paths of the list, all of which keep the CRC, best first (those of the retry too, where there was
/// one). Empty where no position of code A has a chip.
[[nodiscard]] std::vector<BlindCandidate> decode_blind(const Coder& coder, const SoftChips& chips,
                                                       const BlindOptions& options = {});

}  // namespace spoor::mark_code
