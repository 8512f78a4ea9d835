// What is open and where it stands: tree, views and their tabs, focus, font size, theme. No drawing and no
// window system in here.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/app/action.hpp"
#include "viewer/app/comparison.hpp"
#include "viewer/app/editor.hpp"
#include "viewer/app/export_ask.hpp"
#include "viewer/app/finder.hpp"
#include "viewer/app/keymap.hpp"
#include "viewer/app/note_ask.hpp"
#include "viewer/app/page.hpp"
#include "viewer/app/picker.hpp"
#include "viewer/app/places.hpp"
#include "viewer/app/print_ask.hpp"
#include "viewer/app/progress.hpp"
#include "viewer/app/symbols.hpp"
#include "viewer/app/text_field.hpp"
#include "viewer/app/theme.hpp"
#include "viewer/app/tree_model.hpp"

namespace spoor::app {

enum class Focus : std::uint8_t {
  tree,
  code,
  find_file,   ///< the field of the search in a file
  find_tree,   ///< the field of the search in the release
  find_globs,  ///< its field for paths
  found,       ///< what it found
  tree_filter,
  outline,  ///< the field that filters the file's outline
  peek,     ///< definitions opened in the code
  changes,  ///< the list of what differs from another release
  diff,     ///< a file of two releases, in place of the views
  picker,
  print,  ///< the field of lines to print
  note,   ///< the field of a note
  notes_export,
  page
};

inline constexpr double kLeastFontPx = 6;
inline constexpr double kLargestFontPx = 96;

/// Files that are open in one of the views that stand side by side.
struct View {
  std::vector<std::unique_ptr<Editor>> tabs;
  std::size_t active = 0;
  [[nodiscard]] Editor* editor() const { return active < tabs.size() ? tabs[active].get() : nullptr; }
};

class Workspace {
 public:
  static constexpr std::size_t kMostViews = 4;

  /// Errors: those of Source::list; failed (a keymap is wrong).
  static Result<std::unique_ptr<Workspace>> create(const Source& source, double font_px, ThemeId theme,
                                                   std::function<void()> on_change);

  /// Opens a file in a tab of the active view, or goes to its tab. `line` is 0-based.
  Result<void> open(std::string_view path, std::uint64_t line = 0);
  /// The same, as a jump that back() undoes; a failure is said in `message`.
  bool jump(std::string_view path, std::uint64_t line);
  void close_tab(std::size_t index);
  void show_tab(std::size_t index);
  /// Closes all files, searches and what is open on top.
  void close_all();

  /// Lets go of the files' text, of what was found in it and of what is open on top, and remembers which
  /// files are open, where, and what the release was searched for.
  void sleep();
  /// Opens the files again, and begins that search anew.
  void wake();

  [[nodiscard]] const Source& source() const { return *source_; }
  [[nodiscard]] const std::vector<View>& views() const { return views_; }
  [[nodiscard]] std::size_t active_view() const { return active_view_; }
  void show_view(std::size_t index);
  /// The active file once more, in a view beside it; nothing beyond kMostViews.
  void split_view();
  void close_view();
  [[nodiscard]] const std::vector<std::unique_ptr<Editor>>& tabs() const { return views_[active_view_].tabs; }
  [[nodiscard]] std::size_t active_tab() const { return views_[active_view_].active; }
  [[nodiscard]] Editor* active() const { return views_[active_view_].editor(); }
  TreeModel& tree() { return tree_; }
  [[nodiscard]] const TreeModel& tree() const { return tree_; }
  Finder& finder() { return finder_; }
  [[nodiscard]] const Finder& finder() const { return finder_; }
  PathList& paths() { return paths_; }
  Symbols& symbols() { return symbols_; }
  [[nodiscard]] const Symbols& symbols() const { return symbols_; }
  Comparison& comparison() { return comparison_; }
  [[nodiscard]] const Comparison& comparison() const { return comparison_; }
  [[nodiscard]] const Keymap& keymap() const { return keymap_; }
  [[nodiscard]] KeymapId keymap_id() const { return keymap_id_; }
  Result<void> use_keymap(KeymapId id);
  [[nodiscard]] std::optional<FilePlace> place() const;  ///< where the reviewer stands
  /// What the keyboard types into; nullptr where it does not.
  [[nodiscard]] std::string* focused_text();
  [[nodiscard]] KeyContext key_context() const;
  /// Moves the keyboard; a field's whole text is selected then.
  void focus_on(Focus where);
  /// Takes what searches, listings and the picker have found. Before each frame.
  void poll();

  Focus focus = Focus::code;
  ThemeId theme = ThemeId::dark;
  double font_px = 14;
  double first_font_px = 14;  ///< what zoom_reset goes back to
  bool tree_shown = true;
  int tree_width_units = 300;  ///< in units of the display scale
  ScrollPosition tree_scroll{};
  double find_share = 0.45;  ///< of the code's height: the panel of found lines
  bool tree_reveal = false;  ///< the next frame scrolls the tree to its selected row
  bool tree_filter_shown = false;
  std::string tree_filter;
  bool wrap = false;
  bool sticky = true;
  bool minimap = false;
  bool linked = false;  ///< the other views scroll with the active one
  Picker picker;
  Page page;
  PrintAsk print;
  Notebook notebook;
  NoteAsk note;
  ExportAsk notes_export;
  std::string allowance;  ///< our own words for the status bar: what may still be exported; empty: no limit
  Progress progress;
  std::optional<FilePlace> range_begin;  ///< of lines that a note or a mark will be about
  Places places;
  FieldCaret caret;          ///< of the field that has the keyboard
  std::string pending_keys;  ///< typed so far of a sequence
  std::string message;       ///< our own words for the status bar: the last thing that failed
  bool quit = false;
  bool lock = false;  ///< the reviewer wants it locked

 private:
  Workspace(const Source& source, TreeModel tree, Keymap keymap, std::function<void()> on_change);
  void close_over_code();
  void filter_tree();
  void poll_comparison();
  void scroll_linked();

  const Source* source_;
  TreeModel tree_;
  std::function<void()> on_change_;
  Finder finder_;
  PathList paths_;
  Symbols symbols_;
  Comparison comparison_;
  Keymap keymap_;
  KeymapId keymap_id_ = KeymapId::standard;
  bool removed_stale_ = false;  ///< the tree does not show yet which files are gone
  std::vector<View> views_;
  /// A file that was open, and where.
  struct SleepingTab {
    std::string path;
    ScrollPosition scroll{};
    std::uint64_t line = 0;
    std::uint64_t column = 0;
    std::uint64_t first_column = 0;
    Folds folds;
  };
  struct SleepingView {
    std::vector<SleepingTab> tabs;
    std::size_t active = 0;
  };
  std::vector<SleepingView> asleep_;
  std::optional<FindForm> asleep_search_;  ///< of the release
  std::size_t active_view_ = 0;
  std::string filtered_by_;
  std::vector<std::string> removed_;  ///< files of the other release alone, as the tree shows them
  struct Followed {
    const Editor* editor = nullptr;
    std::uint64_t line = 0;
  };
  Followed followed_;  ///< where the active view was when the others last followed it
};

}  // namespace spoor::app
