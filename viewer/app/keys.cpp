#include "viewer/app/keys.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <array>

namespace spoor::app {
namespace {

constexpr int kCtrl = GLFW_MOD_CONTROL;
constexpr int kCtrlShift = GLFW_MOD_CONTROL | GLFW_MOD_SHIFT;

constexpr std::array kBindings = {
    Binding{GLFW_KEY_UP, 0, Action::up, "Up, Down", "one line or row"},
    Binding{GLFW_KEY_DOWN, 0, Action::down, "", ""},
    Binding{GLFW_KEY_PAGE_UP, 0, Action::page_up, "Page Up, Page Down", "one page"},
    Binding{GLFW_KEY_PAGE_DOWN, 0, Action::page_down, "", ""},
    Binding{GLFW_KEY_HOME, kCtrl, Action::top, "Ctrl+Home, Ctrl+End", "beginning, end of the file"},
    Binding{GLFW_KEY_END, kCtrl, Action::bottom, "", ""},
    Binding{GLFW_KEY_LEFT, 0, Action::left, "Left, Right", "scroll sideways; in the tree: fold, unfold"},
    Binding{GLFW_KEY_RIGHT, 0, Action::right, "", ""},
    Binding{GLFW_KEY_HOME, 0, Action::home, "Home, End", "beginning, end of the line"},
    Binding{GLFW_KEY_END, 0, Action::end, "", ""},
    Binding{GLFW_KEY_G, kCtrl, Action::go_to_line, "Ctrl+G", "go to a line"},
    Binding{GLFW_KEY_F, kCtrl, Action::find_in_file, "Ctrl+F", "search in the file"},
    Binding{GLFW_KEY_F, kCtrlShift, Action::find_in_tree, "Ctrl+Shift+F", "search in the whole release"},
    Binding{GLFW_KEY_F3, 0, Action::find_next, "F3, Shift+F3", "next match, the one before"},
    Binding{GLFW_KEY_F3, GLFW_MOD_SHIFT, Action::find_previous, "", ""},
    Binding{GLFW_KEY_ENTER, GLFW_MOD_SHIFT, Action::find_previous, "", ""},
    Binding{GLFW_KEY_C, GLFW_MOD_ALT, Action::toggle_case, "Alt+C, Alt+W, Alt+R, Alt+M",
            "search: match case, words, regular expression, over lines"},
    Binding{GLFW_KEY_W, GLFW_MOD_ALT, Action::toggle_word, "", ""},
    Binding{GLFW_KEY_R, GLFW_MOD_ALT, Action::toggle_regexp, "", ""},
    Binding{GLFW_KEY_M, GLFW_MOD_ALT, Action::toggle_lines, "", ""},
    Binding{GLFW_KEY_ENTER, 0, Action::activate, "Enter", "open what is selected, unfold the directory"},
    Binding{GLFW_KEY_KP_ENTER, 0, Action::activate, "", ""},
    Binding{GLFW_KEY_TAB, 0, Action::switch_focus, "Tab", "from the tree to the code and back"},
    Binding{GLFW_KEY_E, kCtrlShift, Action::focus_tree, "Ctrl+Shift+E", "to the tree"},
    Binding{GLFW_KEY_ESCAPE, 0, Action::focus_code, "Escape", "to the code"},
    Binding{GLFW_KEY_TAB, kCtrl, Action::next_tab, "Ctrl+Tab", "next tab"},
    Binding{GLFW_KEY_TAB, kCtrlShift, Action::previous_tab, "Ctrl+Shift+Tab", "previous tab"},
    Binding{GLFW_KEY_W, kCtrl, Action::close_tab, "Ctrl+W", "close the tab"},
    Binding{GLFW_KEY_EQUAL, kCtrl, Action::zoom_in, "Ctrl++", "larger text"},
    Binding{GLFW_KEY_EQUAL, kCtrlShift, Action::zoom_in, "", ""},
    Binding{GLFW_KEY_KP_ADD, kCtrl, Action::zoom_in, "", ""},
    Binding{GLFW_KEY_MINUS, kCtrl, Action::zoom_out, "Ctrl+-", "smaller text"},
    Binding{GLFW_KEY_KP_SUBTRACT, kCtrl, Action::zoom_out, "", ""},
    Binding{GLFW_KEY_0, kCtrl, Action::zoom_reset, "Ctrl+0", "text as at the start"},
    Binding{GLFW_KEY_B, kCtrl, Action::toggle_tree, "Ctrl+B", "show or hide the tree"},
    Binding{GLFW_KEY_T, kCtrlShift, Action::toggle_theme, "Ctrl+Shift+T", "dark or light"},
    Binding{GLFW_KEY_F1, 0, Action::show_keys, "F1", "this list"},
    Binding{GLFW_KEY_Q, kCtrl, Action::quit, "Ctrl+Q", "quit"},
};

}  // namespace

std::span<const Binding> bindings() {
  return kBindings;
}

Action action_for(int key, int modifiers) {
  const int relevant = modifiers & (GLFW_MOD_CONTROL | GLFW_MOD_SHIFT | GLFW_MOD_ALT);
  for (const Binding& b : kBindings)
    if (b.key == key && b.modifiers == relevant) return b.action;
  return Action::none;
}

std::string_view keys_of(Action action) {
  for (const Binding& b : kBindings)
    if (b.action == action) return b.keys;
  return {};
}

}  // namespace spoor::app
