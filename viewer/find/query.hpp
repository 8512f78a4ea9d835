// What is looked for, and where.
#pragma once

#include <string>
#include <vector>

namespace spoor::find {

struct Query {
  std::string text;  ///< UTF-8
  bool regexp = false;
  bool ignore_case = false;
  bool whole_word = false;  ///< no letter, digit or underscore right before or behind the match
  bool multi_line = false;  ///< a match may hold line ends
  /// Of paths, as in Glob. A file is searched if any of `include` matches (or there is none) and none of
  /// `exclude` does.
  std::vector<std::string> include{};
  std::vector<std::string> exclude{};
  bool without_index = false;  ///< look into every file, also where the archive's tables rule it out
  std::string only_path{};     ///< if not empty: this file alone, whatever the globs say

  friend bool operator==(const Query&, const Query&) = default;
};

}  // namespace spoor::find
