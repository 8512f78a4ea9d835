#include "viewer/app/code_actions.hpp"

#include <algorithm>

namespace spoor::app {
namespace {

constexpr std::uint64_t kRevealMargin = 3;  // lines of context around the current line
constexpr std::uint64_t kMostSteps = 1'000'000'000;

// A move by pages: the current line keeps its place in the pane.
void move_page(Editor& editor, std::int64_t lines, const Flow& flow) {
  editor.set_scroll(scroll_lines(editor.scroll(), lines, flow));
  editor.set_current_line(flow.step(editor.current_line(), lines));
  editor.set_scroll(reveal(editor.scroll(), editor.current_line(), kRevealMargin, flow));
}

void move_line(Editor& editor, Action action, std::uint64_t count, const Flow& flow) {
  const auto page = static_cast<std::int64_t>(std::max<std::uint64_t>(flow.range.whole_lines(), 2) - 1);
  const auto times = static_cast<std::int64_t>(std::min(count, kMostSteps));
  const std::uint64_t at = editor.current_line();
  switch (action) {
    case Action::page_down:
      return move_page(editor, page * times, flow);
    case Action::page_up:
      return move_page(editor, -page * times, flow);
    case Action::half_page_down:
      return move_page(editor, std::max<std::int64_t>(1, page / 2) * times, flow);
    case Action::half_page_up:
      return move_page(editor, -std::max<std::int64_t>(1, page / 2) * times, flow);
    case Action::scroll_down:
      return editor.set_scroll(scroll_lines(editor.scroll(), times, flow));
    case Action::scroll_up:
      return editor.set_scroll(scroll_lines(editor.scroll(), -times, flow));
    case Action::up:
      editor.set_current_line(flow.step(at, -times));
      break;
    case Action::down:
      editor.set_current_line(flow.step(at, times));
      break;
    default:
      editor.set_current_line(action == Action::top ? 0 : flow.last());
  }
  editor.set_scroll(reveal(editor.scroll(), editor.current_line(), kRevealMargin, flow));
}

void move_column(Editor& editor, Action action, std::uint64_t count, const CodeColumns& columns) {
  const auto known = editor.long_lines().width(*editor.document(), editor.current_line());
  const std::uint64_t width = known ? *known : 0;
  const std::uint64_t at = std::min(editor.caret_column(), width);
  switch (action) {
    case Action::left:
      editor.set_caret_column(at > count ? at - count : 0);
      break;
    case Action::right:
      editor.set_caret_column(std::min(width, at + std::min(count, kMostSteps)));
      break;
    case Action::home:
      editor.set_caret_column(0);
      break;
    case Action::end:
      editor.set_caret_column(width);
      break;
    default:
      editor.set_caret_column(at);
      for (std::uint64_t i = 0; i < std::min<std::uint64_t>(count, 1000); ++i)
        editor.move_word(action == Action::word_left ? -1 : 1);
  }
  editor.show_caret(columns);
}

bool fold_action(Action action, Editor& editor) {
  switch (action) {
    case Action::toggle_fold:
      editor.toggle_fold();
      return true;
    case Action::fold_all:
      editor.fold_all();
      return true;
    case Action::unfold_all:
      editor.folds.clear();
      return true;
    case Action::matching_bracket:
      if (const auto pair = editor.brackets()) editor.go_to_byte(pair->partner);
      return true;
    default:
      return false;
  }
}

}  // namespace

void code_action(Action action, std::uint64_t count, Workspace& w, const Metrics& metrics,
                 const Panes& panes) {
  Editor* editor = w.active();
  if (editor == nullptr || editor->document() == nullptr) return;
  if (fold_action(action, *editor)) {
    editor->set_scroll(reveal(editor->scroll(), editor->current_line(), kRevealMargin,
                              editor->flow(metrics, panes.view.code)));
    return;
  }
  switch (action) {
    case Action::up:
    case Action::down:
    case Action::page_up:
    case Action::page_down:
    case Action::half_page_up:
    case Action::half_page_down:
    case Action::scroll_up:
    case Action::scroll_down:
    case Action::top:
    case Action::bottom:
      return move_line(*editor, action, count, editor->flow(metrics, panes.view.code));
    case Action::left:
    case Action::right:
    case Action::word_left:
    case Action::word_right:
    case Action::home:
    case Action::end:
      return move_column(*editor, action, count, editor->columns(metrics, panes.view.code.width_px));
    default:
      return;
  }
}

}  // namespace spoor::app
