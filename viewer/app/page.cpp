#include "viewer/app/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace spoor::app {
namespace {

using Kind = PageLine::Kind;

PageLine heading(std::string text) {
  return {Kind::heading, std::move(text), {}};
}
PageLine line(std::string text) {
  return {Kind::text, std::move(text), {}};
}

std::vector<PageLine> key_lines(const Keymap& keymap) {
  constexpr std::array kGroups = {std::pair{Menu::file, "Files"},
                                  std::pair{Menu::view, "View"},
                                  std::pair{Menu::go, "Going places"},
                                  std::pair{Menu::search, "Search"},
                                  std::pair{Menu::compare, "Comparing releases"},
                                  std::pair{Menu::notes, "Notes"},
                                  std::pair{Menu::none, "Moving"},
                                  std::pair{Menu::help, "Help"}};
  std::vector<PageLine> lines{line(fmt::format("Keymap: {}", keymap.name()))};
  for (const auto& [menu, name] : kGroups) {
    lines.push_back(heading(name));
    for (const Command& c : commands()) {
      if (c.menu != menu) continue;
      std::string keys = keymap.all_keys_of(c.action);
      if (!keys.empty()) lines.push_back({Kind::pair, std::string(c.title), std::move(keys)});
    }
  }
  return lines;
}

std::vector<PageLine> tour_lines(const Keymap& keymap) {
  const auto step = [&](Action action, const char* what) {
    return PageLine{Kind::pair, what, keymap.keys_of(action)};
  };
  return {line("Everything works from the keyboard. Escape closes what is open on top."),
          heading("Find your way"),
          step(Action::open_file, "Open a file by parts of its path"),
          step(Action::find_in_tree, "Search the whole release, with exact coverage"),
          step(Action::find_in_file, "Search in the file"),
          step(Action::find_symbol, "Go to a function or a type by parts of its name"),
          step(Action::go_definition, "Go to the definition of the name at the caret"),
          step(Action::list_occurrences, "List where the name occurs"),
          step(Action::go_to_line, "Go to a line"),
          step(Action::compare_with, "What has changed since another release"),
          step(Action::back, "Back to where you were"),
          heading("Keep what you found"),
          step(Action::add_note, "A note at this line, sealed to your own key"),
          step(Action::toggle_bookmark, "A bookmark"),
          step(Action::mark_reviewed, "The file is reviewed; the tree counts along"),
          step(Action::show_notes, "All notes, bookmarks and marks"),
          heading("Make it yours"),
          step(Action::show_palette, "All commands, each with its key"),
          step(Action::next_theme, "Another theme"),
          step(Action::next_keymap, "Another keymap: default, Vim, Emacs"),
          step(Action::zoom_in, "Larger text"),
          heading("What this viewer does not do"),
          line("Nothing can be copied, saved or dragged out. There is no clipboard."),
          line("Every character of the vendor's carries this session's mark, wherever it is drawn."),
          step(Action::print_lines, "Lines on paper, where the session allows it; the quota is shown first"),
          step(Action::show_logged, "What is logged, and what the vendor cannot see")};
}

std::vector<PageLine> logged_lines() {
  return {
      heading("What carries your name"),
      line("Every character of the vendor's stands a hair to the left or right of its place, by a pattern"),
      line("that is this session's own. A photograph or a screenshot can be traced back to the session"),
      line("and to the quarter of an hour in which it was on screen."),
      heading("What the vendor reads in the log"),
      line("Which lines of which file, of which release, were on screen, when, and for how long; that the "
           "session was opened,"),
      line("locked, unlocked and closed; what was printed; what the policy refused; clocks that were set;"),
      line("that you searched, and that you noted something."),
      line("Lines are in the log before they are on screen. If it cannot be written, nothing more is shown."),
      heading("What the vendor cannot see"),
      line("What you searched for is sealed to your own key (--reviewer-key), and without one it is gone:"),
      line("the log says that you searched, not for what. The tree, tabs and paths are not in it."),
      line("Your notes are sealed to that key, too; bookmarks and marks are not in the log at all."),
      line("This window sends nothing anywhere. The log is a file on this machine; the vendor collects it."),
      line("No key, pointer movement, camera or microphone is recorded by the viewer."),
      heading("What you can prove"),
      line("When you quit, a receipt of the log is left beside it. Take it home: with it, nobody can take"),
      line("anything out of the log, or put anything in, without being found out (spoor log verify).")};
}

constexpr std::size_t kLineBytes = 88;  // labels are not wrapped

}  // namespace

std::vector<std::string> wrapped_words(const std::string& sentence) {
  std::vector<std::string> out;
  std::string line;
  std::size_t at = 0;
  while (at < sentence.size()) {
    const std::size_t end = std::min(sentence.find(' ', at), sentence.size());
    if (!line.empty() && line.size() + 1 + end - at > kLineBytes) out.push_back(std::exchange(line, {}));
    if (!line.empty()) line += ' ';
    line += sentence.substr(at, end - at);
    at = end + 1;
  }
  out.push_back(std::move(line));
  return out;
}

std::string page_title(PageKind kind) {
  switch (kind) {
    case PageKind::keys:
      return "Keys";
    case PageKind::tour:
      return "A tour of the viewer";
    case PageKind::logged:
      return "What is logged, and what the vendor cannot see";
    case PageKind::none:
      break;
  }
  return {};
}

std::vector<PageLine> page_lines(PageKind kind, const Keymap& keymap) {
  switch (kind) {
    case PageKind::keys:
      return key_lines(keymap);
    case PageKind::tour:
      return tour_lines(keymap);
    case PageKind::logged:
      return logged_lines();
    case PageKind::none:
      break;
  }
  return {};
}

}  // namespace spoor::app
