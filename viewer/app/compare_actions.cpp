#include "viewer/app/compare_actions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "viewer/app/change_panel.hpp"
#include "viewer/app/diff_pane.hpp"

namespace spoor::app {
namespace {

constexpr std::uint64_t kRevealMargin = 5;
constexpr std::uint64_t kColumnsAStep = 4;

using compare::FileChange;

void choose_release(Workspace& w) {
  std::vector<std::string> names = w.comparison().releases();
  if (names.empty()) {
    w.message = "The archive holds no other release to compare with.";
    return;
  }
  w.page.close();
  w.print.close();
  w.symbols().end_hover();
  w.symbols().close_peek();
  w.picker.open_releases(std::move(names));
  w.focus_on(Focus::picker);
}

/// False, with a message: there is nothing to compare with, or it is not known yet.
bool compared(Workspace& w) {
  w.message.clear();
  if (!w.comparison().begun())
    w.message =
        fmt::format("Choose a release to compare with first: {}.", w.keymap().keys_of(Action::compare_with));
  else if (w.comparison().list.tree() == nullptr)
    w.message = "The releases are still being compared.";
  return w.message.empty();
}

void compare_file(Workspace& w) {
  const Editor* editor = w.active();
  if (!compared(w)) return;
  const FileChange* change = editor != nullptr ? w.comparison().change_of(editor->path()) : nullptr;
  if (editor == nullptr)
    w.message = "Open the file first whose changes you want to see.";
  else if (change == nullptr)
    w.message = "This file is the same in both releases.";
  else
    open_change(w, *change, editor->current_line());
}

void show_list(Workspace& w) {
  Comparison& comparison = w.comparison();
  if (!comparison.begun()) return choose_release(w);
  comparison.list.shown = !comparison.list.shown || w.focus != Focus::changes;
  if (comparison.list.shown) w.finder().in_tree.shown = false;
  w.focus = comparison.list.shown ? Focus::changes : Focus::code;
}

void step_in_code(Workspace& w, int direction, const Metrics& metrics, const Panes& panes) {
  Editor* editor = w.active();
  if (editor == nullptr || editor->document() == nullptr || !compared(w)) return;
  const auto file = w.comparison().marks_of(editor->path());
  const std::uint64_t line = editor->current_line();
  std::optional<std::uint64_t> to;
  if (file != nullptr && file->diff)
    for (const compare::Change& change : file->diff->changes) {
      const std::uint64_t at = std::min(change.new_begin, editor->lines() > 0 ? editor->lines() - 1 : 0);
      if (direction < 0 && at < line) to = at;
      if (direction > 0 && at > line && !to) to = at;
    }
  if (!to) {
    w.message = w.comparison().change_of(editor->path()) == nullptr
                    ? "This file is the same in both releases."
                    : "There is no further change in this file.";
    return;
  }
  editor->set_current_line(*to);
  editor->folds.reveal(*to);
  editor->set_scroll(reveal(editor->scroll(), *to, kRevealMargin, editor->flow(metrics, panes.view.code)));
}

void step_change(Workspace& w, int direction, const Metrics& metrics, const Panes& panes) {
  DiffView& view = w.comparison().view;
  if (!view.shown()) return step_in_code(w, direction, metrics, panes);
  w.message.clear();
  if (!view.step_change(direction))
    w.message = fmt::format("There is no further change in this file; {} goes to the next one.",
                            w.keymap().keys_of(Action::next_changed_file));
}

void step_file(Workspace& w, int direction) {
  Comparison& comparison = w.comparison();
  if (!compared(w)) return;
  if (!comparison.view.shown()) {
    comparison.list.move(direction);
    if (const FileChange* change = comparison.list.selected_change()) open_change(w, *change);
    return;
  }
  const FileChange* next = comparison.list.beside(comparison.view.change().path, direction);
  if (next == nullptr)
    w.message = "There is no further file in the list.";
  else
    open_change(w, *next);
}

void reshape(Workspace& w, bool other_sides, bool other_folds) {
  DiffView& view = w.comparison().view;
  view.reshape({view.shape().sides != other_sides, view.shape().folded != other_folds});
}

/// Commands that work wherever the keyboard is.
bool command(Action action, Workspace& w, const Metrics& metrics, const Panes& panes) {
  Comparison& comparison = w.comparison();
  switch (action) {
    case Action::compare_with:
      choose_release(w);
      return true;
    case Action::compare_end:
      comparison.end();
      if (w.focus == Focus::changes || w.focus == Focus::diff) w.focus = Focus::code;
      return true;
    case Action::show_changes:
      show_list(w);
      return true;
    case Action::next_change_kind:
      comparison.list.next_kind();
      return true;
    case Action::compare_file:
      compare_file(w);
      return true;
    case Action::diff_sides:
      reshape(w, true, false);
      return true;
    case Action::diff_folds:
      reshape(w, false, true);
      return true;
    case Action::mark_lines:
      if (compared(w)) comparison.lines_marked = !comparison.lines_marked;
      return true;
    case Action::next_change:
    case Action::previous_change:
      step_change(w, action == Action::next_change ? 1 : -1, metrics, panes);
      return true;
    case Action::next_changed_file:
    case Action::previous_changed_file:
      step_file(w, action == Action::next_changed_file ? 1 : -1);
      return true;
    default:
      return false;
  }
}

/// Escape: from the list to the code; the view closes; in the code the list closes.
bool escape(Workspace& w) {
  Comparison& comparison = w.comparison();
  if (w.focus == Focus::changes) {
    w.focus = Focus::code;
  } else if (w.focus == Focus::diff) {
    comparison.view.close();
    w.focus = comparison.list.shown ? Focus::changes : w.active() != nullptr ? Focus::code : Focus::tree;
  } else if (w.focus == Focus::code && comparison.list.shown && !w.finder().in_file.shown) {
    comparison.list.shown = false;
  } else {
    return false;
  }
  return true;
}

bool list_action(Action action, Workspace& w, const ScrollRange& range) {
  ChangeList& list = w.comparison().list;
  const auto page = static_cast<std::int64_t>(range.whole_lines());
  const auto all = static_cast<std::int64_t>(range.lines);
  switch (action) {
    case Action::up:
      list.move(-1);
      return true;
    case Action::down:
      list.move(1);
      return true;
    case Action::page_up:
      list.move(-page);
      return true;
    case Action::page_down:
      list.move(page);
      return true;
    case Action::home:
    case Action::top:
      list.move(-all);
      return true;
    case Action::end:
    case Action::bottom:
      list.move(all);
      return true;
    case Action::activate:
      if (const FileChange* change = list.selected_change()) open_change(w, *change);
      return true;
    case Action::switch_focus:
      w.focus = Focus::code;
      return true;
    default:
      return false;
  }
}

/// The file as it is in the release that is read, where the reviewer stands.
void open_in_code(Workspace& w) {
  DiffView& view = w.comparison().view;
  const DiffRows* rows = view.rows();
  if (rows != nullptr && view.row() < rows->size() && rows->row(view.row()).kind == DiffRowKind::hidden)
    return view.unfold_row();
  if (view.is() == nullptr) {
    w.message = "This file is not in the release that you read.";
    return;
  }
  const std::string path = view.change().path;
  const std::uint64_t line = view.new_line().value_or(0);
  w.jump(path, line);
}

void move_sideways(DiffView& view, bool right, std::uint64_t count) {
  const std::uint64_t step = std::min<std::uint64_t>(count, 10'000) * kColumnsAStep;
  view.first_column =
      right ? view.first_column + step : view.first_column - std::min(view.first_column, step);
}

void move_row(DiffView& view, std::int64_t rows) {
  const auto to = static_cast<std::int64_t>(view.row()) + rows;
  view.set_row(static_cast<std::uint64_t>(std::max<std::int64_t>(0, to)));
}

bool diff_action(Action action, std::uint64_t count, Workspace& w, const ScrollRange& range) {
  DiffView& view = w.comparison().view;
  const auto page = static_cast<std::int64_t>(std::max<std::uint64_t>(range.whole_lines(), 2) - 1);
  const auto times = static_cast<std::int64_t>(std::min<std::uint64_t>(count, 1'000'000'000));
  switch (action) {
    case Action::up:
    case Action::down:
      move_row(view, action == Action::up ? -times : times);
      return true;
    case Action::page_up:
    case Action::page_down:
      move_row(view, (action == Action::page_up ? -page : page) * times);
      return true;
    case Action::half_page_up:
    case Action::half_page_down:
      move_row(view, (action == Action::half_page_up ? -1 : 1) * std::max<std::int64_t>(1, page / 2) * times);
      return true;
    case Action::scroll_up:
    case Action::scroll_down:
      view.scroll = scroll_lines(view.scroll, action == Action::scroll_up ? -times : times, range);
      return true;
    case Action::left:
    case Action::right:
      move_sideways(view, action == Action::right, count);
      return true;
    case Action::home:
      view.first_column = 0;
      return true;
    case Action::top:
      view.set_row(0);
      return true;
    case Action::bottom:
      view.set_row(range.lines);
      return true;
    case Action::toggle_fold:
      view.unfold_row();
      return true;
    case Action::fold_all:
    case Action::unfold_all:
      view.reshape({view.shape().sides, action == Action::fold_all});
      return true;
    case Action::activate:
      open_in_code(w);
      return true;
    case Action::close_tab:
      return escape(w);
    case Action::switch_focus:
      w.focus = w.comparison().list.shown ? Focus::changes : Focus::tree;
      return true;
    default:
      return false;
  }
}

/// What belongs to the file behind the view: the reviewer does not see it.
bool is_of_file(Action action) {
  constexpr std::array kActions = {Action::find_in_file, Action::find_next,        Action::find_previous,
                                   Action::find_word,    Action::go_definition,    Action::peek_definition,
                                   Action::show_hover,   Action::list_occurrences, Action::matching_bracket,
                                   Action::go_to_line,   Action::print_lines,      Action::show_outline,
                                   Action::word_left,    Action::word_right,       Action::end};
  return std::find(kActions.begin(), kActions.end(), action) != kActions.end();
}

/// What changes the views behind it: then they are seen again.
bool is_of_views(Action action) {
  constexpr std::array kActions = {Action::next_tab,   Action::previous_tab, Action::split_view,
                                   Action::close_view, Action::next_view,    Action::link_views};
  return std::find(kActions.begin(), kActions.end(), action) != kActions.end();
}

}  // namespace

void begin_comparison(Workspace& w, const std::string& release) {
  const auto begun = w.comparison().begin(release);
  w.message = begun ? std::string() : begun.error().message;
  if (!begun) return;
  w.finder().in_tree.shown = false;
  w.comparison().list.shown = true;
  w.focus = Focus::changes;
}

void open_change(Workspace& w, const FileChange& change, std::optional<std::uint64_t> line) {
  Comparison& comparison = w.comparison();
  w.symbols().end_hover();
  w.symbols().close_peek();
  const std::string path = change.path;
  const auto opened = comparison.open(change, line);
  w.message = opened ? std::string() : opened.error().message;
  if (!opened) return;
  comparison.list.select_path(path);
  w.focus = Focus::diff;
}

bool compare_action(Action action, std::uint64_t count, Workspace& w, const Metrics& metrics,
                    const Panes& panes) {
  if (command(action, w, metrics, panes)) return true;
  if (action == Action::focus_code) return escape(w);
  if (w.focus == Focus::changes)
    return list_action(action, w, change_range(w.comparison().list, metrics, panes));
  if (w.focus != Focus::diff) return false;
  if (diff_action(action, count, w, diff_range(w.comparison().view, metrics, panes))) return true;
  if (is_of_views(action)) {
    w.comparison().view.close();
    w.focus = Focus::code;
    return false;
  }
  if (!is_of_file(action)) return false;
  w.message = fmt::format("Open the file first: {}.", w.keymap().keys_of(Action::activate));
  return true;
}

bool press_compare(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px) {
  Comparison& comparison = w.comparison();
  if (comparison.list.shown && panes.find_rows.contains(x_px, y_px)) {
    w.focus = Focus::changes;
    const auto row = change_row_at(comparison.list, metrics, panes, y_px);
    if (!row || comparison.list.rows()[*row].folder) return true;
    comparison.list.select(*row);
    open_change(w, *comparison.list.selected_change());
    return true;
  }
  if (!comparison.view.shown()) return false;
  if (panes.diff.contains(x_px, y_px)) {
    w.focus = Focus::diff;
    if (const auto row = diff_row_at(comparison.view, metrics, panes, y_px)) {
      comparison.view.set_row(*row);
      comparison.view.reveal_row = false;
      if (comparison.view.rows()->row(*row).kind == DiffRowKind::hidden) comparison.view.unfold_row();
    }
    return true;
  }
  return panes.diff_head.contains(x_px, y_px);
}

bool wheel_compare(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px,
                   std::int64_t columns, std::int64_t lines) {
  Comparison& comparison = w.comparison();
  if (comparison.list.shown && panes.find.contains(x_px, y_px)) {
    comparison.list.scroll =
        scroll_lines(comparison.list.scroll, lines, change_range(comparison.list, metrics, panes));
    return true;
  }
  const bool over = panes.diff.contains(x_px, y_px) || panes.diff_head.contains(x_px, y_px);
  if (!comparison.view.shown() || !over) return false;
  DiffView& view = comparison.view;
  view.scroll = scroll_lines(view.scroll, lines, diff_range(view, metrics, panes));
  const auto column = static_cast<std::int64_t>(view.first_column) + columns;
  view.first_column = static_cast<std::uint64_t>(std::max<std::int64_t>(0, column));
  return true;
}

}  // namespace spoor::app
