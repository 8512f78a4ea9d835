#include "viewer/app/diff_pane.hpp"

#include <algorithm>
#include <utility>

#include "viewer/app/cell_boxes.hpp"
#include "viewer/app/code_pane.hpp"

namespace spoor::app {
namespace {

// Owners of rows in the cache.
constexpr std::uint64_t kDiffPathOwner = 50;
constexpr std::uint64_t kDiffReleaseOwner = 51;
constexpr std::uint64_t kRevealMargin = 5;
constexpr int kLeastDigits = 3;

int digits_of(std::uint64_t number) {
  int digits = 1;
  for (; number >= 10; number /= 10) ++digits;
  return std::max(digits, kLeastDigits);
}

/// A column of code on a lattice of its own.
struct Column {
  int x_px = 0;
  int width_px = 0;
  int code_column = 0;  ///< lattice column of the code's first visible one
  std::size_t code_columns = 0;
};

Column column_of(const Metrics& m, int x_px, int width_px, int code_column) {
  const int fit = m.columns_in(std::max(0, width_px)) - code_column;
  return {x_px, width_px, code_column, static_cast<std::size_t>(std::max(0, fit))};
}

class DiffPainter {
 public:
  DiffPainter(Canvas& canvas, DiffView& view, const gpu::Box& box, bool has_keyboard)
      : canvas_(canvas), view_(view), diff_(*view.diff()), box_(box), has_keyboard_(has_keyboard) {
    const Metrics& m = canvas.metrics;
    digits_ = std::max(digits_of(diff_.old_lines), digits_of(diff_.new_lines));
    // A blank, the number, a blank, the sign, a blank, the code; one below the other there are two numbers.
    const int gutter = digits_ + 4;
    if (view.shape().sides) {
      const int half_px = box.width_px / 2;
      was_ = column_of(m, box.x_px, half_px, gutter);
      is_ = column_of(m, box.x_px + half_px + m.line_width_px, box.width_px - half_px - m.line_width_px,
                      gutter);
    } else {
      was_ = is_ = column_of(m, box.x_px, box.width_px, gutter + digits_ + 1);
    }
  }

  Drawn draw_row(std::uint64_t index, int y_px) {
    const DiffRow row = view_.rows()->row(index);
    current_ = index == view_.row();
    const Metrics& m = canvas_.metrics;
    if (current_)
      add_part(canvas_, {box_.x_px, y_px, box_.width_px, m.line_px}, box_,
               canvas_.theme.surface.current_line);
    if (row.kind == DiffRowKind::hidden) {
      draw_hidden(row, y_px);
      return {};
    }
    if (view_.shape().sides)
      add_part(canvas_, {is_.x_px - m.line_width_px, y_px, m.line_width_px, m.line_px}, box_,
               canvas_.theme.surface.border);
    if (!view_.shape().sides) {
      const bool old_only = !row.new_line;
      return draw_side(old_only ? view_.was() : view_.is(), row, old_only, y_px);
    }
    if (auto drawn = draw_side(view_.was(), row, true, y_px); !drawn) return drawn;
    return draw_side(view_.is(), row, false, y_px);
  }

 private:
  void draw_hidden(const DiffRow& row, int y_px) {
    const Metrics& m = canvas_.metrics;
    const gpu::Box strip{box_.x_px, y_px, box_.width_px, m.line_px};
    add_part(canvas_, strip, box_,
             current_ && has_keyboard_ ? canvas_.theme.surface.selection : canvas_.theme.surface.panel);
    if (y_px < box_.y_px || y_px + m.line_px > box_.y_px + box_.height_px) return;
    canvas_.labels.push_back(
        {strip, grouped(row.hidden) + " lines alike", canvas_.theme.label.muted, Align::centre});
  }

  Drawn draw_side(Editor* editor, const DiffRow& row, bool old_side, int y_px) {
    const Metrics& m = canvas_.metrics;
    const Surfaces& s = canvas_.theme.surface;
    const Column& column = old_side ? was_ : is_;
    const gpu::Box all{column.x_px, y_px, column.width_px, m.line_px};
    const auto line = old_side ? row.old_line : row.new_line;
    if (!line || editor == nullptr) {
      add_part(canvas_, all, box_, s.panel);
      return {};
    }
    const bool changed = row.kind == DiffRowKind::changed;
    if (changed) {
      const int code_x_px =
          box_of(m, column.x_px, {0, 0}, static_cast<std::size_t>(column.code_column), 0, 0).x_px;
      add_part(canvas_, {code_x_px, y_px, column.x_px + column.width_px - code_x_px, m.line_px}, box_,
               old_side ? s.removed : s.added);
      add_part(canvas_, {column.x_px, y_px, m.px(4), m.line_px}, box_,
               old_side ? s.mark_removed : s.mark_added);
      draw_words(*editor, *line, old_side, y_px);
    }
    if (current_ && has_keyboard_)
      add_part(canvas_, {column.x_px, y_px + m.line_px - m.line_width_px, column.width_px, m.line_width_px},
               box_, s.accent);
    return draw_glyphs(*editor, row, *line, old_side, y_px);
  }

