// Blind decoding of code A: reads token and slot out of the chips without a registry. A 16-bit CRC passes by
// chance, so a decoded payload accuses nobody: it is looked up in the registry and must agree with the
// scoring.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "watermark/mark/chips.hpp"
#include "watermark/mark/coder.hpp"

namespace spoor::mark_code {

struct BlindOptions {
  std::size_t list_size = 32;    ///< of the successive-cancellation list decoder; a power of two, 1 to 1024
  std::size_t retry_size = 256;  ///< second try where the first finds nothing known; 0: no second try
  /// Says whether a payload is in the registry; empty: every payload that passes the CRC is good.
  std::function<bool(const Payload&)> known;
};

struct BlindCandidate {
  Payload payload;
  double metric = 0;  ///< path metric: -ln likelihood up to a constant; smaller is better
};

/// Every list entry that passes the CRC, best first (of the retry too, where there was one). Empty: nothing.
[[nodiscard]] std::vector<BlindCandidate> decode_blind(const Coder& coder, const SoftChips& chips,
                                                       const BlindOptions& options = {});

}  // namespace spoor::mark_code
