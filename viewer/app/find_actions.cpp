#include "viewer/app/find_actions.hpp"

#include "viewer/app/find_panel.hpp"

namespace spoor::app {
namespace {

// Characters that are not seen but act (bidirectional controls, zero-width and other format characters:
// CVE-2021-42574), and words that mix Latin letters with those of scripts that look like them
// (CVE-2021-42694). A search like any other: it states its coverage.
constexpr std::string_view kTricks =
    R"([\x{AD}\x{34F}\x{61C}\x{115F}\x{1160}\x{180B}-\x{180F}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{206F}\x{3164}\x{FE00}-\x{FE0E}\x{FEFF}\x{FFA0}\x{E0000}-\x{E0FFF}])"
    R"(|[A-Za-z_0-9][\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}\x{FF21}-\x{FF5A}\x{1D400}-\x{1D7FF}])"
    R"(|[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}\x{FF21}-\x{FF5A}\x{1D400}-\x{1D7FF}][A-Za-z_0-9])";

bool in_panel(Focus focus) {
  return focus == Focus::find_tree || focus == Focus::find_globs || focus == Focus::found;
}

void open_target(Workspace& w) {
  const auto target = w.finder().in_tree.target();
  if (!target) return;
  w.jump(target->path, target->line);
}

/// Escape: from a search to the code; there it closes the bar, then the panel.
void escape(Workspace& w) {
  Finder& finder = w.finder();
  if (w.focus == Focus::find_file || (w.focus == Focus::code && finder.in_file.shown))
    finder.in_file.close();
  else if (w.focus == Focus::code && finder.in_tree.shown)
    finder.in_tree.close();
  w.focus = Focus::code;
}

bool toggle(Action action, Workspace& w) {
  const bool tree = in_panel(w.focus);
  FindForm& form = tree ? w.finder().in_tree.form : w.finder().in_file.form;
  switch (action) {
    case Action::toggle_case:
      form.match_case = !form.match_case;
      return true;
    case Action::toggle_word:
      form.whole_word = !form.whole_word;
      return true;
    case Action::toggle_regexp:
      form.regexp = !form.regexp;
      return true;
    case Action::toggle_lines:
      form.multi_line = tree && !form.multi_line;
      return true;
    default:
      return false;
  }
}

/// Searching moves away from where the reviewer stands; back() returns there.
void leave_place(Workspace& w) {
  if (const auto place = w.place()) w.places.leave(*place);
}

/// Marks the word under the caret wherever it stands in the file, and goes to the next one.
bool find_word(Workspace& w) {
  Editor* editor = w.active();
  const auto word = editor != nullptr ? editor->word_at_caret() : std::nullopt;
  if (!word) return true;
  leave_place(w);
  FileFinder& finder = w.finder().in_file;
  finder.shown = true;
  finder.form = {};
  finder.form.text = *word;
  finder.form.match_case = finder.form.whole_word = true;
  return true;
}

bool start_or_step(Action action, Workspace& w) {
  Finder& finder = w.finder();
  switch (action) {
    case Action::find_in_file:
      leave_place(w);
      finder.in_file.shown = true;
      w.focus_on(Focus::find_file);
      return true;
    case Action::find_in_tree:
      finder.in_tree.shown = true;
      w.focus_on(Focus::find_tree);
      return true;
    case Action::find_word:
      return find_word(w);
    case Action::list_tricks:
      finder.in_tree.shown = true;
      finder.in_tree.form = {};
      finder.in_tree.form.text = std::string(kTricks);
      finder.in_tree.form.regexp = finder.in_tree.form.match_case = true;
      w.focus = Focus::found;
      return true;
    case Action::find_next:
    case Action::find_previous:
      finder.in_file.step(w.active(), action == Action::find_next ? 1 : -1);
      return true;
    case Action::focus_code:
      escape(w);
      return true;
    default:
      return toggle(action, w);
  }
}

void recall(Workspace& w, int direction) {
  TreeFinder& finder = w.finder().in_tree;
  const auto text = finder.history.step(direction, finder.form.text);
  if (!text) return;
  finder.form.text = *text;
  w.caret = {text->size(), false};
}

void field_action(Action action, Workspace& w) {
  TreeFinder& tree = w.finder().in_tree;
  const bool file = w.focus == Focus::find_file;
  if (action == Action::activate && file) w.finder().in_file.step(w.active(), 1);
  if (action == Action::activate && !file) {
    tree.history.remember(tree.form.text);
    if (!tree.selected()) tree.move(1);
    w.focus = Focus::found;
  }
  if (w.focus == Focus::find_tree && (action == Action::up || action == Action::down))
    recall(w, action == Action::up ? 1 : -1);
  if (action == Action::switch_focus)
    w.focus_on(file ? Focus::code : w.focus == Focus::find_tree ? Focus::find_globs : Focus::found);
}

void rows_action(Action action, Workspace& w, const ScrollRange& range) {
  TreeFinder& finder = w.finder().in_tree;
  const auto page = static_cast<std::int64_t>(range.whole_lines());
  const auto all = static_cast<std::int64_t>(range.lines);
  if (action == Action::up) finder.move(-1);
  if (action == Action::down) finder.move(1);
  if (action == Action::page_up) finder.move(-page);
  if (action == Action::page_down) finder.move(page);
  if (action == Action::home || action == Action::top) finder.move(-all);
  if (action == Action::end || action == Action::bottom) finder.move(all);
  if (action == Action::switch_focus) w.focus_on(Focus::find_tree);
  if (action == Action::activate) open_target(w);
}

}  // namespace

bool find_action(Action action, Workspace& w, const Metrics& metrics, const Panes& panes) {
  if (start_or_step(action, w)) return true;
  if (w.focus == Focus::tree || w.focus == Focus::code) return false;
  if (w.focus == Focus::found)
    rows_action(action, w, found_range(w.finder().in_tree, metrics, panes));
  else
    field_action(action, w);
  return true;
}

void press_found(Workspace& w, const Metrics& metrics, const Panes& panes, double y_px) {
  w.focus = Focus::found;
  const auto row = found_row_at(w.finder().in_tree, metrics, panes, y_px);
  if (!row) return;
  w.finder().in_tree.select(*row);
  if (w.finder().in_tree.selected() == row) open_target(w);
}

}  // namespace spoor::app
