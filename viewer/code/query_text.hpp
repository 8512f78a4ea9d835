// The highlight queries, embedded when the program is built (queries.cmake): those of the grammars' packages
// and, after them, our own additions.
#pragma once

#include <string_view>

#include "viewer/code/language.hpp"

namespace spoor::code {

struct QueryText {
  std::string_view packaged;  ///< queries/highlights.scm of the package and of what it builds on, base first
  std::string_view added;     ///< ours: what the packaged query leaves out
  /// Which of two packaged patterns that capture the same node wins. tree-sitter's own highlighter took the
  /// first until its release 0.23 and takes the last since; each package is written for one or the other.
  bool packaged_first_wins = false;
};

[[nodiscard]] QueryText query_text(Language language) noexcept;

}  // namespace spoor::code
