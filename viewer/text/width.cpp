#include "viewer/text/width.hpp"

#include <unicode/uchar.h>

#include "viewer/text/utf8.hpp"

namespace spoor::text {
namespace {

constexpr char32_t kFirstMark = 0x300;  // below it nothing combines and nothing is wide
constexpr char32_t kFirstWide = 0x1100;

UChar32 icu(char32_t code_point) noexcept {
  return static_cast<UChar32>(code_point);
}

}  // namespace

bool is_hidden(char32_t c) noexcept {
  if (c < 0xAD) return false;
  return c == 0x2028 || c == 0x2029 || u_hasBinaryProperty(icu(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 ||
         u_charType(icu(c)) == U_FORMAT_CHAR;
}

int cell_columns(char32_t c, bool first_in_line) noexcept {
  if (c < kFirstMark) return 1;
  const int type = u_charType(icu(c));
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) return first_in_line || is_hidden(c) ? 1 : 0;
  if (c < kFirstWide || is_hidden(c)) return 1;
  const int width = u_getIntPropertyValue(icu(c), UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

int columns_of(std::string_view utf8) noexcept {
  int columns = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const Decoded decoded = decode_utf8(utf8, at);
    columns += cell_columns(decoded.code_point, at == 0);
    at += decoded.bytes;
  }
  return columns;
}

}  // namespace spoor::text
