// Stage 3a: rows that share a column lattice: a tab title, a path and the code under it each start where they
// like.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace spoor::trace {

struct TextShape;

/// The plane once for each group of rows whose glyphs stand in phase at this advance, the other rows blanked;
/// the group with the most text first. A plane of one group comes back as it is.
[[nodiscard]] std::vector<cv::Mat1f> group_rows(const cv::Mat1f& magnitude, double advance_px,
                                                const TextShape& shape);

}  // namespace spoor::trace
