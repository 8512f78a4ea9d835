#include "viewer/app/tree_actions.hpp"

#include "viewer/app/compare_actions.hpp"
#include "viewer/app/side_panes.hpp"

namespace spoor::app {
namespace {

void report(Workspace& w, const Result<void>& done) {
  w.message = done ? std::string() : done.error().message;
}

void fold_or_leave(TreeModel& tree) {
  const std::size_t at = tree.selected();
  if (at < tree.rows().size() && tree.rows()[at].expanded)
    tree.collapse(at);
  else if (const auto up = tree.parent(at))
    tree.select(*up);
}

}  // namespace

void activate_row(Workspace& w, std::size_t index) {
  TreeModel& tree = w.tree();
  if (index >= tree.rows().size()) return;
  const TreeRow row = tree.rows()[index];
  if (row.removed && row.kind != seal::EntryKind::directory) {
    if (const compare::FileChange* change = w.comparison().change_of(row.path)) open_change(w, *change);
  } else if (row.kind != seal::EntryKind::directory) {
    w.jump(row.path, 0);
  } else if (row.expanded) {
    tree.collapse(index);
  } else {
    report(w, tree.expand(index));
  }
}

void tree_action(Action action, Workspace& w, const Metrics& metrics, const Panes& panes) {
  TreeModel& tree = w.tree();
  const ScrollRange range = tree_range(metrics, panes, w);
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
  if (action == Action::activate) activate_row(w, at);
  const ScrollRange now{tree.rows().size(), range.line_px, range.height_px};
  w.tree_scroll = reveal(w.tree_scroll, tree.selected(), 1, now);
}

bool filter_action(Action action, Workspace& w, const Metrics& metrics, const Panes& panes) {
  switch (action) {
    case Action::activate:
      // With Enter the tree is whole again, at the file that was opened.
      tree_action(action, w, metrics, panes);
      if (w.focus == Focus::code) {
        close_tree_filter(w);
        w.focus = Focus::code;
      }
      return true;
    case Action::up:
    case Action::down:
    case Action::page_up:
    case Action::page_down:
      tree_action(action, w, metrics, panes);
      return true;
    case Action::switch_focus:
      w.focus = Focus::tree;
      return true;
    default:
      return false;
  }
}

void open_tree_filter(Workspace& w) {
  w.paths().start();
  w.tree_shown = true;
  w.tree_filter_shown = true;
  w.focus_on(Focus::tree_filter);
}

void close_tree_filter(Workspace& w) {
  w.tree_filter.clear();
  w.tree_filter_shown = false;
  w.tree().show_all();
  w.tree_reveal = true;
  w.focus = Focus::tree;
}

void reveal_in_tree(Workspace& w) {
  const Editor* editor = w.active();
  if (editor == nullptr) return;
  if (w.tree_filter_shown) close_tree_filter(w);
  w.tree_shown = true;
  report(w, w.tree().reveal(editor->path()));
  w.tree_reveal = true;
  w.focus = Focus::tree;
}

}  // namespace spoor::app
