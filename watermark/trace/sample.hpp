// A stretch of rows on which font, pitch and blur are judged before the whole page is read.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "watermark/trace/lattice.hpp"
#include "watermark/trace/reader.hpp"
#include "watermark/trace/templates.hpp"

namespace spoor::trace {

/// Some rows of a plane as a small plane of their own, and the lattice in it.
struct Sample {
  cv::Mat1f plane;
  Lattice lattice;
  int left_px = 0, top_px = 0;  ///< of the small plane in the whole
};

/// The dozen neighbouring rows of a lattice that hold the most ink; all of a shorter lattice.
[[nodiscard]] Sample richest_rows(const cv::Mat1f& plane, const Lattice& lattice, double em_px);

/// The whole lattice, moved as its sample was when it was registered.
[[nodiscard]] Lattice whole_from_sample(const Lattice& whole, const Sample& sample,
                                        const Lattice& registered);

/// Part of a sample's ink that vanishes when all glyphs as read are taken out of it, 0..1; fills `grid` with
/// what was read. Neighbours' ink is taken out before the second reading.
[[nodiscard]] double explained_by_synthesis(const CellReader& reader, const TemplateBank& bank,
                                            const cv::Mat1f& plane, const Lattice& lattice,
                                            double median_gain, int threads, CellGrid& grid);

/// Part of a plane's ink that stands where any of the lattices has cells, 0..1.
[[nodiscard]] double coverage_of(const cv::Mat1f& plane, const std::vector<Lattice>& lattices);

}  // namespace spoor::trace
