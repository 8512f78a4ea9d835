#include "viewer/app/code_pane.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "viewer/app/change_marks.hpp"
#include "viewer/app/find_panel.hpp"
#include "viewer/app/minimap.hpp"

namespace spoor::app {
namespace {

std::vector<text::ColorSpan> spans_of(const code::Document& document, std::uint64_t line,
                                      const LinePart& part) {
  std::vector<text::ColorSpan> colors;
  for (const code::Span& span : document.spans(line, part.start.byte, part.start.byte + part.bytes.size()))
    colors.push_back({span.begin_byte, span.end_byte, color_class(span.token)});
  return colors;
}

constexpr std::size_t kMostSticky = 4;

/// Draws the rows of one pane.
class CodePainter {
 public:
  CodePainter(Canvas& canvas, Editor& editor, const ViewPanes& panes, const CodeLook& look)
      : canvas_(canvas),
        editor_(editor),
        look_(look),
        box_(panes.code),
        flow_(editor.flow(canvas.metrics, panes.code)) {
    editor_.catch_up(flow_);
    top_ = clamp(editor_.scroll(), flow_);
    editor_.set_scroll(top_);
    columns_ = editor_.columns(canvas_.metrics, box_.width_px);
    editor_.catch_up_sideways(columns_);
    if (look_.caret) brackets_ = editor_.brackets();
    stamp_ = mix(editor_.document()->revision(), editor_.wrap ? UINT64_MAX : editor_.first_column());
    stamp_ = mix(stamp_, static_cast<std::uint64_t>(columns_.digits * 100000 + columns_.code_columns));
    stamp_ = mix(stamp_, static_cast<std::uint64_t>(box_.x_px));
  }

  Drawn draw() {
    if (look_.sticky) find_sticky();
    const int line_px = canvas_.metrics.line_px;
    const int end_px = box_.y_px + box_.height_px;
    const auto sticky_px = static_cast<int>(sticky_.size()) * line_px;
    clip_ = {box_.x_px, box_.y_px + sticky_px, box_.width_px, std::max(0, box_.height_px - sticky_px)};
    int row = top_.sub_px / line_px;
    int y_px = box_.y_px - top_.sub_px % line_px;
    for (std::uint64_t line = top_.line; line < flow_.range.lines && y_px < end_px;
         line = editor_.folds.next(line), row = 0)
      for (const int rows = flow_.rows(line); row < rows && y_px < end_px; ++row, y_px += line_px)
        if (auto drawn = draw_row(line, row, y_px); !drawn) return drawn;
    return draw_sticky();
  }
  [[nodiscard]] const Flow& flow() const { return flow_; }
  [[nodiscard]] ScrollPosition top() const { return top_; }

 private:
  Drawn draw_row(std::uint64_t line, int row, int y_px) {
    const Metrics& m = canvas_.metrics;
    const bool current = line == editor_.current_line();
    if (current)
      add_part(canvas_, {box_.x_px, y_px, box_.width_px, m.line_px}, clip_,
               canvas_.theme.surface.current_line);
    if (look_.diff != nullptr) draw_change_marks(canvas_, look_, {line, row, y_px, current}, box_, clip_);
    const auto width = static_cast<std::uint64_t>(std::max(1, columns_.code_columns));
    const CodeRow at{line, editor_.wrap ? static_cast<std::uint64_t>(row) * width : editor_.first_column(),
                     box_.x_px, y_px};
    if (look_.finder != nullptr && look_.finder->shown && !editor_.converted())
      draw_matches(canvas_, editor_, *look_.finder, at, columns_, clip_);
    if (brackets_)
      for (const BytePlace& place : {brackets_->at, brackets_->partner}) draw_bracket(place, at);
    if (current && look_.caret) draw_caret(at, width);
    if (row == 0) draw_fold(at);
    draw_signs(at, row == 0);
    return draw_glyphs(line, row, y_px, current, clip_);
  }

  Drawn draw_glyphs(std::uint64_t line, int row, int y_px, bool current, const gpu::Box& clip) {
    const Metrics& m = canvas_.metrics;
    canvas_.drawn.add(editor_.path(), line, editor_.release());
    const RowKey key{editor_.id(), line,
                     mix(stamp_, static_cast<std::uint64_t>(2 * row + (current ? 1 : 0)))};
    const RowCache::Glyphs* glyphs = canvas_.rows.find(key);
    if (glyphs == nullptr) {
      RowCache::Glyphs placed;
      text::place_row(code_row_cells(editor_, line, columns_, canvas_.repertoire, current, row),
                      m.lattice(box_.x_px), canvas_.marking, placed);
      glyphs = &canvas_.rows.insert(key, std::move(placed));
    }
    draw_badges(canvas_, *glyphs, y_px, clip);
    return canvas_.scene.add_row(*glyphs, y_px + m.baseline_px, clip, canvas_.theme.palette, canvas_.atlas);
  }

