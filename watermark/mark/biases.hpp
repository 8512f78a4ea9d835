// The bias distribution of code B.
#pragma once

#include <cstdint>

namespace spoor::mark_code {

/// P(sign +) in 256ths for a uniform 16-bit draw: Tardos' arcsine density with cut-off .02 (Tardos, "Optimal
/// probabilistic fingerprint codes", J. ACM 2008).
[[nodiscard]] std::uint8_t bias_of(std::uint16_t draw) noexcept;

}  // namespace spoor::mark_code
