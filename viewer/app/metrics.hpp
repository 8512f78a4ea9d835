// Sizes of everything, whole pixels where something starts or ends: from the font, its size and the display
// scale.
#pragma once

#include "viewer/text/face.hpp"
#include "viewer/text/place.hpp"

namespace spoor::app {

struct Metrics {
  double scale = 1;       ///< display scale factor
  double em_px = 14;      ///< font size times scale
  double advance_px = 0;  ///< of a cell
  int line_px = 0;        ///< height of a line of code
  int baseline_px = 0;    ///< from a line's top to its baseline
  int tree_row_px = 0;
  int tree_baseline_px = 0;
  int pad_px = 0;     ///< the common small distance
  int menu_px = 0;    ///< height of the menu bar
  int tabs_px = 0;    ///< height of the tab bar
  int path_px = 0;    ///< height of the path's row
  int status_px = 0;  ///< height of the status bar
  int scrollbar_px = 0;
  int line_width_px = 1;  ///< of borders

  /// A row's grid with column 0 at a whole pixel.
  [[nodiscard]] text::Lattice lattice(int origin_x_px) const { return {origin_x_px, advance_px, em_px}; }
  /// Whole cells that fit into a width.
  [[nodiscard]] int columns_in(int width_px) const;
  [[nodiscard]] int px(double units) const;  ///< a length in units of the display scale
};

[[nodiscard]] Metrics make_metrics(const text::Face& face, double font_px, double scale);

}  // namespace spoor::app
