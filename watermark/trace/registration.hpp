// Stage 5: registration: the lattice's exact place, from where the glyphs that were read really stand.
#pragma once

#include <opencv2/core.hpp>

#include "watermark/trace/reader.hpp"

namespace spoor::trace {

/// How well a lattice explains the plane at its present place.
struct LatticeScore {
  double explained = 0;    ///< part of the ink's energy in sampled cells that the best glyphs explain, 0..1
  double median_gain = 0;  ///< of strong cells, grey levels
  int cells = 0;           ///< that had ink
};

/// Scores a lattice on at most `limit` cells with the most ink.
[[nodiscard]] LatticeScore score_lattice(const CellReader& reader, const TemplateBank& bank,
                                         const cv::Mat1f& plane, const Lattice& lattice, std::size_t limit);

/// The lattice moved by fractions of a cell, to where it explains most: the coarse search before read cells
/// can be trusted. Searches +-(0.1 reach + 0.09) advances and +-(0.06 reach + 0.05) em.
[[nodiscard]] Lattice search_lattice(const CellReader& reader, const TemplateBank& bank,
                                     const cv::Mat1f& plane, const Lattice& lattice, std::size_t limit,
                                     int reach, int threads);

/// One round of registration on at most `limit` cells with the most ink: enough to remove a drift of the
/// advance.
[[nodiscard]] Lattice refine_on_sample(const CellReader& reader, const TemplateBank& bank,
                                       const cv::Mat1f& plane, const Lattice& lattice, std::size_t limit);

/// Least-squares displacement of one read glyph from where it was expected.
struct Displacement {
  double x_px = 0, y_px = 0;
  double gain = 0;               ///< grey levels at full coverage
  double information = 0;        ///< 1 / variance of x at unit pixel noise, pixels^-2
  double residual_variance = 0;  ///< of a pixel about the fit, grey levels squared
  bool valid = false;
};

/// `own`: what to add to the plane in the cell's window (the cell's own ink, where the plane is a residual),
/// or null.
[[nodiscard]] Displacement displacement_of(const TemplateBank& bank, const cv::Mat1f& plane,
                                           std::size_t glyph, double pen_x_px, double baseline_px,
                                           const float* own);

/// One round of registration: the least-squares displacement of each read cell, and the lattice (origin,
/// advance, baseline, line height) that fits them robustly.
[[nodiscard]] Lattice refine_lattice(const TemplateBank& bank, const cv::Mat1f& plane, const Lattice& lattice,
                                     const CellGrid& grid, int threads);

}  // namespace spoor::trace
