// Nested captures of a syntax tree -> disjoint runs: the innermost capture colours a byte.
#pragma once

#include <cstdint>
#include <vector>

#include "viewer/code/highlighter.hpp"
#include "viewer/code/token.hpp"

namespace spoor::code {

struct Capture {
  std::uint32_t begin_byte = 0;
  std::uint32_t end_byte = 0;
  std::uint32_t rank = 0;  ///< of two captures of the same range, the higher one wins
  TokenClass token = TokenClass::plain;
};

/// Captures in any order; they come from one tree, so two of them nest or are disjoint (where they do not,
/// the later one is cut at the earlier one's end). O(n log n).
[[nodiscard]] std::vector<Run> paint(std::vector<Capture> captures);

}  // namespace spoor::code
