// The bias distribution of code B.
#pragma once

#include <cstdint>

namespace spoor::mark_code {

/// P(sign +) in 256ths for a uniform 16-bit draw. Three biases, the Gauss-Legendre nodes and weights for
/// collusions of up to six (Nuida et al., "An improvement of discrete Tardos fingerprinting codes", Designs,
/// Codes and Cryptography 52, 2009): .1127 and .8873 with probability .332 each, .5 with .336. Measured
/// against Tardos' arcsine with cut-off .02 they catch colluders of 3 to 8 on fewer positions under every
/// attack tried, and a lone viewer too, as fewer signs are nearly certain (bench_mark, collusion table).
[[nodiscard]] std::uint8_t bias_of(std::uint16_t draw) noexcept;

}  // namespace spoor::mark_code
