// Stage 3b: the rows of a pane: baselines and line height, from the vertical profile of its ink.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace spoor::trace {

struct TextShape;

/// Rows that share one line height; or a few scattered ones, line height 0, with a shift each.
struct RowRun {
  double first_baseline_px = 0;
  double line_height_px = 0;  ///< 0 for a single row
  int rows = 0;
  std::vector<double> shift_px;  ///< empty, or of each row from where the line height puts it
  double support = 0;            ///< how much text stands on it; comparable within one picture
};

/// Baselines of all rows of text in a plane, top to bottom, as one by one they stand out of its vertical
/// profile.
[[nodiscard]] std::vector<double> find_baselines(const cv::Mat1f& magnitude, double em_px,
                                                 const TextShape& shape);

/// Runs of text rows in a column range of the ink plane; em_px is about the text's size. The run with the
/// most rows comes first; rows off its lattice (a tab bar, a path) make one run
/// of scattered rows. Runs reach
/// as far as whole rows fit into the plane.
[[nodiscard]] std::vector<RowRun> find_rows(const cv::Mat1f& magnitude, double em_px, const TextShape& shape);

}  // namespace spoor::trace
