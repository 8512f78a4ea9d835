// Everything that a key, a menu or a button can ask for.
#pragma once

#include <cstdint>

namespace spoor::app {

enum class Action : std::uint8_t {
  none,
  quit,
  close_tab,
  next_tab,
  previous_tab,
  zoom_in,
  zoom_out,
  zoom_reset,
  toggle_theme,
  toggle_tree,
  go_to_line,  ///< opens the dialog
  show_keys,   ///< opens the list of keys
  focus_tree,
  focus_code,
  switch_focus,
  up,
  down,
  page_up,
  page_down,
  left,
  right,
  home,
  end,
  top,
  bottom,
  find_in_file,
  find_in_tree,
  find_next,
  find_previous,
  toggle_case,
  toggle_word,
  toggle_regexp,
  toggle_lines,
  activate,  ///< open the selected file, fold or unfold the selected directory
};

}  // namespace spoor::app
