#include "viewer/app/commands.hpp"

#include <algorithm>
#include <cmath>

#include "viewer/app/find_actions.hpp"
#include "viewer/app/find_panel.hpp"
#include "viewer/app/side_panes.hpp"

namespace spoor::app {
namespace {

constexpr std::uint64_t kRevealMargin = 3;  // lines of context around the current line
constexpr std::uint64_t kColumnStep = 4;

void zoom(Workspace& w, double font_px) {
  w.font_px = std::clamp(font_px, kLeastFontPx, kLargestFontPx);
}

// A move of the current line by key: a page keeps the line's place in the pane.
void move_line(Editor& editor, Action action, const ScrollRange& range) {
  const auto page = static_cast<std::int64_t>(std::max<std::uint64_t>(range.whole_lines(), 2) - 1);
  const std::uint64_t at = editor.current_line();
  const auto back = [at](std::uint64_t n) { return at > n ? at - n : 0; };
  if (action == Action::page_down || action == Action::page_up) {
    const bool down = action == Action::page_down;
    editor.set_scroll(scroll_lines(editor.scroll(), down ? page : -page, range));
    editor.set_current_line(down ? at + static_cast<std::uint64_t>(page)
                                 : back(static_cast<std::uint64_t>(page)));
  } else if (action == Action::up || action == Action::down) {
    editor.set_current_line(action == Action::down ? at + 1 : back(1));
  } else {
    editor.set_current_line(action == Action::top ? 0 : UINT64_MAX);
  }
  editor.set_scroll(reveal(editor.scroll(), editor.current_line(), kRevealMargin, range));
}

void move_column(Editor& editor, Action action, const CodeColumns& columns) {
  const std::uint64_t at = editor.first_column();
  if (action == Action::home) editor.set_first_column(0);
  if (action == Action::left) editor.set_first_column(at > kColumnStep ? at - kColumnStep : 0);
  if (action != Action::right && action != Action::end) return;
  const auto width = editor.long_lines().width(*editor.document(), editor.current_line());
  const auto shown = static_cast<std::uint64_t>(std::max(1, columns.code_columns));
  const std::uint64_t end = width && *width + 1 > shown ? *width + 1 - shown : 0;
  editor.set_first_column(action == Action::end ? end : at + kColumnStep);
}

void code_action(Action action, Workspace& w, const Metrics& metrics, const Panes& panes) {
  Editor* editor = w.active();
  if (editor == nullptr || editor->document() == nullptr) return;
  switch (action) {
    case Action::up:
    case Action::down:
    case Action::page_up:
    case Action::page_down:
    case Action::top:
    case Action::bottom:
      return move_line(*editor, action, editor->range(metrics, panes.code.height_px));
    case Action::left:
    case Action::right:
    case Action::home:
    case Action::end:
      return move_column(*editor, action, editor->columns(metrics, panes.code.width_px));
    default:
      return;
  }
}

void report(Workspace& w, const Result<void>& done) {
  w.message = done ? std::string() : done.error().message;
}

void activate(Workspace& w, std::size_t index) {
  TreeModel& tree = w.tree();
  if (index >= tree.rows().size()) return;
  const TreeRow row = tree.rows()[index];
  if (row.kind != seal::EntryKind::directory) {
    const auto opened = w.open(row.path);
    report(w, opened);
    if (opened) w.focus = Focus::code;
  } else if (row.expanded) {
    tree.collapse(index);
  } else {
    report(w, tree.expand(index));
  }
}

void fold_or_leave(TreeModel& tree) {
  const std::size_t at = tree.selected();
  if (at < tree.rows().size() && tree.rows()[at].expanded)
    tree.collapse(at);
  else if (const auto up = tree.parent(at))
    tree.select(*up);
}

void tree_action(Action action, Workspace& w, const ScrollRange& range) {
  TreeModel& tree = w.tree();
  const std::size_t at = tree.selected();
  const std::size_t page = range.whole_lines();
  if (action == Action::up) tree.select(at > 0 ? at - 1 : 0);
  if (action == Action::down) tree.select(at + 1);
  if (action == Action::page_up) tree.select(at > page ? at - page : 0);
  if (action == Action::page_down) tree.select(at + page);
  if (action == Action::home || action == Action::top) tree.select(0);
  if (action == Action::end || action == Action::bottom) tree.select(tree.rows().size());
  if (action == Action::right) report(w, tree.expand(at));
  if (action == Action::left) fold_or_leave(tree);
  if (action == Action::activate) activate(w, at);
  const ScrollRange now{tree.rows().size(), range.line_px, range.height_px};
  w.tree_scroll = reveal(w.tree_scroll, tree.selected(), 1, now);
}

bool global_action(Action action, Workspace& w) {
  const std::size_t tabs = std::max<std::size_t>(1, w.tabs().size());
  switch (action) {
    case Action::close_tab:
      w.close_tab(w.active_tab());
      return true;
    case Action::next_tab:
      w.show_tab((w.active_tab() + 1) % tabs);
      return true;
    case Action::previous_tab:
      w.show_tab((w.active_tab() + tabs - 1) % tabs);
      return true;
    case Action::zoom_in:
      zoom(w, w.font_px + 1);
      return true;
    case Action::zoom_out:
      zoom(w, w.font_px - 1);
      return true;
    case Action::zoom_reset:
      zoom(w, w.first_font_px);
      return true;
    case Action::toggle_theme:
      w.theme = w.theme == ThemeId::dark ? ThemeId::light : ThemeId::dark;
      return true;
    case Action::toggle_tree:
      w.tree_shown = !w.tree_shown;
      if (!w.tree_shown) w.focus = Focus::code;
      return true;
    case Action::focus_tree:
      w.tree_shown = true;
      w.focus = Focus::tree;
      return true;
    default:
      return false;
  }
}

}  // namespace

void apply(Action action, Workspace& w, const Metrics& metrics, const Panes& panes) {
  if (global_action(action, w) || find_action(action, w, metrics, panes)) return;
  if (action == Action::switch_focus)
    w.focus = w.focus == Focus::tree || !w.tree_shown ? Focus::code : Focus::tree;
  if (w.focus == Focus::tree)
    tree_action(action, w, tree_range(metrics, panes, w));
  else
    code_action(action, w, metrics, panes);
}

void wheel(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px, double lines_x,
           double lines_y) {
  constexpr double kLinesANotch = 3;
  if (panes.split_x_px > 0 && x_px < panes.split_x_px) {
    const auto px = static_cast<std::int64_t>(std::lround(-lines_y * kLinesANotch * metrics.tree_row_px));
    w.tree_scroll = scroll_px(w.tree_scroll, px, tree_range(metrics, panes, w));
    return;
  }
  if (panes.find.contains(x_px, y_px)) {
    TreeFinder& finder = w.finder().in_tree;
    const auto px = static_cast<std::int64_t>(std::lround(-lines_y * kLinesANotch * metrics.line_px));
    finder.scroll = scroll_px(finder.scroll, px, found_range(finder, metrics, panes));
    return;
  }
  Editor* editor = w.active();
  if (editor == nullptr || editor->document() == nullptr || y_px < panes.code.y_px) return;
  const auto px = static_cast<std::int64_t>(std::lround(-lines_y * kLinesANotch * metrics.line_px));
  editor->set_scroll(scroll_px(editor->scroll(), px, editor->range(metrics, panes.code.height_px)));
  const auto columns = static_cast<std::int64_t>(std::lround(-lines_x * static_cast<double>(kColumnStep)));
  const auto at = static_cast<std::int64_t>(editor->first_column());
  editor->set_first_column(static_cast<std::uint64_t>(std::max<std::int64_t>(0, at + columns)));
}

Grip press(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px) {
  const auto boxes = tab_boxes(metrics, panes, w);
  for (std::size_t i = 0; i < boxes.size() && panes.tabs.contains(x_px, y_px); ++i) {
    if (boxes[i].close.contains(x_px, y_px)) {
      w.close_tab(i);
      return Grip::none;
    }
    if (boxes[i].tab.contains(x_px, y_px)) w.show_tab(i);
  }
  const double grip_px = metrics.px(4);
  if (panes.split_x_px > 0 && std::abs(x_px - panes.split_x_px) <= grip_px && y_px >= panes.tree_head.y_px)
    return Grip::split;
  if (panes.tree_bar.contains(x_px, y_px)) {
    drag(w, metrics, panes, Grip::tree_thumb, x_px, y_px);
    return Grip::tree_thumb;
  }
  if (panes.code_bar.contains(x_px, y_px)) {
    drag(w, metrics, panes, Grip::code_thumb, x_px, y_px);
    return Grip::code_thumb;
  }
  if (panes.find_bar.contains(x_px, y_px)) {
    drag(w, metrics, panes, Grip::found_thumb, x_px, y_px);
    return Grip::found_thumb;
  }
  if (panes.find_rows.contains(x_px, y_px)) {
    press_found(w, metrics, panes, y_px);
    return Grip::none;
  }
  if (panes.tree.contains(x_px, y_px)) {
    w.focus = Focus::tree;
    const auto row =
        w.tree_scroll.line +
        static_cast<std::uint64_t>((static_cast<int>(y_px) - panes.tree.y_px + w.tree_scroll.sub_px) /
                                   metrics.tree_row_px);
    if (row < w.tree().rows().size()) {
      w.tree().select(row);
      activate(w, row);
    }
  } else if (Editor* editor = w.active(); editor != nullptr && panes.code.contains(x_px, y_px)) {
    w.focus = Focus::code;
    const int from_top_px = static_cast<int>(y_px) - panes.code.y_px + editor->scroll().sub_px;
    editor->set_current_line(editor->scroll().line +
                             static_cast<std::uint64_t>(from_top_px / metrics.line_px));
  }
  return Grip::none;
}

void drag(Workspace& w, const Metrics& metrics, const Panes& panes, Grip grip, double x_px, double y_px) {
  const int least_px = metrics.px(24);
  if (grip == Grip::split) w.tree_width_units = std::clamp(static_cast<int>(x_px / metrics.scale), 80, 1000);
  if (grip == Grip::tree_thumb) {
    const ScrollRange range = tree_range(metrics, panes, w);
    const Thumb now = thumb(w.tree_scroll, range, panes.tree_bar.height_px, least_px);
    const int offset = static_cast<int>(y_px) - panes.tree_bar.y_px - now.length_px / 2;
    w.tree_scroll = from_thumb(offset, range, panes.tree_bar.height_px, least_px);
  }
  if (grip == Grip::found_thumb) {
    TreeFinder& finder = w.finder().in_tree;
    const ScrollRange range = found_range(finder, metrics, panes);
    const Thumb now = thumb(finder.scroll, range, panes.find_bar.height_px, least_px);
    const int offset = static_cast<int>(y_px) - panes.find_bar.y_px - now.length_px / 2;
    finder.scroll = from_thumb(offset, range, panes.find_bar.height_px, least_px);
  }
  Editor* editor = w.active();
  if (grip == Grip::code_thumb && editor != nullptr) {
    const ScrollRange range = editor->range(metrics, panes.code.height_px);
    const Thumb now = thumb(editor->scroll(), range, panes.code_bar.height_px, least_px);
    const int offset = static_cast<int>(y_px) - panes.code_bar.y_px - now.length_px / 2;
    editor->set_scroll(from_thumb(offset, range, panes.code_bar.height_px, least_px));
  }
}

}  // namespace spoor::app
