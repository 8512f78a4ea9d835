// Draws one file: gutter and code on one lattice.
#pragma once

#include "viewer/app/editor.hpp"
#include "viewer/app/finder.hpp"
#include "viewer/app/frame.hpp"
#include "viewer/app/notebook.hpp"
#include "viewer/compare/file_diff.hpp"

namespace spoor::app {

/// The cells of one drawn row: a blank, the line number right-aligned, two blanks, the visible code. `row`:
/// of a wrapped line; only its first one has the number.
[[nodiscard]] std::vector<text::Cell> code_row_cells(Editor& editor, std::uint64_t line,
                                                     const CodeColumns& columns,
                                                     const text::Repertoire& repertoire, bool current,
                                                     int row = 0);

/// Appends `columns` of a line from first_column on.
void append_code(Editor& editor, std::uint64_t line, std::uint64_t first_column, std::size_t columns,
                 const text::Repertoire& repertoire, std::vector<text::Cell>& cells);
/// Appends a line's number, right-aligned.
void append_number(std::uint64_t line, int digits, UiClass color, std::vector<text::Cell>& cells);
/// A box around whatever stands for a character that cannot be seen or must not act.
void draw_badges(Canvas& canvas, const RowCache::Glyphs& glyphs, int y_px, const gpu::Box& clip);

struct CodeLook {
  const FileFinder* finder = nullptr;          ///< whose matches are marked; nullptr: nobody's
  bool caret = false;                          ///< the keyboard is here
  bool sticky = false;                         ///< the headers of the blocks around stay on top
  const compare::FileDiff* diff = nullptr;     ///< against another release: marks beside the lines
  bool lines_marked = false;                   ///< and another ground behind them
  std::span<const seal::Note> notes{};         ///< on this file
  std::optional<std::uint64_t> range_begin{};  ///< a range of lines reaches from here to the caret
};
Drawn draw_code(Canvas& canvas, Editor& editor, const ViewPanes& panes, const CodeLook& look);

}  // namespace spoor::app
