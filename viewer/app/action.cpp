#include "viewer/app/action.hpp"

#include <algorithm>
#include <array>

namespace spoor::app {
namespace {

constexpr std::array kCommands = {
    Command{Action::open_file, "file.open", "Open a file by name", Menu::file},
    Command{Action::close_tab, "tab.close", "Close the tab", Menu::file},
    Command{Action::next_tab, "tab.next", "Next tab", Menu::file},
    Command{Action::previous_tab, "tab.previous", "Previous tab", Menu::file},
    Command{Action::lock, "lock", "Lock: the passphrase unlocks it", Menu::file},
    Command{Action::print_lines, "print", "Print lines...", Menu::file},
    Command{Action::quit, "quit", "Quit", Menu::file},

    Command{Action::show_palette, "palette", "All commands", Menu::view},
    Command{Action::split_view, "view.split", "Another view beside this one", Menu::view},
    Command{Action::close_view, "view.close", "Close this view", Menu::view},
    Command{Action::next_view, "view.next", "To the next view", Menu::view},
    Command{Action::link_views, "view.link", "Views scroll together, or each for itself", Menu::view},
    Command{Action::toggle_wrap, "wrap", "Wrap long lines, or not", Menu::view},
    Command{Action::toggle_sticky, "sticky", "Block headers stay on top, or not", Menu::view},
    Command{Action::toggle_minimap, "minimap", "Show or hide the map of the file", Menu::view},
    Command{Action::zoom_in, "zoom.in", "Larger text", Menu::view},
    Command{Action::zoom_out, "zoom.out", "Smaller text", Menu::view},
    Command{Action::zoom_reset, "zoom.reset", "Text as at the start", Menu::view},
    Command{Action::next_theme, "theme.next", "Next theme", Menu::view},
    Command{Action::next_keymap, "keymap.next", "Next keymap: default, Vim, Emacs", Menu::view},
    Command{Action::toggle_outline, "outline.toggle", "Show or hide the outline", Menu::view},
    Command{Action::toggle_tree, "tree.toggle", "Show or hide the tree", Menu::view},

    Command{Action::find_symbol, "symbol.find", "Go to a definition by its name", Menu::go},
    Command{Action::go_definition, "symbol.definition", "Go to the definition of the name at the caret",
            Menu::go},
    Command{Action::peek_definition, "symbol.peek", "Peek at its definition here", Menu::go},
    Command{Action::show_hover, "symbol.hover", "Show the definition's lines for a moment", Menu::go},
    Command{Action::list_occurrences, "symbol.occurrences", "List all occurrences of the name", Menu::go},
    Command{Action::show_outline, "outline.focus", "What the file defines: the outline", Menu::go},
    Command{Action::go_to_line, "go.line", "Go to a line", Menu::go},
    Command{Action::back, "go.back", "Back to the place before", Menu::go},
    Command{Action::forward, "go.forward", "Forward again", Menu::go},
    Command{Action::matching_bracket, "go.bracket", "To the matching bracket", Menu::go},
    Command{Action::toggle_fold, "fold.toggle", "Fold or unfold the block", Menu::go},
    Command{Action::fold_all, "fold.all", "Fold all blocks", Menu::go},
    Command{Action::unfold_all, "fold.none", "Unfold all blocks", Menu::go},
    Command{Action::focus_tree, "tree.focus", "To the tree", Menu::go},
    Command{Action::filter_tree, "tree.filter", "Filter the tree", Menu::go},
    Command{Action::reveal_in_tree, "tree.reveal", "Show the file in the tree", Menu::go},
    Command{Action::focus_code, "code.focus", "To the code; closes what is on top", Menu::go},
    Command{Action::switch_focus, "focus.switch", "From the tree to the code and back", Menu::none},

    Command{Action::find_in_file, "find.file", "Search in the file", Menu::search},
    Command{Action::find_in_tree, "find.release", "Search in the whole release", Menu::search},
    Command{Action::find_word, "find.word", "Search for the word under the caret", Menu::search},
    Command{Action::list_tricks, "find.tricks", "List hidden and lookalike characters of the release",
            Menu::search},
    Command{Action::find_next, "find.next", "Next match", Menu::search},
    Command{Action::find_previous, "find.previous", "Previous match", Menu::search},
    Command{Action::toggle_case, "find.case", "Search: match case", Menu::search},
    Command{Action::toggle_word, "find.words", "Search: whole words", Menu::search},
    Command{Action::toggle_regexp, "find.regexp", "Search: regular expression", Menu::search},
    Command{Action::toggle_lines, "find.lines", "Search: over several lines", Menu::search},

    Command{Action::compare_with, "compare.with", "Compare with another release...", Menu::compare},
    Command{Action::show_changes, "compare.list", "List what has changed since the other release",
            Menu::compare},
    Command{Action::next_change_kind, "compare.kind", "List of changes: the next kind alone", Menu::compare},
    Command{Action::compare_file, "compare.file", "What has changed in this file", Menu::compare},
    Command{Action::next_change, "compare.next", "Next change", Menu::compare},
    Command{Action::previous_change, "compare.previous", "Previous change", Menu::compare},
    Command{Action::next_changed_file, "compare.next_file", "Next changed file", Menu::compare},
    Command{Action::previous_changed_file, "compare.previous_file", "Previous changed file", Menu::compare},
    Command{Action::diff_sides, "compare.sides", "Changes side by side, or one below the other",
            Menu::compare},
    Command{Action::diff_folds, "compare.folds", "Hide lines that are alike, or show them", Menu::compare},
    Command{Action::mark_lines, "compare.lines", "Mark lines changed since the other release, or not",
            Menu::compare},
    Command{Action::compare_end, "compare.end", "Compare no more", Menu::compare},

    Command{Action::add_note, "note.add", "Note at this line, or at the range of lines", Menu::notes},
    Command{Action::begin_range, "note.begin", "Begin a range of lines here, for a note or a mark",
            Menu::notes},
    Command{Action::toggle_bookmark, "bookmark.toggle", "Bookmark this line, or not any more", Menu::notes},
    Command{Action::next_bookmark, "bookmark.next", "Next bookmark", Menu::notes},
    Command{Action::previous_bookmark, "bookmark.previous", "Previous bookmark", Menu::notes},
    Command{Action::mark_reviewed, "review.done", "The file, or the range of lines, is reviewed",
            Menu::notes},
    Command{Action::mark_to_do, "review.to_do", "The file, or the range of lines, is to do", Menu::notes},
    Command{Action::show_notes, "notes.list", "List notes, bookmarks and marks", Menu::notes},
    Command{Action::export_notes, "notes.export", "Export notes with the code that they are about...",
            Menu::notes},
    Command{Action::export_notes_plain, "notes.export_plain", "Export notes without code...", Menu::notes},

    Command{Action::up, "move.up", "One line up", Menu::none},
    Command{Action::down, "move.down", "One line down", Menu::none},
    Command{Action::page_up, "move.page_up", "One page up", Menu::none},
    Command{Action::page_down, "move.page_down", "One page down", Menu::none},
    Command{Action::half_page_up, "move.half_page_up", "Half a page up", Menu::none},
    Command{Action::half_page_down, "move.half_page_down", "Half a page down", Menu::none},
    Command{Action::scroll_up, "scroll.up", "Scroll up, the caret stays", Menu::none},
    Command{Action::scroll_down, "scroll.down", "Scroll down, the caret stays", Menu::none},
    Command{Action::left, "move.left", "One column to the left; in the tree: fold", Menu::none},
    Command{Action::right, "move.right", "One column to the right; in the tree: unfold", Menu::none},
    Command{Action::word_left, "move.word_left", "One word to the left", Menu::none},
    Command{Action::word_right, "move.word_right", "One word to the right", Menu::none},
    Command{Action::home, "move.home", "Beginning of the line", Menu::none},
    Command{Action::end, "move.end", "End of the line", Menu::none},
    Command{Action::top, "move.top", "Beginning of the file", Menu::none},
    Command{Action::bottom, "move.bottom", "End of the file", Menu::none},
    Command{Action::activate, "activate", "Open what is selected; unfold the directory", Menu::none},

    Command{Action::show_keys, "help.keys", "Keys", Menu::help},
    Command{Action::show_tour, "help.tour", "A tour of the viewer", Menu::help},
    Command{Action::show_logged, "help.logged", "What is logged, and what the vendor cannot see", Menu::help},
};

}  // namespace

std::span<const Command> commands() noexcept {
  return kCommands;
}

const Command& command_of(Action action) noexcept {
  return *std::find_if(kCommands.begin(), kCommands.end(),
                       [action](const Command& c) { return c.action == action; });
}

std::optional<Action> action_by_id(std::string_view id) noexcept {
  const auto found =
      std::find_if(kCommands.begin(), kCommands.end(), [id](const Command& c) { return c.id == id; });
  if (found == kCommands.end()) return std::nullopt;
  return found->action;
}

}  // namespace spoor::app
