// The table behind fold(), for this module's own inlining. Part of the format.
#pragma once

#include <array>
#include <string_view>

#include "watermark/mark/fold.hpp"

namespace spoor::mark {

inline constexpr FoldClass kOtherClass = 1;

// Each row is one class, named by its first character; a character in no row is a class of its own. Chosen by
// rendering all three fonts at 3.5 to 5 px an advance with blur and noise (bench_confusions): pairs merged in
// order of misreadings saved against distinct contexts lost. All rows together lose 0.7 % of a window's
// information.
inline constexpr std::array<std::string_view, 14> kConfused = {
    "lI1|!i", "O0oQDGB8", ".,:;", "'`\"^", "-~=+*", "({[", ")}]", "5S$", "2Zz", "7?", "bh", "mn", "uw", "vy"};

// Base letters of U+00C0 to U+017F (Latin-1 Supplement and Latin Extended-A): an accent does not survive a
// blur. A '#' marks a sign that is no accented letter.
inline constexpr std::string_view kLatinBase =
    "AAAAAAACEEEEIIIIDNOOOOO#OUUUUYPsaaaaaaaceeeeiiiidnooooo#ouuuuypy"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSs"
    "TtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
inline constexpr char32_t kLatinFirst = 0xC0;
inline constexpr char32_t kLatinEnd = 0x180;
static_assert(kLatinBase.size() == kLatinEnd - kLatinFirst);

[[nodiscard]] constexpr std::array<FoldClass, kLatinEnd> make_fold_table() {
  std::array<FoldClass, kLatinEnd> table{};
  for (unsigned c = 0x21; c < 0x7F; ++c) table[c] = static_cast<FoldClass>(c);
  for (const std::string_view row : kConfused)
    for (const char c : row) table[static_cast<unsigned char>(c)] = static_cast<FoldClass>(row[0]);
  for (unsigned c = 0x80; c < kLatinFirst; ++c) table[c] = kOtherClass;
  for (unsigned c = kLatinFirst; c < kLatinEnd; ++c) {
    const char base = kLatinBase[c - kLatinFirst];
    table[c] = base == '#' ? kOtherClass : table[static_cast<unsigned char>(base)];
  }
  table[0xA0] = kBlankClass;  // no-break space
  table[0xAD] = kBlankClass;  // soft hyphen
  return table;
}
inline constexpr auto kFoldTable = make_fold_table();

[[nodiscard]] constexpr bool is_blank_beyond_latin(char32_t c) noexcept {
  return (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0x205F || c == 0x2060 || c == 0x3000 ||
         c == 0xFEFF;
}

/// fold(), inlined.
[[nodiscard]] constexpr FoldClass fold_inline(char32_t code_point) noexcept {
  if (code_point < kFoldTable.size()) [[likely]]
    return kFoldTable[code_point];
  return is_blank_beyond_latin(code_point) ? kBlankClass : kOtherClass;
}

}  // namespace spoor::mark
