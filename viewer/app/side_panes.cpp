#include "viewer/app/side_panes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "viewer/app/change_panel.hpp"
#include "viewer/text/width.hpp"

namespace spoor::app {
namespace {

// Owners of rows in the cache; documents use hashes of their paths.
enum Owner : std::uint64_t { kTreeOwner = 1, kTabOwner, kPathOwner, kReleaseOwner };

constexpr char32_t kFolded = 0x25B8;    // small triangle to the right
constexpr char32_t kUnfolded = 0x25BE;  // small triangle downward
constexpr int kLongestTabCells = 32;
constexpr double kBadgeUnits = 8;  // of a letter or a digit
constexpr std::uint64_t kLongestBlockBytes = 80;

std::vector<text::Cell> tree_cells(const Canvas& canvas, const TreeRow& row, bool selected) {
  std::vector<text::Cell> cells(static_cast<std::size_t>(2 * row.depth));
  const bool directory = row.kind == seal::EntryKind::directory;
  cells.push_back(directory ? text::Cell{row.expanded ? kUnfolded : kFolded, color_class(UiClass::chevron)}
                            : text::Cell{});
  cells.push_back({});
  const UiClass color = selected      ? UiClass::selected
                        : row.removed ? UiClass::chevron
                        : directory   ? UiClass::folder
                                      : UiClass::file;
  append_cells(canvas, row.name, color, cells);
  return cells;
}

/// The outermost block around the current line, behind the path.
void append_block(const Canvas& canvas, Editor& editor, std::vector<text::Cell>& cells) {
  if (editor.document() == nullptr) return;
  const auto around = editor.blocks.around(*editor.document(), editor.current_line(), 1);
  if (around.empty()) return;
  auto text = editor.document()->text(around.front(), 0, kLongestBlockBytes);
  if (!text) return;
  append_cells(canvas, "  >  ", UiClass::chevron, cells);
  append_cells(canvas, *text, UiClass::path, cells);
  canvas.drawn.add(editor.path(), around.front());
}

/// The definitions around the current line, by their names; where none are known, the outermost block.
void append_enclosing(const Canvas& canvas, Editor& editor, const Outline* outline,
                      std::vector<text::Cell>& cells) {
  if (outline == nullptr || outline->items.empty()) return append_block(canvas, editor, cells);
  for (const std::size_t i : outline->around(editor.current_line())) {
    const symbols::Symbol& symbol = outline->items[i].symbol;
    append_cells(canvas, "  >  ", UiClass::chevron, cells);
    append_cells(canvas, symbol.name, UiClass::path_leaf, cells);
    canvas.drawn.add(symbol.path, symbol.line);
  }
}

/// What the reviewer has marked, at the right end of a row: our own words. The box that is left for the name.
gpu::Box draw_progress(Canvas& canvas, Workspace& w, const TreeRow& row, const gpu::Box& line,
                       const gpu::Box& box) {
  constexpr double kLetterUnits = 7.5;
  const Metrics& m = canvas.metrics;
  if (w.notebook.notes().empty()) return box;
  std::string words;
  if (row.kind == seal::EntryKind::directory) {
    w.paths().start();
    words = w.progress.words_of_directory(w.notebook, row.path, w.paths().ready());
  } else {
    words = Progress::words_of_file(w.notebook, row.path);
  }
  // Labels are not cut by a box: a row that is not whole has none.
  const bool whole = line.y_px >= box.y_px && line.y_px + line.height_px <= box.y_px + box.height_px;
  if (words.empty() || !whole) return box;
  const int width_px = std::min(m.px(kLetterUnits * static_cast<double>(words.size()) + 16), box.width_px);
  const gpu::Box label{box.x_px, line.y_px, std::max(0, box.width_px - m.px(8)), line.height_px};
  canvas.labels.push_back({label, std::move(words), canvas.theme.label.muted, Align::right});
  return {box.x_px, box.y_px, box.width_px - width_px, box.height_px};
}

int title_cells(const Editor& editor) {
  return std::min(text::columns_of(editor.file_name()), kLongestTabCells);
}

std::string position_text(const Editor& editor) {
  const code::LineCount known = editor.document()->line_count();
  return fmt::format("Line {} of {}{}    Column {}", grouped(editor.current_line() + 1), grouped(known.lines),
                     known.complete ? "" : "+", grouped(editor.caret_column() + 1));
}

std::string language_text(const code::Document& document) {
  const code::HighlightState state = document.highlight();
  if (state.language.empty()) return "Plain text";
  return state.reason.empty() ? state.language : state.reason;
}

/// What is left of the row's box.
gpu::Box draw_tree_badge(Canvas& canvas, const Comparison& comparison, const TreeRow& row, int y_px,
                         const gpu::Box& box) {
  const TreeBadge badge = tree_badge(canvas.theme, comparison, row);
  if (badge.text.empty()) return box;
  const Metrics& m = canvas.metrics;
  const int width_px = m.px(12 + kBadgeUnits * static_cast<double>(badge.text.size()));
  gpu::Box rest = box;
  rest.width_px = std::max(0, rest.width_px - width_px);
  const bool whole = y_px >= box.y_px && y_px + m.tree_row_px <= box.y_px + box.height_px;
  const gpu::Box at{box.x_px + rest.width_px, y_px, std::min(width_px, box.width_px) - m.px(4),
                    m.tree_row_px};
  if (whole) canvas.labels.push_back({at, badge.text, badge.color, Align::right});
  return rest;
}

}  // namespace

ScrollRange tree_range(const Metrics& metrics, const Panes& panes, const Workspace& workspace) {
  return {workspace.tree().rows().size(), metrics.tree_row_px, panes.tree.height_px};
}

Drawn draw_tree(Canvas& canvas, Workspace& workspace, const Panes& panes) {
  const Metrics& m = canvas.metrics;
  const Surfaces& s = canvas.theme.surface;
  if (panes.split_x_px == 0) return {};
  const int column_px = std::max(0, panes.tree.y_px + panes.tree.height_px - panes.tree_head.y_px);
  canvas.scene.add_rect({0, panes.tree_head.y_px, panes.split_x_px, column_px}, s.panel);
  canvas.scene.add_rect({panes.split_x_px, panes.tree_head.y_px, m.line_width_px,
                         std::max(0, panes.status.y_px - panes.tree_head.y_px)},
                        s.border);
  if (panes.tree_head.height_px == 0) return {};  // the column is the outline's
  PlainRow head{kReleaseOwner, 0, {}};
  append_cells(canvas, workspace.source().release(), UiClass::folder, head.cells);
  const int left = m.px(14);
  const int head_y =
      panes.tree_head.y_px + (panes.tree_head.height_px - m.tree_row_px) / 2 + m.tree_baseline_px;
  if (auto drawn = draw_plain_row(canvas, std::move(head), left, head_y, panes.tree_head); !drawn)
    return drawn;
  const ScrollRange range = tree_range(m, panes, workspace);
  if (std::exchange(workspace.tree_reveal, false))
    workspace.tree_scroll = reveal(workspace.tree_scroll, workspace.tree().selected(), 2, range);
  const ScrollPosition top = workspace.tree_scroll = clamp(workspace.tree_scroll, range);
  const gpu::Box& box = panes.tree;
  int y_px = box.y_px - top.sub_px;
  for (std::uint64_t i = top.line; i < range.lines && y_px < box.y_px + box.height_px;
       ++i, y_px += m.tree_row_px) {
    const bool selected = i == workspace.tree().selected();
    if (selected) {
      const int shown = std::max(y_px, box.y_px);
      const int end = std::min(y_px + m.tree_row_px, box.y_px + box.height_px);
      canvas.scene.add_rect({0, shown, panes.split_x_px, end - shown},
                            workspace.focus == Focus::tree ? s.selection : s.selection_idle);
    }
    const TreeRow& at = workspace.tree().rows()[i];
    PlainRow row{kTreeOwner, i, tree_cells(canvas, at, selected), static_cast<std::size_t>(2 * at.depth + 2)};
    const gpu::Box badge = draw_tree_badge(canvas, workspace.comparison(), at, y_px, box);
    const gpu::Box clip =
        draw_progress(canvas, workspace, at, {0, y_px, panes.split_x_px, m.tree_row_px}, badge);
    if (auto drawn = draw_plain_row(canvas, std::move(row), left, y_px + m.tree_baseline_px, clip); !drawn)
      return drawn;
  }
  if (range.lines > range.whole_lines()) {
    const Thumb bar = thumb(top, range, panes.tree_bar.height_px, m.px(24));
    draw_thumb(canvas, panes.tree_bar, bar.offset_px, bar.length_px);
  }
  return {};
}

std::vector<TabBoxes> tab_boxes(const Metrics& metrics, const ViewPanes& panes, const View& view) {
  std::vector<TabBoxes> boxes;
  const int close_px = metrics.px(20);
  int x = panes.tabs.x_px;
  for (const auto& tab : view.tabs) {
    const auto title_px = static_cast<int>(title_cells(*tab) * metrics.advance_px + 1);
    const int width = metrics.px(14) + title_px + metrics.px(6) + close_px + metrics.px(6);
    const gpu::Box box{x, panes.tabs.y_px, width, panes.tabs.height_px};
    boxes.push_back({box,
                     {x + width - close_px - metrics.px(6), box.y_px + (box.height_px - close_px) / 2,
                      close_px, close_px}});
    x += width + metrics.line_width_px;
  }
  if (view.active >= boxes.size()) return boxes;
  const gpu::Box active = boxes[view.active].tab;
  const int over = active.x_px + active.width_px - (panes.tabs.x_px + panes.tabs.width_px);
  const int shift = std::min(std::max(over, 0), active.x_px - panes.tabs.x_px);
  for (TabBoxes& b : boxes) {
    b.tab.x_px -= shift;
    b.close.x_px -= shift;
  }
  return boxes;
}

Drawn draw_tabs(Canvas& canvas, const View& view, const ViewPanes& panes, std::size_t index,
                bool has_keyboard) {
  const Metrics& m = canvas.metrics;
  const Theme& t = canvas.theme;
  const gpu::Box& bar = panes.tabs;
  canvas.scene.add_rect(bar, t.surface.bar);
  canvas.scene.add_rect({bar.x_px, bar.y_px + bar.height_px - m.line_width_px, bar.width_px, m.line_width_px},
                        t.surface.border);
  const auto boxes = tab_boxes(m, panes, view);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const gpu::Box& box = boxes[i].tab;
    if (box.x_px < bar.x_px || box.x_px >= bar.x_px + bar.width_px) continue;
    const bool active = i == view.active;
    canvas.scene.add_rect({box.x_px, box.y_px, box.width_px, box.height_px - (active ? 0 : m.line_width_px)},
                          active ? t.surface.tab_active : t.surface.tab);
    canvas.scene.add_rect({box.x_px + box.width_px, box.y_px, m.line_width_px, box.height_px},
                          t.surface.border);
    if (active)
      canvas.scene.add_rect({box.x_px, box.y_px, box.width_px, m.px(2)},
                            has_keyboard ? t.surface.accent : t.surface.scrollbar);
    PlainRow row{kTabOwner + (index << 8U), i, {}};
    append_cells(canvas, view.tabs[i]->file_name(), active ? UiClass::tab_active : UiClass::tab_inactive,
                 row.cells);
    const int baseline = box.y_px + (box.height_px - m.tree_row_px) / 2 + m.tree_baseline_px;
    const int x = box.x_px + m.px(14);
    const gpu::Box clip{box.x_px, box.y_px, std::min(boxes[i].close.x_px, bar.x_px + bar.width_px) - box.x_px,
                        box.height_px};
    if (auto drawn = draw_plain_row(canvas, std::move(row), x, baseline, clip); !drawn) return drawn;
    canvas.labels.push_back({boxes[i].close, "\u00D7", t.label.muted, Align::centre, LabelFont::large});
  }
  return {};
}

