#include "watermark/mark/context.hpp"

#include "watermark/mark/fold_table.hpp"
#include "watermark/mark/split.hpp"

namespace spoor::mark {

// Both hashes are computed and one is chosen: cheaper than a branch that real text makes unpredictable.
Position position_of(const Window& window) noexcept {
  const std::uint32_t cur = fold_inline(window[2]);
  if (cur == kBlankClass) return {};
  const std::uint32_t trigram =
      (std::uint32_t{fold_inline(window[1])} << 16) | (cur << 8) | fold_inline(window[3]);
  const std::uint64_t five =
      (std::uint64_t{fold_inline(window[0])} << 32) | (std::uint64_t{trigram} << 8) | fold_inline(window[4]);
  const std::uint64_t hash = trigram_hash(trigram);
  const std::uint64_t place = hash >> 48;
  const bool for_b = ((kSpeaksForB[place / 64] >> (place % 64)) & 1U) != 0;
  const auto index_a = static_cast<std::uint16_t>(hash & (kPositionsA - 1));
  const auto index_b = static_cast<std::uint16_t>(mix(five + 0x3C6EF372FE94F82AULL) >> 48);
  return {for_b ? Code::b : Code::a, for_b ? index_b : index_a};
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
