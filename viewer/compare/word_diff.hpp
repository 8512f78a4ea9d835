// What changed within lines that were changed: words, blanks and signs as the elements of a script of their
// own.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "viewer/compare/text_lines.hpp"

namespace spoor::compare {

/// Bytes of a line that the other text does not have.
struct WordRange {
  std::uint64_t line = 0;
  std::uint64_t begin_byte = 0;
  std::uint64_t end_byte = 0;
  friend bool operator==(const WordRange&, const WordRange&) = default;
};

struct WordDiff {
  std::vector<WordRange> old_words;  ///< in order, disjoint
  std::vector<WordRange> new_words;
};

/// Lines of one change; `first` is the number of a span's first line. Nothing where they are too long to be
/// looked at (kMostWords) or have so little in common that marking words would say less than marking lines.
[[nodiscard]] WordDiff diff_words(std::span<const TextLine> old_lines, std::uint64_t first_old,
                                  std::span<const TextLine> new_lines, std::uint64_t first_new,
                                  const std::stop_token& stop = {});
inline constexpr std::size_t kMostWords = 20'000;

}  // namespace spoor::compare
