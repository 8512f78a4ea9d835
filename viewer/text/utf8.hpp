// UTF-8, one character at a time, total: every byte string decodes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace spoor::text {

inline constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t code_point = kReplacement;
  std::size_t bytes = 1;  ///< consumed, at least 1
};

/// The character that starts at bytes[at] (at < bytes.size()). A malformed sequence gives U+FFFD for its
/// maximal well-formed prefix, as the Unicode Standard 15.0 section 3.9 ("substitution of maximal subparts")
/// has it.
[[nodiscard]] Decoded decode_utf8(std::string_view bytes, std::size_t at) noexcept;

/// One to four bytes. code_point: no surrogate, at most U+10FFFF.
[[nodiscard]] std::string encode_utf8(char32_t code_point);

}  // namespace spoor::text
