#include "viewer/text/repertoire.hpp"

#include "viewer/text/utf8.hpp"

namespace spoor::text {
namespace {

constexpr char32_t kBmpEnd = 0x10000;

// Format characters that change how their neighbours look without being seen (Trojan Source, CVE-2021-42574).
constexpr bool is_invisible(char32_t c) noexcept {
  return c == 0xAD || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xE0000 && c <= 0xE007F);
}

}  // namespace

Repertoire::Repertoire(const Face& face) : bits_(kBmpEnd / 64) {
  for (char32_t c = 0x20; c < kBmpEnd; ++c)
    if (face.has(c)) bits_[c / 64] |= std::uint64_t{1} << (c % 64);
}

bool Repertoire::has(char32_t code_point) const noexcept {
  return code_point < kBmpEnd && ((bits_[code_point / 64] >> (code_point % 64)) & 1U) != 0;
}

Shown Repertoire::shown(char32_t code_point) const noexcept {
  if (code_point >= 0x20 && code_point < 0x7F) return {code_point, false};
  if (code_point < 0x20 || code_point == 0x7F) {
    const char32_t picture = code_point == 0x7F ? 0x2421 : 0x2400 + code_point;
    return {has(picture) ? picture : kReplacement, true};
  }
  if (code_point < 0xA0 || is_invisible(code_point)) return {kReplacement, true};
  return has(code_point) ? Shown{code_point, false} : Shown{kReplacement, false};
}

}  // namespace spoor::text
