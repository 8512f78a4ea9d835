// Panes: lattices with what was read on them; merging twins and settling overlaps.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "watermark/trace/lattice.hpp"
#include "watermark/trace/reader.hpp"

namespace spoor::trace {

struct ReadPane {
  Lattice lattice;
  CellGrid grid;
  ReadLevels levels;
};

/// Noise and typical gain of a reading, for the next one.
[[nodiscard]] ReadLevels levels_of(const CellGrid& grid, const TemplateBank& bank);

/// True if the columns of two lattices are each other's continuation.
[[nodiscard]] bool same_columns(const Lattice& a, const Lattice& b);

/// True if most rows of the lattice with fewer rows are rows of the other, too.
[[nodiscard]] bool share_rows(const Lattice& a, const Lattice& b, double em_px);

/// `main` extended over what `other` spans.
[[nodiscard]] Lattice joined(const Lattice& main, const Lattice& other);

/// Energy that a reading's glyphs explain between two places along the rows: to tell whether a joint lattice
/// is as good as its parts.
[[nodiscard]] double explained_ink(const ReadPane& pane, double from_px, double to_px);

/// Cells whose neighbourhood the reading explains far worse than it does the rest of the picture's text
/// become kOutsideCell: rows and columns on which no text of this font stands. Returns how many cells that
/// were.
std::size_t drop_strange_cells(std::vector<ReadPane>& panes);

/// Where two panes claim the same pixels, the worse reading's cells become kOutsideCell.
void settle_overlaps(std::vector<ReadPane>& panes, double em_px);

}  // namespace spoor::trace
