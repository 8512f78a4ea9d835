#include "watermark/mark/context.hpp"

#include "watermark/mark/fold.hpp"

namespace spoor::mark {
namespace {

// splitmix64's finaliser (Steele, Lea, Flood 2014): public, fixed, well mixed.
constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

}  // namespace

Position position_of(const Window& window) noexcept {
  const std::uint64_t cur = fold(window[2]);
  if (cur == kBlankClass) return {};
  const std::uint64_t tri = (std::uint64_t{fold(window[1])} << 16) | (cur << 8) | fold(window[3]);
  const std::uint64_t h3 = mix(tri + 0x9E3779B97F4A7C15ULL);
  if ((h3 >> 60) < 6) {
    const std::uint64_t five = (std::uint64_t{fold(window[0])} << 32) | (tri << 8) | fold(window[4]);
    return {Code::b, static_cast<std::uint16_t>(mix(five + 0x3C6EF372FE94F82AULL) >> 48)};
  }
  return {Code::a, static_cast<std::uint16_t>(h3 & (kPositionsA - 1))};
}

double stack_factor(char32_t glyph) noexcept {
  const bool stacks = glyph == U'|' || (glyph >= 0x2500 && glyph <= 0x259F);
  return stacks ? 0.5 : 1.0;
}

double offset_em(const Window& window, const KerningTable& table, double strength_em) noexcept {
  const Position p = position_of(window);
  if (p.code == Code::none) return 0.0;
  const std::size_t word = p.index / 64U;
  const std::uint64_t bits = p.code == Code::a ? table.a[word] : table.b[word];
  const double sign = ((bits >> (p.index % 64U)) & 1U) != 0 ? 1.0 : -1.0;
  return sign * strength_em * stack_factor(window[2]);
}

}  // namespace spoor::mark
