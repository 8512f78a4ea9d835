// Which language a file is in, and what is known about each language.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace spoor::code {

enum class Language : std::uint8_t {
  c,
  cpp,
  python,
  java,
  javascript,
  typescript,
  tsx,
  go,
  rust,
  bash,
  json,
  html,
  css,
  yaml,
  toml
};
inline constexpr std::size_t kLanguages = 15;

[[nodiscard]] std::string_view language_name(Language language) noexcept;  ///< "C++", "Python", ...

/// How much of a file's beginning detect_language looks at.
inline constexpr std::size_t kDetectBytes = std::size_t{32} << 10U;

/// By file name, extension, an Emacs mode line or a "#!" line, in this order; a ".h" is C++ if its beginning
/// holds a word of C++ at the start of a line. `head` is the file's beginning.
[[nodiscard]] std::optional<Language> detect_language(std::string_view path, std::string_view head) noexcept;

}  // namespace spoor::code
