// Draws one file: gutter and code on one lattice.
#pragma once

#include "viewer/app/editor.hpp"
#include "viewer/app/finder.hpp"
#include "viewer/app/frame.hpp"

namespace spoor::app {

/// The cells of one drawn row: a blank, the line number right-aligned, two blanks, the visible code. `row`:
/// of a wrapped line; only its first one has the number.
[[nodiscard]] std::vector<text::Cell> code_row_cells(Editor& editor, std::uint64_t line,
                                                     const CodeColumns& columns,
                                                     const text::Repertoire& repertoire, bool current,
                                                     int row = 0);

struct CodeLook {
  const FileFinder* finder = nullptr;  ///< whose matches are marked; nullptr: nobody's
  bool caret = false;                  ///< the keyboard is here
  bool sticky = false;                 ///< the headers of the blocks around stay on top
};
Drawn draw_code(Canvas& canvas, Editor& editor, const ViewPanes& panes, const CodeLook& look);

}  // namespace spoor::app
