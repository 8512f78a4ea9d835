// A leak's tokens against a piece of source, token by token: the best local alignment under a pair hidden
// Markov model (Durbin, Eddy, Krogh, Mitchison, "Biological Sequence Analysis", 1998, chapter 4), in bits:
// log2 of how much better "retyped from here" explains the leak than "unrelated, tokens drawn by their
// frequency".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "watermark/trace/leak/counts.hpp"

namespace spoor::leak {

struct LineBits {
  std::uint32_t line = 0;  ///< of the source, 1-based
  double bits = 0;         ///< > 0
};

struct TokenAlignment {
  double bits = 0;                              ///< 0: nothing fits
  std::size_t leak_first = 0, leak_last = 0;    ///< tokens of the leak, both inside
  std::uint32_t first_line = 0, last_line = 0;  ///< of the source
  std::size_t equal = 0;                        ///< tokens that are the same
  std::size_t renamed = 0;                      ///< tokens that are renamed, the same way each time
  std::vector<LineBits> lines;                  ///< rising; what each line of the source explains
};

/// Aligns twice: the second time names that the first time stood for each other consistently count as
/// renamed. Time and memory grow with the product of the lengths.
[[nodiscard]] TokenAlignment align_tokens(std::span<const Token> leak, std::span<const Token> source,
                                          const TokenCounts& counts);

}  // namespace spoor::leak