  void draw_words(Editor& editor, std::uint64_t line, bool old_side, int y_px) {
    const auto words = compare::FileDiff::on_line(old_side ? diff_.old_words : diff_.new_words, line);
    const Column& column = old_side ? was_ : is_;
    if (words.empty() || column.code_columns == 0) return;
    const auto part =
        editor.long_lines().part(*editor.document(), line, view_.first_column, column.code_columns);
    if (!part) return;
    const Metrics& m = canvas_.metrics;
    const Surfaces& s = canvas_.theme.surface;
    text::RowOptions options;
    options.tab_columns = kTabColumns;
    text::Row row;
    text::lay_out_row({part->bytes, part->start}, {}, canvas_.repertoire, options, view_.first_column,
                      column.code_columns, row);
    for (const compare::WordRange& word : words) {
      const Cells cells = cells_of(row, word.begin_byte, word.end_byte);
      if (cells.begin == cells.end) continue;
      const gpu::Box at =
          box_of(m, column.x_px, cells, static_cast<std::size_t>(column.code_column), y_px, m.line_px);
      add_part(canvas_, at, box_, old_side ? s.removed_word : s.added_word);
      add_part(canvas_, {at.x_px, at.y_px + at.height_px - m.px(2), at.width_px, m.px(2)}, box_,
               old_side ? s.mark_removed : s.mark_added);
    }
  }

  [[nodiscard]] std::vector<text::Cell> cells_of_row(Editor& editor, const DiffRow& row, std::uint64_t line,
                                                     bool old_side) const {
    const UiClass color = current_ ? UiClass::gutter_current : UiClass::gutter;
    const auto blanks = static_cast<std::size_t>(digits_);
    std::vector<text::Cell> cells(1);
    const auto number = [&](const std::optional<std::uint64_t>& of) {
      if (of)
        append_number(*of, digits_, color, cells);
      else
        cells.resize(cells.size() + blanks);
      cells.emplace_back();
    };
    if (view_.shape().sides) {
      number(line);
    } else {
      number(row.old_line);
      number(row.new_line);
    }
    const bool changed = row.kind == DiffRowKind::changed;
    cells.push_back({changed ? (old_side ? U'-' : U'+') : U' ', color_class(color)});
    cells.emplace_back();
    append_code(editor, line, view_.first_column, (old_side ? was_ : is_).code_columns, canvas_.repertoire,
                cells);
    return cells;
  }

  Drawn draw_glyphs(Editor& editor, const DiffRow& row, std::uint64_t line, bool old_side, int y_px) {
    const Metrics& m = canvas_.metrics;
    const Column& column = old_side ? was_ : is_;
    canvas_.drawn.add(editor.path(), line, editor.release());
    std::uint64_t stamp = mix(editor.document()->revision(), view_.first_column);
    stamp = mix(stamp, static_cast<std::uint64_t>(column.x_px) * 100000 + column.code_columns);
    const std::uint64_t look =
        (current_ ? 4U : 0U) + (view_.shape().sides ? 2U : 0U) + (row.kind == DiffRowKind::changed ? 1U : 0U);
    stamp = mix(stamp, static_cast<std::uint64_t>(digits_) * 8 + look);
    stamp = mix(stamp, row.old_line.value_or(UINT64_MAX));
    const RowKey key{mix(kDiffPathOwner, editor.id()), line, stamp};
    const RowCache::Glyphs* glyphs = canvas_.rows.find(key);
    if (glyphs == nullptr) {
      RowCache::Glyphs placed;
      text::place_row(cells_of_row(editor, row, line, old_side), m.lattice(column.x_px), canvas_.marking,
                      placed);
      glyphs = &canvas_.rows.insert(key, std::move(placed));
    }
    const gpu::Box clip{column.x_px, box_.y_px, column.width_px, box_.height_px};
    draw_badges(canvas_, *glyphs, y_px, clip);
    return canvas_.scene.add_row(*glyphs, y_px + m.baseline_px, clip, canvas_.theme.palette, canvas_.atlas);
  }

