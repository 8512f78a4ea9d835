#include "viewer/app/encoding.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "viewer/text/utf8.hpp"

namespace spoor::app {
namespace {

constexpr std::int32_t kLeastConfidence = 10;  // of 100, by ICU: below it is no guess at all
constexpr std::size_t kLongestCharacter = 4;

struct Mark {
  std::string_view bytes;
  const char* icu_name;
  const char* shown;
};
constexpr std::array kMarks = {
    Mark{std::string_view("\xEF\xBB\xBF", 3), "UTF-8", "UTF-8 with a byte order mark"},
    Mark{std::string_view("\xFF\xFE\0\0", 4), "UTF-32LE", "UTF-32 (little endian)"},
    Mark{std::string_view("\0\0\xFE\xFF", 4), "UTF-32BE", "UTF-32 (big endian)"},
    Mark{std::string_view("\xFF\xFE", 2), "UTF-16LE", "UTF-16 (little endian)"},
    Mark{std::string_view("\xFE\xFF", 2), "UTF-16BE", "UTF-16 (big endian)"},
};

bool is_utf8(std::string_view bytes, bool whole) {
  for (std::size_t at = 0; at < bytes.size();) {
    const text::Decoded decoded = text::decode_utf8(bytes, at);
    // U+FFFD itself is well-formed; a sequence that the head's end cuts may be.
    if (decoded.code_point == text::kReplacement && !bytes.substr(at).starts_with("\xEF\xBF\xBD"))
      return !whole && bytes.size() - at < kLongestCharacter;
    at += decoded.bytes;
  }
  return true;
}

/// Text of mostly Latin letters in UTF-16 has a zero in every other byte, and binary files do not.
std::optional<Encoding> utf16_without_mark(std::string_view head) {
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0' ? 1U : 0U;
  const std::size_t pairs = head.size() / 2;
  const auto most = [pairs](std::size_t n) { return pairs >= 8 && n * 10 >= pairs * 8; };
  const auto few = [pairs](std::size_t n) { return n * 10 <= pairs; };
  if (most(zeros[1]) && few(zeros[0]))
    return Encoding{"UTF-16LE", "UTF-16 (little endian, no mark)", 0, false};
  if (most(zeros[0]) && few(zeros[1])) return Encoding{"UTF-16BE", "UTF-16 (big endian, no mark)", 0, false};
  return std::nullopt;
}

std::optional<Encoding> guess(std::string_view head) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&error),
                                                                            &ucsdet_close);
  ucsdet_setText(detector.get(), head.data(), static_cast<std::int32_t>(head.size()), &error);
  const UCharsetMatch* match = U_SUCCESS(error) ? ucsdet_detect(detector.get(), &error) : nullptr;
  if (U_FAILURE(error) || match == nullptr) return std::nullopt;
  const std::int32_t confidence = ucsdet_getConfidence(match, &error);
  const char* name = ucsdet_getName(match, &error);
  if (U_FAILURE(error) || confidence < kLeastConfidence) return std::nullopt;
  return Encoding{name, fmt::format("{} (guessed)", name), 0, false};
}

}  // namespace

std::optional<Encoding> detect_encoding(std::string_view head, bool whole) {
  for (const Mark& mark : kMarks)
    if (head.starts_with(mark.bytes))
      return Encoding{mark.icu_name, mark.shown, mark.bytes.size(),
                      std::string_view(mark.icu_name) == "UTF-8"};
  if (head.find('\0') != std::string_view::npos) return utf16_without_mark(head);
  if (is_utf8(head, whole)) {
    const bool ascii = std::all_of(head.begin(), head.end(), [](char c) { return (c & 0x80) == 0; });
    return Encoding{"UTF-8", ascii && whole ? "ASCII" : "UTF-8", 0, true};
  }
  if (auto guessed = guess(head)) return guessed;
  return Encoding{"windows-1252", "Latin-1 (no better guess)", 0, false};
}

std::optional<std::string> to_utf8(std::string_view bytes, const Encoding& encoding) {
  bytes.remove_prefix(std::min(encoding.mark_bytes, bytes.size()));
  if (encoding.utf8) return std::string(bytes);
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open(encoding.icu_name.c_str(), &error), &ucnv_close);
  if (U_FAILURE(error)) return std::nullopt;
  std::string out;
  std::vector<UChar> units(4096);
  const char* from = bytes.data();
  const char* const end = bytes.data() + bytes.size();
  do {
    error = U_ZERO_ERROR;
    UChar* to = units.data();
    ucnv_toUnicode(converter.get(), &to, units.data() + units.size(), &from, end, nullptr, true, &error);
    const auto count = static_cast<std::int32_t>(to - units.data());
    for (std::int32_t i = 0; i < count;) {
      UChar32 c = 0;
      U16_NEXT(units.data(), i, count, c);
      out += text::encode_utf8(U_IS_SURROGATE(c) ? text::kReplacement : static_cast<char32_t>(c));
    }
  } while (error == U_BUFFER_OVERFLOW_ERROR);
  return out;
}

std::string character_name(char32_t code_point) {
  std::array<char, 128> name{};
  UErrorCode error = U_ZERO_ERROR;
  u_charName(static_cast<UChar32>(code_point), U_EXTENDED_CHAR_NAME, name.data(),
             static_cast<std::int32_t>(name.size()), &error);
  const std::string number = fmt::format("U+{:04X}", static_cast<std::uint32_t>(code_point));
  return U_SUCCESS(error) && name[0] != 0 && name[0] != '<' ? number + " " + name.data() : number;
}

}  // namespace spoor::app
