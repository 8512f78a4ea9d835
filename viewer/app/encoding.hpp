// In which encoding a file's text is, and the same text as UTF-8. Detection and conversion are ICU's, but for
// what can be told for certain: a byte order mark, well-formed UTF-8, the zero bytes of UTF-16.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spoor::app {

struct Encoding {
  std::string icu_name;        ///< for ICU's converters
  std::string shown;           ///< "UTF-16 (little endian)", "Shift_JIS (guessed)"
  std::size_t mark_bytes = 0;  ///< of the byte order mark in front of the text
  bool utf8 = false;           ///< needs no conversion
};

/// From a file's beginning; `whole`: it is all of the file. Nothing: it looks like no text.
[[nodiscard]] std::optional<Encoding> detect_encoding(std::string_view head, bool whole);

/// Malformed input becomes U+FFFD. Nothing: ICU does not know the encoding.
[[nodiscard]] std::optional<std::string> to_utf8(std::string_view bytes, const Encoding& encoding);

/// "U+202E RIGHT-TO-LEFT OVERRIDE", by the Unicode Character Database; the number alone for what has no name.
[[nodiscard]] std::string character_name(char32_t code_point);

}  // namespace spoor::app