  /// What the reviewer left at this line, in the blank before its number, beside marks of changes: a stripe
  /// where it is reviewed or to do, a square for a note, a flag as wide as the blank for a bookmark.
  void draw_signs(const CodeRow& at, bool first_row) {
    const Metrics& m = canvas_.metrics;
    const Theme& t = canvas_.theme;
    const LineSigns signs = signs_at(look_.notes, at.line + 1);
    const int width_px = static_cast<int>(m.advance_px);
    const auto stripe = [&](gpu::Rgba color) {
      add_part(canvas_, {box_.x_px + m.px(4), at.y_px, m.px(3), m.line_px}, clip_, color);
    };
    if (signs.reviewed) stripe(t.palette[color_class(code::TokenClass::string)]);
    if (signs.to_do) stripe(t.label.warning);
    if (look_.range_begin && at.line >= std::min(*look_.range_begin, editor_.current_line()) &&
        at.line <= std::max(*look_.range_begin, editor_.current_line()))
      stripe(t.surface.accent);
    if (!first_row) return;
    if (signs.bookmark)
      add_part(canvas_, {box_.x_px, at.y_px + m.px(2), width_px, m.line_px / 2 - m.px(2)}, clip_,
               t.surface.accent);
    if (signs.note)
      add_part(canvas_, {box_.x_px + width_px - m.px(4), at.y_px + m.line_px / 2 + m.px(1), m.px(4), m.px(6)},
               clip_, t.label.text);
  }

  [[nodiscard]] int x_of(const CodeRow& at, std::uint64_t column) const {
    const double cell = static_cast<double>(column - at.first_column) + columns_.code_column;
    return at.origin_x_px + static_cast<int>(std::lround(cell * canvas_.metrics.advance_px));
  }

  void draw_caret(const CodeRow& at, std::uint64_t width) {
    const std::uint64_t column = editor_.caret_column();
    const bool before_end = !editor_.wrap || column < at.first_column + width;
    if (column < at.first_column || !before_end) return;
    const Metrics& m = canvas_.metrics;
    add_part(canvas_, {x_of(at, column), at.y_px, std::max(1, m.px(1.5)), m.line_px}, clip_,
             canvas_.theme.surface.accent);
  }

  void draw_bracket(const BytePlace& place, const CodeRow& at) {
    if (place.line != at.line) return;
    const auto column = editor_.long_lines().column_of(*editor_.document(), place.line, place.byte);
    if (!column || *column < at.first_column) return;
    const Metrics& m = canvas_.metrics;
    const gpu::Box cell{x_of(at, *column), at.y_px, x_of(at, *column + 1) - x_of(at, *column), m.line_px};
    add_part(canvas_, cell, clip_, canvas_.theme.surface.selection);
    add_part(canvas_, {cell.x_px, cell.y_px + cell.height_px - m.px(2), cell.width_px, m.px(2)}, clip_,
             canvas_.theme.surface.accent);
  }

  /// What a header hides, in our own words at the right edge.
  void draw_fold(const CodeRow& at) {
    const std::uint64_t hidden = editor_.folds.hidden_under(at.line);
    if (hidden == 0) return;
    const Metrics& m = canvas_.metrics;
    add_part(canvas_, {box_.x_px, at.y_px + m.line_px - m.line_width_px, box_.width_px, m.line_width_px},
             clip_, canvas_.theme.surface.accent);
    if (at.y_px < clip_.y_px || at.y_px + m.line_px > clip_.y_px + clip_.height_px) return;
    const gpu::Box words{box_.x_px, at.y_px, std::max(0, box_.width_px - m.px(10)), m.line_px};
    canvas_.labels.push_back({words, grouped(hidden) + (hidden == 1 ? " line folded" : " lines folded"),
                              canvas_.theme.label.muted, Align::right});
  }

  void find_sticky() {
    if (top_.line == 0 || box_.height_px < 12 * canvas_.metrics.line_px) return;
    // The rows below the sticky ones are what they are headers of.
    for (int pass = 0; pass < 2; ++pass) {
      const auto covered = static_cast<std::int64_t>(sticky_.size());
      const std::uint64_t first = flow_.step(top_.line, covered);
      sticky_ = editor_.blocks.around(*editor_.document(), first, kMostSticky);
      std::erase_if(sticky_, [&](std::uint64_t header) { return header >= first; });
    }
    if (sticky_.size() == 1 && sticky_[0] >= top_.line) sticky_.clear();
  }

