// Everything that a key, a menu or a button can ask for, and the registry of it: each action has a name for
// keymap files, a title for menus and the palette, and a place in the menu.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace spoor::app {

enum class Action : std::uint8_t {
  none,
  quit,
  lock,
  close_tab,
  next_tab,
  previous_tab,
  zoom_in,
  zoom_out,
  zoom_reset,
  split_view,
  close_view,
  next_view,
  link_views,
  toggle_wrap,
  toggle_sticky,
  toggle_minimap,
  next_theme,
  next_keymap,
  toggle_tree,
  show_palette,
  open_file,
  go_to_line,
  filter_tree,
  reveal_in_tree,
  back,
  forward,
  show_keys,
  show_tour,
  show_logged,
  focus_tree,
  focus_code,  ///< Escape: closes what is open on top, then goes to the code
  switch_focus,
  up,
  down,
  page_up,
  page_down,
  half_page_up,
  half_page_down,
  scroll_up,  ///< the text moves, the current line stays
  scroll_down,
  left,
  right,
  word_left,
  word_right,
  home,
  end,
  top,
  bottom,
  toggle_fold,
  fold_all,
  unfold_all,
  matching_bracket,
  find_in_file,
  find_in_tree,
  find_next,
  find_previous,
  find_word,
  list_tricks,
  find_symbol,
  go_definition,
  peek_definition,
  show_hover,
  list_occurrences,
  show_outline,
  toggle_outline,
  print_lines,
  compare_with,
  compare_end,
  show_changes,      ///< the list of changed files
  next_change_kind,  ///< of the list
  compare_file,
  diff_sides,
  diff_folds,
  mark_lines,
  next_change,
  previous_change,
  next_changed_file,
  previous_changed_file,
  add_note,
  begin_range,
  toggle_bookmark,
  next_bookmark,
  previous_bookmark,
  mark_reviewed,
  mark_to_do,
  show_notes,
  export_notes,
  export_notes_plain,
  toggle_case,
  toggle_word,
  toggle_regexp,
  toggle_lines,
  activate,  ///< open the selected file, fold or unfold the selected directory
};

enum class Menu : std::uint8_t { none, file, view, go, search, compare, notes, help };

struct Command {
  Action action = Action::none;
  std::string_view id;     ///< in keymap files: "go.line"
  std::string_view title;  ///< "Go to a line"
  Menu menu = Menu::none;
};

/// All actions but none, in the order of the menus.
[[nodiscard]] std::span<const Command> commands() noexcept;
[[nodiscard]] const Command& command_of(Action action) noexcept;  ///< action: not none
[[nodiscard]] std::optional<Action> action_by_id(std::string_view id) noexcept;

}  // namespace spoor::app
