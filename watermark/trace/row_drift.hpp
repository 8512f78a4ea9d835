// Whether the rows of a page that was taken for a screen's are level, as software's are to the last digit. A
// page that lies .2 degrees askew on a scanner, or was photographed all but straight on, reads well on a
// level lattice, but its glyphs stand pixels above or below it, which displaces them along the row, too.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "watermark/trace/panes.hpp"
#include "watermark/trace/templates.hpp"

namespace spoor::trace {

/// How far a row rises or falls from its first glyph to its last, at most, in the pane with the most text,
/// pixels of the plane: less what the errors of the measurement explain, so that 0 means level as far as can
/// be told. Rows that converge, as of a page seen from above or aside, drift at the top or the bottom.
[[nodiscard]] double row_drift_px(const TemplateBank& bank, const cv::Mat1f& plane,
                                  const std::vector<ReadPane>& panes, int threads);

}  // namespace spoor::trace
