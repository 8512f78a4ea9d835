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

/// True if two lattices are one: same pitch, phase and rows within a tenth of a cell.
[[nodiscard]] bool same_lattice(const Lattice& a, const Lattice& b, double em_px);

/// The lattice that spans both of two lattices that are one.
[[nodiscard]] Lattice joined(const Lattice& a, const Lattice& b);

/// Where two panes claim the same pixels, the worse reading's cells become kOutsideCell.
void settle_overlaps(std::vector<ReadPane>& panes, double em_px);

}  // namespace spoor::trace
