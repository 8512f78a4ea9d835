// C as words and single characters; comments, literals and the lines of the preprocessor are passed over, but
// for those that the tagger must see.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spoor::symbols {

enum class CTokenKind : std::uint8_t { end, word, mark, literal, directive };

struct CToken {
  CTokenKind kind = CTokenKind::end;
  std::string_view text;      ///< of a word; of a directive its name, like "define"
  char mark = 0;              ///< of a mark: the character
  std::uint32_t line = 0;     ///< from 0
  bool starts_line = false;   ///< at its line's first byte
  std::string_view argument;  ///< of a directive: its first word
  std::uint32_t argument_line = 0;
  std::uint32_t last_line = 0;  ///< of a directive, continued lines included
};

class CLexer {
 public:
  explicit CLexer(std::string_view text) : text_(text) {}
  CToken next();

 private:
  [[nodiscard]] char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }
  void skip_blanks();
  bool skip_comment();
  void skip_literal(char quote);
  void skip_line();
  std::string_view word();
  void directive(CToken& token);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  std::uint32_t line_ = 0;
  bool code_in_line_ = false;  ///< something stands in front, in this line
};

[[nodiscard]] constexpr bool is_word(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace spoor::symbols
