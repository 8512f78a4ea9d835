// What a syntax colour is chosen by: a closed set of token classes, and the runs of them on a line.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace spoor::code {

/// `plain` is never stored in a Span: what no span covers is plain.
enum class TokenClass : std::uint8_t {
  plain,
  keyword,
  type,
  function,
  variable,
  constant,
  number,
  string,
  escape,  ///< an escape sequence or a format directive inside a string
  comment,
  operator_,
  punctuation,
  preprocessor,
  attribute,  ///< annotations, decorators, HTML attributes
  property,   ///< fields, members, keys of a mapping
  label,
  tag,        ///< of a markup language
  module,     ///< namespaces, packages
  parameter,  ///< of a function
  builtin,    ///< variables and functions that the language itself provides (self, len)
};
inline constexpr std::size_t kTokenClasses = 20;

/// Names for theme files, in the order of TokenClass: "plain", "keyword", ..., "operator", ..., "builtin".
inline constexpr std::array<std::string_view, kTokenClasses> kTokenClassNames = {
    "plain",    "keyword", "type",    "function", "variable",    "constant",     "number",
    "string",   "escape",  "comment", "operator", "punctuation", "preprocessor", "attribute",
    "property", "label",   "tag",     "module",   "parameter",   "builtin"};

[[nodiscard]] constexpr std::string_view token_class_name(TokenClass token) noexcept {
  return kTokenClassNames[static_cast<std::size_t>(token)];
}
/// The inverse of token_class_name, for reading a theme.
[[nodiscard]] constexpr std::optional<TokenClass> token_class_by_name(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kTokenClasses; ++i)
    if (kTokenClassNames[i] == name) return static_cast<TokenClass>(i);
  return std::nullopt;
}

/// Bytes [begin_byte, end_byte) of one line, counted from the line's first byte, are of one class.
struct Span {
  std::uint64_t begin_byte = 0;
  std::uint64_t end_byte = 0;
  TokenClass token = TokenClass::plain;

  bool operator==(const Span&) const = default;
};

}  // namespace spoor::code
