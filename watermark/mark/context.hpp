// Contexts: from the drawn neighbourhood of a cell to its position in one of the two codes, and to
// the displacement that a session's kerning table gives it. Public: holds no key.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace spoor::mark {

/// Five neighbouring cells of the *drawn* row, left to right; the glyph itself is [2].
/// U+0020 where nothing is drawn.
using Window = std::array<char32_t, 5>;

inline constexpr std::size_t kPositionsA = 1024;   ///< code A, the name: trigram positions
inline constexpr std::size_t kPositionsB = 65536;  ///< code B, against collusion: 5-gram positions

/// Which code a context speaks for. `none`: a blank cell, which draws no ink.
enum class Code : std::uint8_t { none, a, b };

struct Position {
  Code code = Code::none;
  std::uint16_t index = 0;  ///< < kPositionsA or < kPositionsB
  friend bool operator==(const Position&, const Position&) = default;
};

/// The position that a window's glyph has. Frequent trigrams speak for code B (by their 5-gram), the rest
/// for code A (by their trigram).
[[nodiscard]] Position position_of(const Window& window) noexcept;

/// The signs that one session's viewer needs in one slot. Bit i of word i / 64 set: displaced to the right.
struct KerningTable {
  std::array<std::uint64_t, kPositionsA / 64> a{};
  std::vector<std::uint64_t> b = std::vector<std::uint64_t>(kPositionsB / 64);  ///< kPositionsB / 64 words
};

/// Largest displacement, in em: 1/8 px at 14 px, 12 arc seconds on a 24-inch 1080p screen at 60 cm.
inline constexpr double kDefaultStrengthEm = 0.009;

/// Displacement of the window's glyph in em, right positive; 0 for a blank cell. Its magnitude is
/// strength_em * stack_factor(glyph).
[[nodiscard]] double offset_em(const Window& window, const KerningTable& table, double strength_em) noexcept;

/// Part of the strength that a glyph may use: 1, or less for glyphs that stack into long vertical lines
/// ('|' and box drawing), where the eye's vernier acuity is best.
[[nodiscard]] double stack_factor(char32_t glyph) noexcept;

}  // namespace spoor::mark