  Drawn draw_sticky() {
    const Metrics& m = canvas_.metrics;
    int y_px = box_.y_px;
    for (const std::uint64_t line : sticky_) {
      canvas_.scene.add_rect({box_.x_px, y_px, box_.width_px, m.line_px}, canvas_.theme.surface.panel);
      if (auto drawn = draw_glyphs(line, 0, y_px, false, box_); !drawn) return drawn;
      y_px += m.line_px;
    }
    if (!sticky_.empty())
      canvas_.scene.add_rect({box_.x_px, y_px - m.line_width_px, box_.width_px, m.line_width_px},
                             canvas_.theme.surface.border);
    return {};
  }

  Canvas& canvas_;
  Editor& editor_;
  const CodeLook& look_;
  gpu::Box box_;
  gpu::Box clip_{};
  Flow flow_;
  ScrollPosition top_{};
  CodeColumns columns_{};
  std::optional<BracketPair> brackets_;
  std::vector<std::uint64_t> sticky_;
  std::uint64_t stamp_ = 0;
};

}  // namespace

void append_number(std::uint64_t line, int digits, UiClass color, std::vector<text::Cell>& cells) {
  std::array<char, 20> buffer{};
  const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), line + 1).ptr;
  const auto written = static_cast<std::size_t>(end - buffer.data());
  const auto width = static_cast<std::size_t>(digits);
  cells.resize(cells.size() + (width > written ? width - written : 0));
  for (std::size_t i = 0; i < written; ++i)
    cells.push_back({static_cast<char32_t>(buffer[i]), color_class(color)});
}

void append_code(Editor& editor, std::uint64_t line, std::uint64_t first_column, std::size_t columns,
                 const text::Repertoire& repertoire, std::vector<text::Cell>& cells) {
  const code::Document& document = *editor.document();
  const auto part = editor.long_lines().part(document, line, first_column, columns);
  if (!part) return;
  text::RowOptions options;
  options.tab_columns = kTabColumns;
  options.plain = color_class(code::TokenClass::plain);
  options.picture = color_class(UiClass::picture);
  text::Row row;
  text::lay_out_row({part->bytes, part->start}, spans_of(document, line, *part), repertoire, options,
                    first_column, columns, row);
  cells.insert(cells.end(), row.cells.begin(), row.cells.end());
}

void draw_badges(Canvas& canvas, const RowCache::Glyphs& glyphs, int y_px, const gpu::Box& clip) {
  const Metrics& m = canvas.metrics;
  const gpu::Rgba color = canvas.theme.palette[color_class(UiClass::picture)];
  for (const text::PlacedGlyph& g : glyphs) {
    if (g.color != color_class(UiClass::picture)) continue;
    const gpu::Box box{static_cast<int>(std::floor(g.x_px)), y_px + m.px(1),
                       static_cast<int>(std::ceil(m.advance_px)), m.line_px - 2 * m.px(1)};
    add_part(canvas, box, clip, {color.r, color.g, color.b, 70});
    add_part(canvas, {box.x_px, box.y_px + box.height_px - m.line_width_px, box.width_px, m.line_width_px},
             clip, color);
  }
}

std::vector<text::Cell> code_row_cells(Editor& editor, std::uint64_t line, const CodeColumns& columns,
                                       const text::Repertoire& repertoire, bool current, int row_of_line) {
  std::vector<text::Cell> cells(1);
  append_number(line, columns.digits, current ? UiClass::gutter_current : UiClass::gutter, cells);
  cells.resize(cells.size() + 2);
  if (row_of_line > 0) std::fill(cells.begin(), cells.end(), text::Cell{});
  const auto width = static_cast<std::size_t>(columns.code_columns);
  const std::uint64_t first =
      editor.wrap ? static_cast<std::uint64_t>(row_of_line) * width : editor.first_column();
  append_code(editor, line, first, width, repertoire, cells);
  return cells;
}

Drawn draw_code(Canvas& canvas, Editor& editor, const ViewPanes& panes, const CodeLook& look) {
  CodePainter painter(canvas, editor, panes, look);
  if (auto drawn = painter.draw(); !drawn) return drawn;
  const ScrollRange& range = painter.flow().range;
  if (panes.code_bar.width_px > 0 && range.lines > range.whole_lines()) {
    const Thumb bar = thumb(painter.top(), range, panes.code_bar.height_px, canvas.metrics.px(24));
    draw_thumb(canvas, panes.code_bar, bar.offset_px, bar.length_px);
  }
  draw_minimap(canvas, editor, panes.minimap, painter.top(), painter.flow());
  return {};
}

}  // namespace spoor::app
