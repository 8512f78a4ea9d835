#include "viewer/app/commands.hpp"

#include <algorithm>

#include "viewer/app/code_actions.hpp"
#include "viewer/app/compare_actions.hpp"
#include "viewer/app/find_actions.hpp"
#include "viewer/app/note_actions.hpp"
#include "viewer/app/overlay.hpp"
#include "viewer/app/symbol_actions.hpp"
#include "viewer/app/tree_actions.hpp"

namespace spoor::app {
namespace {

void zoom(Workspace& w, double font_px) {
  w.font_px = std::clamp(font_px, kLeastFontPx, kLargestFontPx);
}

void open_picker(Workspace& w, PickerKind kind) {
  const Editor* editor = w.active();
  if (kind == PickerKind::line && (editor == nullptr || editor->document() == nullptr)) return;
  w.page.close();
  w.symbols().end_hover();
  w.symbols().close_peek();
  w.print.close();
  w.note.close();
  w.notes_export.close();
  w.picker.open(kind);
  if (kind == PickerKind::files) w.paths().start();
  w.focus_on(Focus::picker);
}

void open_page(Workspace& w, PageKind kind) {
  w.picker.close();
  w.print.close();
  w.note.close();
  w.notes_export.close();
  w.page.open(kind);
  w.focus = Focus::page;
}

/// There is no selection: the field begins with the line of the caret.
void open_print(Workspace& w) {
  const auto place = w.place();
  if (!place) {
    w.message = "Open the file first whose lines you want on paper.";
    return;
  }
  w.picker.close();
  w.page.close();
  w.note.close();
  w.notes_export.close();
  w.print.open({place->line + 1, place->line + 1});
  w.focus_on(Focus::print);
}

void close_overlay(Workspace& w) {
  w.picker.close();
  w.page.close();
  w.print.close();
  w.note.close();
  w.notes_export.close();
  w.focus = w.comparison().view.shown() ? Focus::diff : w.active() != nullptr ? Focus::code : Focus::tree;
}

void go(Workspace& w, bool back) {
  const auto now = w.place();
  if (!now) return;
  const auto place = back ? w.places.back(*now) : w.places.forward(*now);
  if (!place) return;
  const auto opened = w.open(place->path);
  w.message = opened ? std::string() : opened.error().message;
  if (opened && w.active()->document() != nullptr) w.active()->go_to(place->line);
  w.focus = Focus::code;
}

/// What the selected row, or the number that was typed, stands for.
void take_picked(Workspace& w, const Metrics& metrics, const Panes& panes) {
  Picker& picker = w.picker;
  const auto line = picker.line();
  const bool empty = picker.selected() >= picker.rows().size();
  const Picker::Row row = empty ? Picker::Row{} : picker.rows()[picker.selected()];
  const PickerKind kind = picker.kind();
  if (kind != PickerKind::line && empty) return;
  if (kind == PickerKind::line && !line) return;
  close_overlay(w);
  if (kind == PickerKind::commands) apply(row.action, w, metrics, panes);
  if (kind == PickerKind::files) w.jump(row.text, 0);
  if (kind == PickerKind::releases) begin_comparison(w, row.text);
  if (row.symbol) go_to_symbol(w, *row.symbol);
  if (row.note) go_to_note(w, *row.note);
  if (kind == PickerKind::line) w.jump(std::string(w.active()->path()), *line);
}

void picker_action(Action action, Workspace& w, const Metrics& metrics, const Panes& panes) {
  const auto page = static_cast<std::int64_t>(picker_range(metrics, panes, w).whole_lines());
  if (action == Action::up) w.picker.move(-1);
  if (action == Action::down) w.picker.move(1);
  if (action == Action::page_up) w.picker.move(-page);
  if (action == Action::page_down) w.picker.move(page);
  if (action == Action::activate) take_picked(w, metrics, panes);
}

void print_action(Action action, Workspace& w) {
  if (action != Action::activate) return;
  w.print.enter(w.active());
  if (!w.print.shown()) close_overlay(w);
}

void page_action(Action action, Workspace& w, const Metrics& metrics, const Panes& panes) {
  const std::size_t rows = page_rows(metrics, panes, w);
  std::size_t& first = w.page.first_line;
  if (action == Action::up && first > 0) --first;
  if (action == Action::down) ++first;
  if (action == Action::page_up) first -= std::min(first, rows);
  if (action == Action::page_down) first += rows;
  if (action == Action::top || action == Action::home) first = 0;
  if (action == Action::activate) close_overlay(w);
}

bool tab_action(Action action, Workspace& w) {
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
    default:
      return false;
  }
}

bool view_action(Action action, Workspace& w) {
  switch (action) {
    case Action::split_view:
      w.split_view();
      return true;
    case Action::close_view:
      w.close_view();
      return true;
    case Action::next_view:
      w.show_view((w.active_view() + 1) % w.views().size());
      w.focus = Focus::code;
      return true;
    case Action::link_views:
      w.linked = !w.linked;
      w.message = w.linked ? "The views scroll together." : "Each view scrolls for itself.";
      return true;
    default:
      return false;
  }
}

bool look_action(Action action, Workspace& w) {
  switch (action) {
    case Action::toggle_wrap:
      w.wrap = !w.wrap;
      return true;
    case Action::toggle_sticky:
      w.sticky = !w.sticky;
      return true;
    case Action::toggle_minimap:
      w.minimap = !w.minimap;
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
    case Action::next_theme:
      w.theme = kThemes[(static_cast<std::size_t>(w.theme) + 1) % kThemes.size()];
      return true;
    case Action::next_keymap: {
      const auto used =
          w.use_keymap(kKeymaps[(static_cast<std::size_t>(w.keymap_id()) + 1) % kKeymaps.size()]);
      w.message = used ? "Keymap: " + w.keymap().name() : used.error().message;
      return true;
    }
    case Action::toggle_tree:
      w.tree_shown = !w.tree_shown;
      if (!w.tree_shown) w.focus = Focus::code;
      return true;
    default:
      return false;
  }
}

bool open_action(Action action, Workspace& w) {
  switch (action) {
    case Action::show_palette:
      open_picker(w, PickerKind::commands);
      return true;
    case Action::open_file:
      open_picker(w, PickerKind::files);
      return true;
    case Action::go_to_line:
      open_picker(w, PickerKind::line);
      return true;
    case Action::find_symbol:
      open_picker(w, PickerKind::symbols);
      return true;
    case Action::print_lines:
      open_print(w);
      return true;
    case Action::show_keys:
      open_page(w, PageKind::keys);
      return true;
    case Action::show_tour:
      open_page(w, PageKind::tour);
      return true;
    case Action::show_logged:
      open_page(w, PageKind::logged);
      return true;
    default:
      return false;
  }
}

bool place_action(Action action, Workspace& w) {
  switch (action) {
    case Action::back:
    case Action::forward:
      go(w, action == Action::back);
      return true;
    case Action::focus_tree:
      w.tree_shown = true;
      w.focus = Focus::tree;
      return true;
    case Action::filter_tree:
      open_tree_filter(w);
      return true;
    case Action::reveal_in_tree:
      reveal_in_tree(w);
      return true;
    default:
      return false;
  }
}

/// Escape, from the top down: an overlay, the tree's filter, the rest.
bool escape(Workspace& w) {
  if (w.picker.shown() || w.page.shown() || w.print.shown() || w.note.shown() || w.notes_export.shown())
    close_overlay(w);
  else if (w.focus == Focus::tree_filter || (w.focus == Focus::tree && w.tree_filter_shown))
    close_tree_filter(w);
  else
    return false;
  return true;
}

}  // namespace

