#include "viewer/text/repertoire.hpp"

#include "viewer/text/fallback.hpp"
#include "viewer/text/utf8.hpp"
#include "viewer/text/width.hpp"

namespace spoor::text {
namespace {

constexpr char32_t kBmpEnd = 0x10000;

}  // namespace

Repertoire::Repertoire(const Face& face) : bits_(kBmpEnd / 64), fallback_(face.fallback()) {
  for (char32_t c = 0x20; c < kBmpEnd; ++c)
    if (face.has(c)) bits_[c / 64] |= std::uint64_t{1} << (c % 64);
}

bool Repertoire::has(char32_t code_point) const {
  if (code_point < kBmpEnd && ((bits_[code_point / 64] >> (code_point % 64)) & 1U) != 0) return true;
  return fallback_->has(code_point);
}

Shown Repertoire::shown(char32_t code_point) const {
  if (code_point >= 0x20 && code_point < 0x7F) return {code_point, false};
  if (code_point < 0x20 || code_point == 0x7F) {
    const char32_t picture = code_point == 0x7F ? 0x2421 : 0x2400 + code_point;
    return {has(picture) ? picture : kReplacement, true};
  }
  if (code_point < 0xA0 || is_hidden(code_point)) return {kReplacement, true};
  return has(code_point) ? Shown{code_point, false} : Shown{kReplacement, false};
}

}  // namespace spoor::text
