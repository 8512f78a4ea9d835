// What an inconclusive capture lacks, found by trying: a session that had drawn a page like this one, with
// more text or sharper, is put to the same bound that decides (mark/evidence.hpp), some times over with signs
// that err as often as the measurement says.
//
// How much new a longer text says: of the positions that a text speaks for, V after n glyphs, those that were
// met just once estimate how often the next glyph's is new (Good, "The population frequencies of species",
// Biometrika 40, 1953): f1 / n. V grows as n^(f1 / V) then (Heaps' law with that slope).
#pragma once

#include <cstddef>
#include <optional>

#include "watermark/mark/coder.hpp"
#include "watermark/trace/pool.hpp"

namespace spoor::trace {

struct Shortfall {
  bool enough = false;                     ///< a session that had drawn it would have been named
  std::optional<std::size_t> more_glyphs;  ///< that would do; nullopt: not even a page of them
  bool sharper_helps = false;              ///< the same text at twice the resolution would do
  bool stands_out = false;  ///< one session does, beyond chance but not as far as a named one must
};

/// `needed_log10`: log10 of the e-value at which a session is named.
[[nodiscard]] Shortfall shortfall(const Pooled& pooled, const mark_code::Coder& coder, double needed_log10,
                                  const PoolOptions& options);

/// The same where a session's e-value has come to `found_log10`, above 0 and less than needed: evidence grows
/// with the text at the rate that it grew at.
[[nodiscard]] Shortfall shortfall_of(double glyphs, double found_log10, double needed_log10);

}  // namespace spoor::trace
