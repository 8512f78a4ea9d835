// Which key does what: one table for the window and for the list that F1 shows.
#pragma once

#include <span>
#include <string_view>

#include "viewer/app/action.hpp"

namespace spoor::app {

struct Binding {
  int key = 0;        ///< GLFW's key code
  int modifiers = 0;  ///< GLFW's modifier bits, of Control, Shift and Alt
  Action action = Action::none;
  std::string_view keys;     ///< as shown: "Ctrl+G"
  std::string_view meaning;  ///< empty: another key of the row above
};

[[nodiscard]] std::span<const Binding> bindings();
[[nodiscard]] Action action_for(int key, int modifiers);
/// The first key of an action as shown; empty if it has none.
[[nodiscard]] std::string_view keys_of(Action action);

}  // namespace spoor::app
