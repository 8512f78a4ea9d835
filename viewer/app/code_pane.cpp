#include "viewer/app/code_pane.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "viewer/app/find_panel.hpp"

namespace spoor::app {
namespace {

void append_gutter(std::uint64_t line, int digits, UiClass color, std::vector<text::Cell>& cells) {
  std::array<char, 20> buffer{};
  const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), line + 1).ptr;
  const auto written = static_cast<std::size_t>(end - buffer.data());
  const auto width = static_cast<std::size_t>(digits);
  cells.resize(1 + (width > written ? width - written : 0));
  for (std::size_t i = 0; i < written; ++i)
    cells.push_back({static_cast<char32_t>(buffer[i]), color_class(color)});
  cells.resize(cells.size() + 2);
}

std::vector<text::ColorSpan> spans_of(const code::Document& document, std::uint64_t line,
                                      const LinePart& part) {
  std::vector<text::ColorSpan> colors;
  for (const code::Span& span : document.spans(line, part.start.byte, part.start.byte + part.bytes.size()))
    colors.push_back({span.begin_byte, span.end_byte, color_class(span.token)});
  return colors;
}

void draw_caret(Canvas& canvas, const Editor& editor, const CodeColumns& columns, int y_px,
                const gpu::Box& box) {
  const Metrics& m = canvas.metrics;
  if (editor.caret_column() < editor.first_column()) return;
  const double column =
      static_cast<double>(editor.caret_column() - editor.first_column()) + columns.code_column;
  const int x_px = box.x_px + static_cast<int>(std::lround(column * m.advance_px));
  add_part(canvas, {x_px, y_px, std::max(1, m.px(1.5)), m.line_px}, box, canvas.theme.surface.accent);
}

}  // namespace

std::vector<text::Cell> code_row_cells(Editor& editor, std::uint64_t line, const CodeColumns& columns,
                                       const text::Repertoire& repertoire, bool current) {
  std::vector<text::Cell> cells;
  append_gutter(line, columns.digits, current ? UiClass::gutter_current : UiClass::gutter, cells);
  const code::Document& document = *editor.document();
  const auto width = static_cast<std::size_t>(columns.code_columns);
  const auto part = editor.long_lines().part(document, line, editor.first_column(), width);
  if (!part) return cells;
  text::RowOptions options;
  options.tab_columns = kTabColumns;
  options.plain = color_class(code::TokenClass::plain);
  options.picture = color_class(UiClass::picture);
  text::Row row;
  text::lay_out_row({part->bytes, part->start}, spans_of(document, line, *part), repertoire, options,
                    editor.first_column(), width, row);
  cells.insert(cells.end(), row.cells.begin(), row.cells.end());
  return cells;
}

Drawn draw_code(Canvas& canvas, Editor& editor, const ViewPanes& panes, const CodeLook& shown) {
  const FileFinder* finder = shown.finder;
  const Metrics& m = canvas.metrics;
  const gpu::Box& box = panes.code;
  const ScrollRange range = editor.range(m, box.height_px);
  editor.catch_up(range);
  const ScrollPosition top = clamp(editor.scroll(), range);
  editor.set_scroll(top);
  const CodeColumns columns = editor.columns(m, box.width_px);
  editor.catch_up_sideways(columns);
  const int origin_x_px = box.x_px;
  std::uint64_t look = mix(editor.document()->revision(), editor.first_column());
  look = mix(look, static_cast<std::uint64_t>(columns.digits * 100000 + columns.code_columns));
  look = mix(look, static_cast<std::uint64_t>(origin_x_px));
  int y_px = box.y_px - top.sub_px;
  for (std::uint64_t line = top.line; line < range.lines && y_px < box.y_px + box.height_px; ++line) {
    const bool current = line == editor.current_line();
    const RowKey key{editor.id(), line, mix(look, current ? 1 : 0)};
    const RowCache::Glyphs* glyphs = canvas.rows.find(key);
    if (glyphs == nullptr) {
      RowCache::Glyphs placed;
      text::place_row(code_row_cells(editor, line, columns, canvas.repertoire, current),
                      m.lattice(origin_x_px), canvas.marking, placed);
      glyphs = &canvas.rows.insert(key, std::move(placed));
    }
    if (current) {
      const int shown = std::max(y_px, box.y_px);
      canvas.scene.add_rect(
          {box.x_px, shown, box.width_px, std::min(y_px + m.line_px, box.y_px + box.height_px) - shown},
          canvas.theme.surface.current_line);
    }
    if (finder != nullptr && finder->shown) draw_matches(canvas, editor, *finder, line, y_px, columns, box);
    if (current && shown.caret) draw_caret(canvas, editor, columns, y_px, box);
    auto drawn = canvas.scene.add_row(*glyphs, y_px + m.baseline_px, box, canvas.theme.palette, canvas.atlas);
    if (!drawn) return drawn;
    y_px += m.line_px;
  }
  if (range.lines > range.whole_lines()) {
    const Thumb bar = thumb(top, range, panes.code_bar.height_px, m.px(24));
    draw_thumb(canvas, panes.code_bar, bar.offset_px, bar.length_px);
  }
  return {};
}

}  // namespace spoor::app