Drawn draw_path(Canvas& canvas, const View& view, const ViewPanes& panes, std::size_t index,
                const Outline* outline) {
  const Metrics& m = canvas.metrics;
  Editor* editor = view.editor();
  if (editor == nullptr) return {};
  PlainRow row{kPathOwner + (index << 8U), 0, {}};
  const std::string_view path = editor->path();
  const std::size_t name_at = path.size() - editor->file_name().size();
  append_cells(canvas, path.substr(0, name_at), UiClass::path, row.cells);
  append_cells(canvas, path.substr(name_at), UiClass::path_leaf, row.cells);
  append_enclosing(canvas, *editor, outline, row.cells);
  const int baseline = panes.path.y_px + (panes.path.height_px - m.tree_row_px) / 2 + m.tree_baseline_px;
  return draw_plain_row(canvas, std::move(row), panes.path.x_px + m.px(14), baseline, panes.path);
}

void draw_status(Canvas& canvas, Workspace& workspace, const Panes& panes) {
  const Metrics& m = canvas.metrics;
  const Theme& t = canvas.theme;
  canvas.scene.add_rect(panes.status, t.surface.bar);
  canvas.scene.add_rect({0, panes.status.y_px, panes.status.width_px, m.line_width_px}, t.surface.border);
  const gpu::Box inner{m.px(14), panes.status.y_px, std::max(0, panes.status.width_px - 2 * m.px(14)),
                       panes.status.height_px};
  Editor* editor = workspace.comparison().view.shown() ? nullptr : workspace.active();
  if (!workspace.pending_keys.empty())
    canvas.labels.push_back({inner, workspace.pending_keys + " ...", t.label.text});
  else if (!workspace.message.empty())
    canvas.labels.push_back({inner, workspace.message, t.label.warning});
  else if (editor != nullptr && editor->document() != nullptr)
    canvas.labels.push_back({inner, position_text(*editor), t.label.muted});
  std::string right = fmt::format("{:g} px", workspace.font_px);
  if (editor != nullptr && editor->document() != nullptr)
    right = fmt::format("{}    {}    {}{}", editor->character_at_caret(), editor->encoding(),
                        editor->hex() ? "" : language_text(*editor->document()) + "    ", right);
  if (!workspace.allowance.empty()) right = workspace.allowance + "    " + right;
  canvas.labels.push_back({inner, right, t.label.muted, Align::right});
}

}  // namespace spoor::app