void apply(Action action, Workspace& w, const Metrics& metrics, const Panes& panes,
           std::optional<std::uint64_t> count) {
  if (action == Action::quit) w.quit = true;
  if (action == Action::lock) w.lock = true;
  if (action != Action::show_hover) w.symbols().end_hover();
  if (action == Action::focus_code && escape(w)) return;
  if (look_action(action, w)) return;
  const bool over = w.focus == Focus::picker || w.focus == Focus::print || w.focus == Focus::page ||
                    w.focus == Focus::note || w.focus == Focus::notes_export;
  if (!over && compare_action(action, count.value_or(1), w, metrics, panes)) return;
  if (open_action(action, w)) return;
  if (w.focus == Focus::picker) return picker_action(action, w, metrics, panes);
  if (w.focus == Focus::print) return print_action(action, w);
  if (w.focus == Focus::note) {
    if (action == Action::activate) keep_note(w);
    return;
  }
  if (w.focus == Focus::notes_export) {
    if (action == Action::activate) w.notes_export.enter();
    if (!w.notes_export.shown()) close_overlay(w);
    return;
  }
  if (w.focus == Focus::page) return page_action(action, w, metrics, panes);
  if (note_action(action, w) || symbol_action(action, w, metrics, panes)) return;
  if (tab_action(action, w) || view_action(action, w) || place_action(action, w)) return;
  if (w.focus == Focus::tree_filter && filter_action(action, w, metrics, panes)) return;
  if (find_action(action, w, metrics, panes)) return;
  if (action == Action::switch_focus)
    w.focus = w.focus == Focus::tree || !w.tree_shown ? Focus::code : Focus::tree;
  if (w.focus == Focus::tree) return tree_action(action, w, metrics, panes);
  const bool to_line = count && (action == Action::top || action == Action::bottom) && w.place();
  if (to_line) {
    w.jump(std::string(w.active()->path()), *count - std::min<std::uint64_t>(*count, 1));
    return;
  }
  code_action(action, count.value_or(1), w, metrics, panes);
}

bool field_key(FieldKey key, Workspace& w) {
  std::string* text = w.focused_text();
  if (text == nullptr) return false;
  edit(*text, w.caret, key);
  return true;
}

bool type_character(char32_t code_point, Workspace& w) {
  std::string* text = w.focused_text();
  if (text == nullptr) return false;
  const bool digits_only = w.focus == Focus::picker && w.picker.kind() == PickerKind::line;
  if (digits_only && (code_point < U'0' || code_point > U'9')) return true;
  type_into(*text, w.caret, code_point, w.focus == Focus::note ? seal::kMaxNoteTextBytes : kMostFieldBytes);
  return true;
}

}  // namespace spoor::app
