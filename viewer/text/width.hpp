// How many cells a character takes: by the Unicode Character Database, as ICU has it, and by nothing else, so
// that columns are the same whatever font draws them.
#pragma once

#include <string_view>

namespace spoor::text {

/// 2: East Asian wide and full-width (UAX #11) and emoji of emoji presentation; 0: a mark that combines with
/// the character before it; else 1. The first character of a line is never 0: a mark needs something below
/// it.
[[nodiscard]] int cell_columns(char32_t code_point, bool first_in_line) noexcept;

/// Draws nothing of its own but may act on its neighbours, or hide text from whoever reads (CVE-2021-42574;
/// payloads in variation selectors): bidirectional controls, zero-width and other default-ignorable
/// characters. Such a one is drawn as a sign, in a cell.
[[nodiscard]] bool is_hidden(char32_t code_point) noexcept;

/// Columns of a text without tabs.
[[nodiscard]] int columns_of(std::string_view utf8) noexcept;

}  // namespace spoor::text
