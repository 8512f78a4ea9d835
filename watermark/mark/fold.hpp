// Folding: characters that a blurred picture confuses share one class, so that a
// reading error inside a class leaves every context, and so the mark, unchanged.
#pragma once

#include <cstdint>

namespace spoor::mark {

/// A class of characters that look alike at low resolution; 0 is the blank cell.
using FoldClass = std::uint8_t;
inline constexpr FoldClass kBlankClass = 0;

/// The class of a code point. Total: every char32_t has one. Blank: space, NUL, NBSP and other
/// characters that draw nothing.
[[nodiscard]] FoldClass fold(char32_t code_point) noexcept;

}  // namespace spoor::mark
