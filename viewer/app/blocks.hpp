// The blocks of a file by their indentation: what encloses a line, where a block ends, which bracket belongs
// to which. Works for any language and for files that no parser knows.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "viewer/code/document.hpp"

namespace spoor::app {

class Blocks {
 public:
  explicit Blocks(int tab_columns) : tab_columns_(tab_columns) {}

  /// The header lines of the blocks around a line, outermost first; of more than `most` the outermost ones.
  /// Looks at most kLookBack lines back.
  [[nodiscard]] std::vector<std::uint64_t> around(const code::Document& document, std::uint64_t line,
                                                  std::size_t most);
  /// The line behind the block that a line heads; nothing if it heads none. Looks at most kLookAhead lines
  /// ahead.
  [[nodiscard]] std::optional<std::uint64_t> end_of(const code::Document& document, std::uint64_t header);
  static constexpr std::uint64_t kLookBack = 3000;
  static constexpr std::uint64_t kLookAhead = 200000;

 private:
  struct Indent {
    std::int32_t columns = -1;  ///< -1: a blank line
    bool header = false;        ///< may head a block: no lone brace, no label, no directive
  };
  Indent indent_of(const code::Document& document, std::uint64_t line);

  int tab_columns_;
  std::unordered_map<std::uint64_t, Indent> known_;  ///< lines do not change
};

struct BytePlace {
  std::uint64_t line = 0;
  std::uint64_t byte = 0;
  friend bool operator==(const BytePlace&, const BytePlace&) = default;
};

/// A bracket and its partner.
struct BracketPair {
  BytePlace at;
  BytePlace partner;
};
/// Of the bracket at a byte, or of the one just before it. Brackets in strings and comments do not count, as
/// far as the colours are known. Nothing: there is none, or its partner is more than kBracketLines away.
[[nodiscard]] std::optional<BracketPair> matching_bracket(const code::Document& document, BytePlace at);
inline constexpr std::uint64_t kBracketLines = 4000;

}  // namespace spoor::app
