// How definitions look in lists: their kind in our own words, their name with what a query matched, and where
// they stand. All of a row is cells of one lattice: letters of another pitch beside marked ones make a crop
// harder to measure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/app/frame.hpp"
#include "viewer/symbols/symbol_index.hpp"

namespace spoor::app {

/// One or two characters: "fn", "#", "S", ...
[[nodiscard]] std::string_view kind_sign(symbols::SymbolKind kind) noexcept;
/// In the colour that the code has for such names.
[[nodiscard]] code::TokenClass kind_color(symbols::SymbolKind kind) noexcept;

/// A kind's word or sign in its colour, padded to some columns.
[[nodiscard]] std::vector<text::Cell> kind_cells(std::string_view word, symbols::SymbolKind kind,
                                                 std::size_t columns);

/// A name of the vendor's as cells; the bytes that match in the colour for it.
[[nodiscard]] std::vector<text::Cell> matched_cells(const Canvas& canvas, const std::string& name,
                                                    const std::vector<std::uint32_t>& at, UiClass color);
/// A path as cells, its last part and the number of a line brighter than its folders.
[[nodiscard]] std::vector<text::Cell> place_cells(const Canvas& canvas, std::string_view path,
                                                  std::uint64_t line);

/// A definition in a list: kind, name, and path and line at the right end.
struct SymbolLine {
  const symbols::Symbol* symbol = nullptr;
  std::vector<std::uint32_t> at;  ///< the bytes of its name that match
  bool same_name = false;         ///< as the row above: the name steps back
  std::uint64_t owner = 0;        ///< a name for its row in the cache, with its number
  std::uint64_t number = 0;
};
/// Says which line it shows to the canvas.
Drawn draw_symbol_line(Canvas& canvas, const SymbolLine& line, const gpu::Box& box);

}  // namespace spoor::app
