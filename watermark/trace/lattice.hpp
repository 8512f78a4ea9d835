// Stage 3: text lattices: where a fixed-pitch pane has its columns and rows.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "viewer/text/face.hpp"

namespace spoor::trace {

/// A lattice of cells, in pixels of the plane that it was found in.
struct Lattice {
  double advance_px = 0;
  double origin_x_px = 0;        ///< pen of column 0
  double first_baseline_px = 0;  ///< of row 0
  double line_height_px = 0;     ///< 0 where there is one row, or scattered ones
  int columns = 0;
  int rows = 0;
  std::vector<double>
      row_shift_px{};          ///< empty, or how far each row stands below where the line height puts it
  bool advance_known = false;  ///< from another pane with more text: registration leaves it alone
  double support = 0;          ///< how much text stands on it; comparable within one picture

  [[nodiscard]] double pen_x_px(int column) const { return origin_x_px + column * advance_px; }
  [[nodiscard]] double baseline_px(int row) const {
    return first_baseline_px + row * line_height_px +
           (row_shift_px.empty() ? 0.0 : row_shift_px[static_cast<std::size_t>(row)]);
  }
};

/// Shape of average text in one font, for finding it: from the font's own glyphs.
struct TextShape {
  double advance_em = 0;
  double centre_cycles = 0;        ///< phase of the fundamental of the mean column profile, pen = 0
  std::vector<float> row_profile;  ///< mean ink a row at kProfileRowsPerEm rows an em, downwards
  double profile_top_em = 0;       ///< height above the baseline of the profile's first row
};
inline constexpr int kProfileRowsPerEm = 32;

[[nodiscard]] TextShape shape_of(const text::Face& face);

/// Lattices of a plane whose text has about this advance: one for each stretch of columns that shares a phase
/// and each set of rows that shares a line height. Horizontal text; sub-pixel refinement is the
/// registration's.
[[nodiscard]] std::vector<Lattice> find_lattices(const cv::Mat1f& magnitude, double advance_px,
                                                 const TextShape& shape);

}  // namespace spoor::trace
