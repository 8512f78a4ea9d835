// Code without its looks: a row of tokens that retyping, reflowing and OCR leave alone. Blanks, line ends and
// the edges of comments are no tokens; letters that OCR confuses count as one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spoor::leak {

enum class TokenKind : std::uint8_t { word, keyword, number, mark };

struct Token {
  std::uint64_t name = 0;   ///< of the folded spelling: equal tokens have equal names
  std::uint64_t shape = 0;  ///< the same for all words that may be renamed, and for all numbers
  std::uint32_t line = 0;   ///< 1 is the text's first
  TokenKind kind = TokenKind::word;
  std::uint16_t count = 0;  ///< of a number below 10,000 written in decimal digits: it and one; else 0
};

/// Knows the keywords of the languages that the reader colours.
class Tokenizer {
 public:
  Tokenizer();
  /// The tokens of UTF-8 text of any language, code and comments alike: words (with their digits), keywords,
  /// numbers, and every other character by itself.
  [[nodiscard]] std::vector<Token> tokens(std::string_view text) const;

 private:
  [[nodiscard]] bool is_keyword(std::uint64_t name) const noexcept;
  std::vector<std::uint64_t> keywords_;  ///< open addressing, 0 is empty
};

/// The text without the line numbers that a copy of a screen carries in front of its lines: blanked where at
/// least four in five of the lines that are not blank begin with a number and these numbers rise. Else as it
/// is.
[[nodiscard]] std::string without_line_numbers(std::string_view text);

}  // namespace spoor::leak
