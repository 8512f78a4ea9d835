// Draws what searches have found: the rows of the panel and the marks behind matches in the code. All text of
// the vendor goes the way of the code, glyph by glyph.
#pragma once

#include "viewer/app/editor.hpp"
#include "viewer/app/finder.hpp"
#include "viewer/app/frame.hpp"

namespace spoor::app {

/// The panel's rows, its counts and its coverage; `focused`: the rows have the keyboard.
Drawn draw_find_panel(Canvas& canvas, TreeFinder& finder, const Panes& panes, bool focused);

/// The row under a point of the panel, if there is one.
[[nodiscard]] std::optional<std::size_t> found_row_at(const TreeFinder& finder, const Metrics& metrics,
                                                      const Panes& panes, double y_px);
[[nodiscard]] ScrollRange found_range(const TreeFinder& finder, const Metrics& metrics, const Panes& panes);

/// A row of code on screen: which columns of which line, and where.
struct CodeRow {
  std::uint64_t line = 0;
  std::uint64_t first_column = 0;
  int origin_x_px = 0;  ///< of the lattice: of the gutter's first column
  int y_px = 0;
};
/// The marks behind a row's matches, which lie under its glyphs; cut at the clip.
void draw_matches(Canvas& canvas, Editor& editor, const FileFinder& finder, const CodeRow& at,
                  const CodeColumns& columns, const gpu::Box& clip);

}  // namespace spoor::app