  Canvas& canvas_;
  DiffView& view_;
  const compare::FileDiff& diff_;
  gpu::Box box_;
  bool has_keyboard_ = false;
  bool current_ = false;
  int digits_ = kLeastDigits;
  Column was_;
  Column is_;
};

/// The path, and under it the names of the two releases.
Drawn draw_head(Canvas& canvas, const Workspace& w, const Panes& panes) {
  const Metrics& m = canvas.metrics;
  const Theme& t = canvas.theme;
  const gpu::Box& head = panes.diff_head;
  const Comparison& comparison = w.comparison();
  const compare::FileChange& change = comparison.view.change();
  canvas.scene.add_rect(head, t.surface.bar);
  canvas.scene.add_rect(
      {head.x_px, head.y_px + head.height_px - m.line_width_px, head.width_px, m.line_width_px},
      t.surface.border);
  const int row_px = head.height_px / 2;
  const int baseline_px = (row_px - m.tree_row_px) / 2 + m.tree_baseline_px;
  const int status_px = std::min(head.width_px / 2, m.px(420));
  const gpu::Box path_box{head.x_px, head.y_px, head.width_px - status_px, row_px};
  PlainRow path{kDiffPathOwner, 0, {}};
  if (change.kind == compare::FileChangeKind::renamed) {
    append_cells(canvas, change.old_path, UiClass::path, path.cells);
    append_cells(canvas, "  >  ", UiClass::chevron, path.cells);
  }
  append_cells(canvas, change.path, UiClass::path_leaf, path.cells);
  if (auto drawn =
          draw_plain_row(canvas, std::move(path), head.x_px + m.px(14), head.y_px + baseline_px, path_box);
      !drawn)
    return drawn;
  canvas.labels.push_back({{head.x_px + head.width_px - status_px, head.y_px, status_px - m.px(14), row_px},
                           comparison.view.status(),
                           t.label.muted,
                           Align::right});
  const int half_px = head.width_px / 2;
  const auto release = [&](const std::string& name, int x_px, std::uint64_t number) {
    PlainRow row{kDiffReleaseOwner, number, {}};
    append_cells(canvas, name, UiClass::folder, row.cells);
    return draw_plain_row(canvas, std::move(row), x_px + m.px(14), head.y_px + row_px + baseline_px,
                          {x_px, head.y_px + row_px, half_px, row_px});
  };
  if (auto drawn = release(comparison.release(), head.x_px, 0); !drawn) return drawn;
  return release(w.source().release(), head.x_px + half_px, 1);
}

}  // namespace

ScrollRange diff_range(const DiffView& view, const Metrics& metrics, const Panes& panes) {
  return {view.rows() != nullptr ? view.rows()->size() : 0, metrics.line_px, panes.diff.height_px};
}

std::optional<std::uint64_t> diff_row_at(const DiffView& view, const Metrics& metrics, const Panes& panes,
                                         double y_px) {
  const int from_top_px = static_cast<int>(y_px) - panes.diff.y_px + view.scroll.sub_px;
  const std::uint64_t row =
      view.scroll.line + static_cast<std::uint64_t>(std::max(0, from_top_px) / metrics.line_px);
  if (row >= diff_range(view, metrics, panes).lines) return std::nullopt;
  return row;
}

Drawn draw_diff(Canvas& canvas, Workspace& w, const Panes& panes) {
  const Metrics& m = canvas.metrics;
  DiffView& view = w.comparison().view;
  if (auto drawn = draw_head(canvas, w, panes); !drawn) return drawn;
  const gpu::Box& box = panes.diff;
  if (const std::string notice = view.notice(); !notice.empty()) {
    canvas.labels.push_back({box, notice, canvas.theme.label.text, Align::centre, LabelFont::large});
    return {};
  }
  const ScrollRange range = diff_range(view, m, panes);
  if (std::exchange(view.reveal_row, false))
    view.scroll = reveal(view.scroll, view.row(), kRevealMargin, range);
  view.scroll = clamp(view.scroll, range);
  DiffPainter painter(canvas, view, box, w.focus == Focus::diff);
  int y_px = box.y_px - view.scroll.sub_px;
  for (std::uint64_t i = view.scroll.line; i < range.lines && y_px < box.y_px + box.height_px;
       ++i, y_px += m.line_px)
    if (auto drawn = painter.draw_row(i, y_px); !drawn) return drawn;
  if (range.lines > range.whole_lines()) {
    const Thumb bar = thumb(view.scroll, range, panes.diff_bar.height_px, m.px(24));
    draw_thumb(canvas, panes.diff_bar, bar.offset_px, bar.length_px);
  }
  return {};
}

}  // namespace spoor::app
