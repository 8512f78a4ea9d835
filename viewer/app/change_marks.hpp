// Beside and behind the lines of an ordinary view: what was added, changed or removed there since another
// release.
#pragma once

#include "viewer/app/code_pane.hpp"

namespace spoor::app {

/// A row of a line on screen.
struct MarkedRow {
  std::uint64_t line = 0;
  int row = 0;  ///< of a wrapped line
  int y_px = 0;
  bool current = false;  ///< it keeps its own ground
};

/// `box`: the pane. `look` has a diff.
void draw_change_marks(Canvas& canvas, const CodeLook& look, const MarkedRow& at, const gpu::Box& box,
                       const gpu::Box& clip);

}  // namespace spoor::app
