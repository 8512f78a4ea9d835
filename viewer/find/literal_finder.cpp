#include "viewer/find/literal_finder.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace spoor::find {
namespace {

// From the most frequent byte of C, C++ and Python sources on; what is missing is rarer still.
constexpr std::string_view kFrequent =
    " e\tt_rsinadoc\nlpfum,)(*;h0g-b=.>kv1y2xEw/3\"S{}TRAIDCN4PO8&L5x6M<U7:+9z[]FqjGBHVK|W'X\\QYZJ#!%@?$^~`";

std::size_t commonness(char c) {
  const std::size_t at = kFrequent.find(c);
  return at == std::string_view::npos ? 0 : kFrequent.size() - at;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

}  // namespace

LiteralFinder::LiteralFinder(std::string literal, bool ignore_ascii_case)
    : literal_(std::move(literal)), ignore_case_(ignore_ascii_case) {
  if (ignore_case_) std::transform(literal_.begin(), literal_.end(), literal_.begin(), lower);
  std::size_t rarest = 0;
  std::size_t next = literal_.size() > 1 ? 1 : 0;
  const auto rank = [this](std::size_t i) {
    return ignore_case_ ? commonness(literal_[i]) + commonness(upper(literal_[i])) : commonness(literal_[i]);
  };
  if (rank(next) < rank(rarest)) std::swap(rarest, next);
  for (std::size_t i = 2; i < literal_.size(); ++i) {
    if (rank(i) < rank(rarest)) {
      next = std::exchange(rarest, i);
    } else if (rank(i) < rank(next)) {
      next = i;
    }
  }
  first_ = probe(rarest);
  second_ = probe(next);
}

LiteralFinder::Probe LiteralFinder::probe(std::size_t offset) const {
  const char c = literal_[offset];
  return {offset, {c, ignore_case_ ? upper(c) : c}};
}

bool LiteralFinder::matches(const char* at) const {
  if (!ignore_case_) return std::memcmp(at, literal_.data(), literal_.size()) == 0;
  for (std::size_t i = 0; i < literal_.size(); ++i)
    if (lower(at[i]) != literal_[i]) return false;
  return true;
}

std::size_t LiteralFinder::find(std::string_view text, std::size_t from) const {
  if (from > text.size() || text.size() - from < literal_.size()) return std::string_view::npos;
  const std::size_t last = text.size() - literal_.size();  // where a match may begin
  std::size_t at = from;
#if defined(__SSE2__)
  const __m128i first_a = _mm_set1_epi8(first_.bytes[0]);
  const __m128i first_b = _mm_set1_epi8(first_.bytes[1]);
  const __m128i second_a = _mm_set1_epi8(second_.bytes[0]);
  const __m128i second_b = _mm_set1_epi8(second_.bytes[1]);
  const auto load = [&text](std::size_t i) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + i));
  };
  // 16 places that a match may begin at, so that the loads stay inside the text.
  for (; at + 15 <= last; at += 16) {
    const __m128i x = load(at + first_.offset);
    const __m128i y = load(at + second_.offset);
    const __m128i in_x = _mm_or_si128(_mm_cmpeq_epi8(x, first_a), _mm_cmpeq_epi8(x, first_b));
    const __m128i in_y = _mm_or_si128(_mm_cmpeq_epi8(y, second_a), _mm_cmpeq_epi8(y, second_b));
    auto mask = static_cast<unsigned>(_mm_movemask_epi8(_mm_and_si128(in_x, in_y)));
    for (; mask != 0; mask &= mask - 1) {
      const std::size_t here = at + static_cast<std::size_t>(std::countr_zero(mask));
      if (matches(text.data() + here)) return here;
    }
  }
#endif
  for (; at <= last; ++at) {
    const char c = text[at + first_.offset];
    if ((c == first_.bytes[0] || c == first_.bytes[1]) && matches(text.data() + at)) return at;
  }
  return std::string_view::npos;
}

}  // namespace spoor::find
