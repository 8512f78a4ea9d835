// What is open and where it stands: tree, tabs, focus, font size, theme. No drawing and no window system in
// here.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "viewer/app/action.hpp"
#include "viewer/app/editor.hpp"
#include "viewer/app/finder.hpp"
#include "viewer/app/theme.hpp"
#include "viewer/app/tree_model.hpp"

namespace spoor::app {

enum class Focus : std::uint8_t {
  tree,
  code,
  find_file,   ///< the field of the search in a file
  find_tree,   ///< the field of the search in the release
  find_globs,  ///< its field for paths
  found        ///< what it found
};

inline constexpr double kLeastFontPx = 6;
inline constexpr double kLargestFontPx = 96;

class Workspace {
 public:
  /// Errors: those of Source::list.
  static Result<std::unique_ptr<Workspace>> create(const Source& source, double font_px, ThemeId theme,
                                                   std::function<void()> on_change);

  /// Opens a file in a tab, or goes to its tab. `line` is 0-based.
  Result<void> open(std::string_view path, std::uint64_t line = 0);
  void close_tab(std::size_t index);
  void show_tab(std::size_t index);

  [[nodiscard]] const Source& source() const { return *source_; }
  [[nodiscard]] const std::vector<std::unique_ptr<Editor>>& tabs() const { return tabs_; }
  [[nodiscard]] std::size_t active_tab() const { return active_; }
  [[nodiscard]] Editor* active();
  TreeModel& tree() { return tree_; }
  [[nodiscard]] const TreeModel& tree() const { return tree_; }
  Finder& finder() { return finder_; }
  [[nodiscard]] const Finder& finder() const { return finder_; }

  Focus focus = Focus::code;
  ThemeId theme = ThemeId::dark;
  double font_px = 14;
  double first_font_px = 14;  ///< what zoom_reset goes back to
  bool tree_shown = true;
  int tree_width_units = 300;  ///< in units of the display scale
  ScrollPosition tree_scroll{};
  double find_share = 0.45;  ///< of the code's height: the panel of found lines
  int field_generation = 0;  ///< grows when a field's text was changed by other than typing
  bool tree_reveal = false;  ///< the next frame scrolls the tree to its selected row
  std::string message;       ///< our own words for the status bar: the last thing that failed

 private:
  Workspace(const Source& source, TreeModel tree, std::function<void()> on_change);

  const Source* source_;
  TreeModel tree_;
  std::function<void()> on_change_;
  Finder finder_;
  std::vector<std::unique_ptr<Editor>> tabs_;
  std::size_t active_ = 0;
};

}  // namespace spoor::app
