#include "viewer/app/symbol_actions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "viewer/app/code_place.hpp"
#include "viewer/app/outline_view.hpp"

namespace spoor::app {
namespace {

bool names_something(const std::string& word) {
  return !word.empty() && (word.front() < '0' || word.front() > '9');
}

/// Asks about the word at the caret.
void ask(Workspace& w, SymbolWish wish) {
  Editor* editor = w.active();
  const auto word = editor != nullptr ? editor->word_at_caret() : std::nullopt;
  w.message.clear();
  if (!word || !names_something(*word)) {
    w.message = "Put the caret on a name first.";
    return;
  }
  w.symbols().desk.ask(wish, *word, editor->path());
  if (wish == SymbolWish::occurrences) w.finder().in_tree.list_occurrences(*word);
}

void hover_at_caret(Workspace& w, const Metrics& metrics, const Panes& panes) {
  Editor* editor = w.active();
  if (editor == nullptr || editor->document() == nullptr) return;
  const std::uint64_t line = editor->current_line();
  auto word = editor->word_at(line, editor->caret_column());
  if (!word && editor->caret_column() > 0) word = editor->word_at(line, editor->caret_column() - 1);
  if (!word || !names_something(word->text)) return;
  const auto box = box_on_screen(*editor, metrics, panes.view.code, line, word->first_column, word->columns);
  if (box) w.symbols().hover_over(word->text, *box, editor->path());
}

void answer_go(Workspace& w, Meaning meaning) {
  if (meaning.definitions.size() > 1) {
    w.page.close();
    w.picker.open_definitions(std::move(meaning.definitions));
    return w.focus_on(Focus::picker);
  }
  const symbols::Symbol& only = meaning.definitions.front();
  if (w.place() == FilePlace{only.path, only.line})
    w.message = fmt::format("This is the only definition; {} lists where the name occurs.",
                            w.keymap().keys_of(Action::list_occurrences));
  else
    go_to_symbol(w, only);
}

void answer(Workspace& w, Meaning meaning) {
  const bool unknown = meaning.definitions.empty();
  if (meaning.wish == SymbolWish::hover) return w.symbols().open_hover(meaning);
  if (meaning.wish == SymbolWish::occurrences)
    return w.finder().in_tree.set_definitions(meaning.name, meaning.definitions);
  if (unknown) {
    w.message = meaning.trouble;
  } else if (meaning.wish == SymbolWish::go) {
    answer_go(w, std::move(meaning));
  } else {
    w.symbols().open_peek(std::move(meaning));
    w.focus = Focus::peek;
  }
}

void peek_action(Action action, Workspace& w, const Metrics& metrics) {
  Symbols& symbols = w.symbols();
  Editor* editor = symbols.peek.excerpt.editor();
  const ScrollRange range = editor != nullptr ? editor->range(metrics, symbols.peek.code.height_px)
                                              : ScrollRange{1, metrics.line_px, metrics.line_px};
  const auto page = static_cast<std::int64_t>(range.whole_lines());
  const auto scroll = [&](std::int64_t lines) {
    if (editor != nullptr) editor->set_scroll(scroll_lines(editor->scroll(), lines, range));
  };
  if (action == Action::up) scroll(-1);
  if (action == Action::down) scroll(1);
  if (action == Action::page_up) scroll(-page);
  if (action == Action::page_down) scroll(page);
  if (action == Action::left || action == Action::find_previous) symbols.step_peek(-1);
  if (action == Action::right || action == Action::find_next || action == Action::switch_focus)
    symbols.step_peek(1);
  if (action == Action::activate || action == Action::go_definition) {
    const symbols::Symbol there = symbols.peek.definitions[symbols.peek.at];
    symbols.close_peek();
    go_to_symbol(w, there);
  }
  if (action == Action::focus_code || action == Action::peek_definition) {
    symbols.close_peek();
    w.focus = Focus::code;
  }
}

/// While the outline's field has the keyboard.
bool outline_action(Action action, Workspace& w, const Metrics& metrics, const Panes& panes) {
  OutlinePanel& outline = w.symbols().outline;
  const auto page = static_cast<std::int64_t>(outline_range(metrics, panes, w).whole_lines());
  switch (action) {
    case Action::up:
      outline.move(-1);
      return true;
    case Action::down:
      outline.move(1);
      return true;
    case Action::page_up:
      outline.move(-page);
      return true;
    case Action::page_down:
      outline.move(page);
      return true;
    case Action::activate:
      if (!outline.selected()) return true;
      go_to_symbol(w, outline.item(outline.rows()[*outline.selected()]).symbol);
      outline.filter.clear();
      return true;
    case Action::focus_code:
      outline.filter.clear();
      [[fallthrough]];
    case Action::switch_focus:
      w.focus = Focus::code;
      return true;
    default:
      return false;
  }
}

}  // namespace

void go_to_symbol(Workspace& w, const symbols::Symbol& symbol) {
  if (w.jump(symbol.path, symbol.line)) w.active()->show_word(symbol.line, symbol.name);
}

void open_outline_filter(Workspace& w) {
  w.symbols().outline.shown = true;
  w.focus_on(Focus::outline);
}

void take_answers(Workspace& w) {
  while (auto meaning = w.symbols().desk.take()) answer(w, std::move(*meaning));
}

bool symbol_action(Action action, Workspace& w, const Metrics& metrics, const Panes& panes) {
  if (w.focus == Focus::peek) {
    peek_action(action, w, metrics);
    return true;
  }
  if (w.focus == Focus::outline && outline_action(action, w, metrics, panes)) return true;
  switch (action) {
    case Action::show_outline:
      open_outline_filter(w);
      return true;
    case Action::toggle_outline:
      w.symbols().outline.shown = !w.symbols().outline.shown;
      if (w.focus == Focus::outline) w.focus = Focus::code;
      return true;
    case Action::go_definition:
      ask(w, SymbolWish::go);
      return true;
    case Action::peek_definition:
      if (Editor* editor = w.active(); editor != nullptr && editor->document() != nullptr)
        editor->set_scroll(
            reveal(editor->scroll(), editor->current_line(), 1, editor->flow(metrics, panes.view.code)));
      ask(w, SymbolWish::peek);
      return true;
    case Action::list_occurrences:
      ask(w, SymbolWish::occurrences);
      if (w.message.empty()) w.focus = Focus::found;
      return true;
    case Action::show_hover:
      hover_at_caret(w, metrics, panes);
      return true;
    default:
      return false;
  }
}

bool pointer_moves(Workspace& w, double x_px, double y_px) {
  const Hover& hover = w.symbols().hover;
  if (hover.name.empty()) return false;
  // Between the name and the box there is no gap.
  if (hover.word.contains(x_px, y_px) || hover.box.contains(x_px, y_px)) return false;
  const bool changes = hover.shown();
  w.symbols().end_hover();
  return changes;
}

void pointer_rests(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px) {
  Symbols& symbols = w.symbols();
  if (w.picker.shown() || w.page.shown() || symbols.peek.shown() || w.comparison().view.shown()) return;
  if (symbols.hover.box.contains(x_px, y_px)) return;
  const auto view = view_at(panes, x_px, y_px);
  Editor* editor = view && *view < w.views().size() ? w.views()[*view].editor() : nullptr;
  if (editor == nullptr || editor->document() == nullptr || editor->hex()) return;
  const gpu::Box& pane = panes.views[*view].code;
  if (!pane.contains(x_px, y_px)) return;
  const auto place = place_at(*editor, metrics, pane, x_px, y_px);
  if (!place || !place->in_code()) return;
  const auto word = editor->word_at(place->line, place->column_under());
  if (!word || !word->code || !names_something(word->text)) return;
  const auto box = box_on_screen(*editor, metrics, pane, place->line, word->first_column, word->columns);
  if (box) symbols.hover_over(word->text, *box, editor->path());
}

bool press_symbols(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px) {
  Symbols& symbols = w.symbols();
  symbols.end_hover();
  if (symbols.peek.shown()) {
    if (symbols.peek.list.contains(x_px, y_px)) {
      const int row = (static_cast<int>(y_px) - symbols.peek.list.y_px) / metrics.line_px;
      symbols.step_peek(static_cast<std::int64_t>(symbols.peek.first_listed) + row -
                        static_cast<std::int64_t>(symbols.peek.at));
    }
    if (symbols.peek.box.contains(x_px, y_px)) return true;
    symbols.close_peek();
    w.focus = Focus::code;
  }
  if (panes.outline_field.contains(x_px, y_px)) {
    open_outline_filter(w);
    return true;
  }
  if (!panes.outline.contains(x_px, y_px)) return false;
  if (const auto row = outline_row_at(metrics, panes, w, y_px)) {
    symbols.outline.select(*row);
    go_to_symbol(w, symbols.outline.item(symbols.outline.rows()[*row]).symbol);
  }
  return true;
}

}  // namespace spoor::app
