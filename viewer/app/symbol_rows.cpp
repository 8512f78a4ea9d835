#include "viewer/app/symbol_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "viewer/text/row.hpp"

namespace spoor::app {
namespace {

using symbols::SymbolKind;

constexpr std::size_t kKindColumns = 12;

}  // namespace

std::string_view kind_sign(SymbolKind kind) noexcept {
  switch (kind) {
    case SymbolKind::function:
      return "fn";
    case SymbolKind::macro:
      return "#";
    case SymbolKind::struct_type:
      return "S";
    case SymbolKind::union_type:
      return "U";
    case SymbolKind::enum_type:
      return "E";
    case SymbolKind::enumerator:
      return "e";
    case SymbolKind::type_alias:
      return "T";
    case SymbolKind::class_type:
      return "C";
  }
  return "";
}

code::TokenClass kind_color(SymbolKind kind) noexcept {
  switch (kind) {
    case SymbolKind::function:
      return code::TokenClass::function;
    case SymbolKind::macro:
      return code::TokenClass::preprocessor;
    case SymbolKind::enumerator:
      return code::TokenClass::constant;
    default:
      return code::TokenClass::type;
  }
}

std::vector<text::Cell> matched_cells(const Canvas& canvas, const std::string& name,
                                      const std::vector<std::uint32_t>& at, UiClass color) {
  std::vector<text::ColorSpan> spans;
  for (const std::uint32_t byte : at) spans.push_back({byte, byte + 1ULL, color_class(UiClass::matched)});
  text::RowOptions options;
  options.tab_columns = 1;
  options.plain = color_class(color);
  options.picture = color_class(UiClass::picture);
  text::Row row;
  text::lay_out_row({name, {}}, spans, canvas.repertoire, options, 0, name.size(), row);
  return std::move(row.cells);
}

std::vector<text::Cell> place_cells(const Canvas& canvas, std::string_view path, std::uint64_t line) {
  const std::size_t slash = path.rfind('/');
  const std::size_t name_at = slash == std::string_view::npos ? 0 : slash + 1;
  std::vector<text::Cell> cells;
  append_cells(canvas, path.substr(0, name_at), UiClass::path, cells);
  append_cells(canvas, path.substr(name_at), UiClass::path_leaf, cells);
  append_cells(canvas, fmt::format(":{}", line + 1), UiClass::path, cells);
  return cells;
}

std::vector<text::Cell> kind_cells(std::string_view word, SymbolKind kind, std::size_t columns) {
  std::vector<text::Cell> cells;
  for (const char c : word) cells.push_back({static_cast<unsigned char>(c), color_class(kind_color(kind))});
  cells.resize(std::max(columns, cells.size() + 1));
  return cells;
}

Drawn draw_symbol_line(Canvas& canvas, const SymbolLine& line, const gpu::Box& box) {
  const Metrics& m = canvas.metrics;
  const symbols::Symbol& symbol = *line.symbol;
  canvas.drawn.add(symbol.path, symbol.line);
  const auto columns = static_cast<std::size_t>(m.columns_in(std::max(0, box.width_px)));
  const bool roomy = columns > 4 * kKindColumns;
  PlainRow row{line.owner, line.number,
               kind_cells(roomy ? symbols::kind_name(symbol.kind) : kind_sign(symbol.kind), symbol.kind,
                          roomy ? kKindColumns : 3)};
  std::vector<text::Cell> name =
      matched_cells(canvas, symbol.name, line.at, line.same_name ? UiClass::path : UiClass::path_leaf);
  std::vector<text::Cell> place = place_cells(canvas, symbol.path, symbol.line);
  // One row of cells, so that all of it stands on one lattice.
  const std::size_t rest = columns - std::min(columns, row.cells.size());
  if (rest > 8) {
    cut_middle(name, std::max(rest / 2, rest - std::min(rest, place.size() + 2)), 0);
    cut_middle(place, rest - std::min(rest, name.size() + 2), 0);
    name.resize(rest - place.size());
    row.cells.insert(row.cells.end(), name.begin(), name.end());
    row.cells.insert(row.cells.end(), place.begin(), place.end());
  }
  return draw_plain_row(canvas, std::move(row), box.x_px, box.y_px + m.tree_baseline_px, box);
}

}  // namespace spoor::app
