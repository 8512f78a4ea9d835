// Where everything is in the window.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "viewer/app/metrics.hpp"
#include "viewer/gpu/scene.hpp"

namespace spoor::app {

/// One of the views that stand side by side.
struct ViewPanes {
  gpu::Box all, tabs, path, bar, code, minimap, code_bar;  ///< bar: the search in the file; minimap, bar: of
                                                           ///< no size where they are not shown
};

struct Panes {
  gpu::Box window, menu, tree_head, tree_filter, tree, tree_bar, status;
  gpu::Box outline_field, outline, outline_bar;   ///< below the tree; of no height where it is not shown
  std::vector<ViewPanes> views;                   ///< at least one
  ViewPanes view;                                 ///< the active one of them
  gpu::Box find, find_head, find_rows, find_bar;  ///< below the code; of no height where it is not shown
  gpu::Box diff_head, diff, diff_bar;             ///< a file of two releases, in place of the views
  int split_x_px = 0;  ///< left edge of the border between tree and code; 0 where there is no tree
};

/// What the window is to show beside the code.
struct PaneWishes {
  int width_px = 0;
  int height_px = 0;
  int tree_px = 0;        ///< a tree wider than half the window is narrowed
  double find_share = 0;  ///< of the code's height, for the panel of found lines
  bool tree = true;       ///< else the outline has the column to itself
  bool outline = false;
  bool tree_filter = false;
  bool minimap = false;
  std::size_t views = 1;
  std::size_t active = 0;
  std::optional<std::size_t> bar;  ///< the view with the search in the file
};

[[nodiscard]] Panes make_panes(const Metrics& metrics, const PaneWishes& wishes);
/// One view.
[[nodiscard]] Panes make_panes(const Metrics& metrics, int width_px, int height_px, int tree_px,
                               double find_share = 0);

/// The view under a point; nothing where there is none.
[[nodiscard]] std::optional<std::size_t> view_at(const Panes& panes, double x_px, double y_px);

}  // namespace spoor::app
