#include "viewer/app/symbol_views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "viewer/app/code_pane.hpp"
#include "viewer/app/code_place.hpp"
#include "viewer/app/symbol_rows.hpp"

namespace spoor::app {
namespace {

constexpr std::uint64_t kHoverOwner = 42;
constexpr std::uint64_t kPeekOwner = 43;
constexpr std::uint64_t kPeekListOwner = 44;
constexpr std::uint64_t kMostHoverLines = 18;
constexpr std::uint64_t kMostBodyLines = 10;  ///< of a definition, while the pointer rests on its name
constexpr int kLeastPeekRows = 4;
constexpr int kMostPeekRows = 18;
constexpr double kHoverHeadUnits = 28;

std::string kind_and_count(const std::vector<symbols::Symbol>& definitions, std::size_t at) {
  const std::string kind(symbols::kind_name(definitions[at].kind));
  if (definitions.size() == 1) return kind;
  return fmt::format("{}, {} of {} definitions", kind, grouped(at + 1), grouped(definitions.size()));
}

/// A row with where a definition stands on the left, and our own words on the right.
Drawn draw_head(Canvas& canvas, const symbols::Symbol& symbol, const std::string& words, std::uint64_t owner,
                const gpu::Box& box) {
  const Metrics& m = canvas.metrics;
  const int inset_px = m.px(12);
  const auto words_px = static_cast<int>(static_cast<double>(words.size()) * m.px(7));
  const gpu::Box right{box.x_px + inset_px, box.y_px, box.width_px - 2 * inset_px, box.height_px};
  const bool fits = right.width_px > 2 * words_px;
  if (fits) canvas.labels.push_back({right, words, canvas.theme.label.muted, Align::right});
  const gpu::Box left{box.x_px, box.y_px, std::max(0, box.width_px - inset_px - (fits ? words_px : 0)),
                      box.height_px};
  canvas.drawn.add(symbol.path, symbol.line);
  PlainRow row{owner, 0, place_cells(canvas, symbol.path, symbol.line)};
  const int baseline_px = box.y_px + (box.height_px - m.tree_row_px) / 2 + m.tree_baseline_px;
  return draw_plain_row(canvas, std::move(row), box.x_px + inset_px, baseline_px, left);
}

Drawn draw_excerpt(Canvas& canvas, Editor& editor, const gpu::Box& code, const gpu::Box& bar) {
  ViewPanes panes;
  panes.code = code;
  panes.code_bar = bar;
  return draw_code(canvas, editor, panes, {});
}

/// Below the word where there is room, else above it.
gpu::Box hover_box(const Metrics& m, const Hover& hover, const Panes& panes, int width_px, int height_px) {
  const gpu::Box& window = panes.window;
  gpu::Box box{hover.word.x_px, hover.word.y_px + hover.word.height_px, width_px, height_px};
  const int end_px = window.height_px - m.status_px;
  if (box.y_px + height_px > end_px && hover.word.y_px - height_px >= m.menu_px)
    box.y_px = hover.word.y_px - height_px;
  box.x_px = std::max(0, std::min(box.x_px, window.width_px - width_px - m.px(12)));
  box.height_px = std::max(0, std::min(height_px, end_px - box.y_px));
  return box;
}

Drawn draw_peek_list(Canvas& canvas, Peek& peek, const gpu::Box& box) {
  const Metrics& m = canvas.metrics;
  const auto rows = static_cast<std::uint64_t>(std::max(1, box.height_px / m.line_px));
  if (peek.at < peek.first_listed) peek.first_listed = peek.at;
  if (peek.at >= peek.first_listed + rows) peek.first_listed = peek.at + 1 - rows;
  int y_px = box.y_px;
  for (std::uint64_t i = peek.first_listed; i < peek.definitions.size() && i < peek.first_listed + rows;
       ++i, y_px += m.line_px) {
    const symbols::Symbol& symbol = peek.definitions[i];
    canvas.drawn.add(symbol.path, symbol.line);
    const gpu::Box at{box.x_px, y_px, box.width_px, m.line_px};
    if (i == peek.at) add_part(canvas, at, box, canvas.theme.surface.selection);
    PlainRow row{kPeekListOwner, i, place_cells(canvas, symbol.path, symbol.line)};
    const gpu::Box inner{at.x_px, at.y_px, std::max(0, at.width_px - m.px(10)), at.height_px};
    if (auto drawn = draw_plain_row(canvas, std::move(row), box.x_px + m.px(12), y_px + m.baseline_px, inner);
        !drawn)
      return drawn;
  }
  return {};
}

/// Below the caret's row where there is room, else above it, else at the pane's end.
gpu::Box peek_box(const Metrics& m, Editor& editor, const gpu::Box& pane, int wanted_px) {
  const int height_px = std::min(wanted_px, std::max(pane.height_px * 2 / 5, 5 * m.line_px));
  gpu::Box box{pane.x_px, pane.y_px + pane.height_px - height_px, pane.width_px, height_px};
  const auto caret = box_on_screen(editor, m, pane, editor.current_line(), editor.first_column(), 1);
  if (!caret) return box;
  const int below_px = caret->y_px + caret->height_px;
  if (below_px + height_px <= pane.y_px + pane.height_px)
    box.y_px = below_px;
  else if (caret->y_px - height_px >= pane.y_px)
    box.y_px = caret->y_px - height_px;
  return box;
}

}  // namespace

Drawn draw_hover(Canvas& canvas, Workspace& w, const Panes& panes) {
  Hover& hover = w.symbols().hover;
  hover.box = {};
  if (!hover.shown() || !hover.excerpt.settle()) return {};
  const Metrics& m = canvas.metrics;
  Editor& editor = *hover.excerpt.editor();
  const std::uint64_t first = hover.excerpt.first_line();
  const std::uint64_t last = std::min(
      {hover.excerpt.last_line(), hover.excerpt.line() + kMostBodyLines - 1, first + kMostHoverLines - 1});
  const int code_px = static_cast<int>(last - first + 1) * m.line_px;
  const int most_px = std::min(panes.window.width_px - m.px(24), m.px(900));
  const auto columns = std::min<std::uint64_t>(hover.excerpt.width_columns(last), 400);
  const int gutter = editor.columns(m, most_px).code_column;
  const auto code_width_px = static_cast<int>((static_cast<double>(columns) + gutter + 2) * m.advance_px);
  const int width_px = std::max(0, std::min(std::max(code_width_px, m.px(420)), most_px));
  const int head_px = m.px(kHoverHeadUnits);
  hover.box = hover_box(m, hover, panes, width_px, head_px + code_px + m.px(6));
  draw_popup(canvas, hover.box);
  const gpu::Box head{hover.box.x_px, hover.box.y_px, width_px, std::min(head_px, hover.box.height_px)};
  const gpu::Box code{hover.box.x_px + m.line_width_px, head.y_px + head.height_px,
                      width_px - 2 * m.line_width_px,
                      std::max(0, std::min(code_px, hover.box.height_px - head_px - m.line_width_px))};
  if (auto drawn = draw_head(canvas, hover.definitions.front(), kind_and_count(hover.definitions, 0),
                             kHoverOwner, head);
      !drawn)
    return drawn;
  return draw_excerpt(canvas, editor, code, {});
}

Drawn draw_peek(Canvas& canvas, Workspace& w, const Panes& panes) {
  Peek& peek = w.symbols().peek;
  peek.box = peek.code = peek.list = {};
  Editor* below = w.active();
  if (!peek.shown() || below == nullptr || below->document() == nullptr) return {};
  const Metrics& m = canvas.metrics;
  const Theme& t = canvas.theme;
  const bool settled = peek.excerpt.settle();
  const symbols::Symbol& symbol = peek.definitions[peek.at];
  const auto lines = static_cast<int>(std::min<std::uint64_t>(symbol.last_line - symbol.line + 4, 1000));
  const int head_px = m.tree_row_px + m.px(6);
  const int line_px = m.px(2);
  const int rows = std::clamp(lines, kLeastPeekRows, kMostPeekRows);
  peek.box = peek_box(m, *below, panes.view.code, head_px + rows * m.line_px + 2 * line_px);
  const gpu::Box& box = peek.box;
  canvas.scene.add_rect(box, t.surface.popup);
  canvas.scene.add_rect({box.x_px, box.y_px, box.width_px, head_px}, t.surface.bar);
  for (const int y_px : {box.y_px, box.y_px + box.height_px - line_px})
    canvas.scene.add_rect({box.x_px, y_px, box.width_px, line_px}, t.surface.accent);
  const std::string words = kind_and_count(peek.definitions, peek.at) +
                            (peek.definitions.size() > 1 ? ": Left, Right" : "") + "    Enter goes there";
  const gpu::Box head{box.x_px, box.y_px + line_px, box.width_px, head_px - line_px};
  if (auto drawn = draw_head(canvas, symbol, words, kPeekOwner, head); !drawn) return drawn;
  const int list_px = peek.definitions.size() > 1 ? box.width_px * 3 / 8 : 0;
  const gpu::Box body{box.x_px, box.y_px + head_px, box.width_px - list_px,
                      std::max(0, box.height_px - head_px - line_px)};
  peek.code = {body.x_px, body.y_px, std::max(0, body.width_px - m.scrollbar_px), body.height_px};
  if (list_px > 0) {
    peek.list = {body.x_px + body.width_px, body.y_px, list_px, body.height_px};
    canvas.scene.add_rect({peek.list.x_px, body.y_px, m.line_width_px, body.height_px}, t.surface.border);
    if (auto drawn = draw_peek_list(canvas, peek, peek.list); !drawn) return drawn;
  }
  if (peek.excerpt.editor() == nullptr)
    canvas.labels.push_back({body, "This file cannot be shown here.", t.label.muted, Align::centre});
  if (!settled) return {};
  const gpu::Box bar{peek.code.x_px + peek.code.width_px, body.y_px, m.scrollbar_px, body.height_px};
  return draw_excerpt(canvas, *peek.excerpt.editor(), peek.code, bar);
}

}  // namespace spoor::app
