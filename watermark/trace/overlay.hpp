// A picture of the evidence: the code as it was captured, dimmed, and under each glyph a bar that points to
// the side it was displaced to, as long as the displacement (much enlarged). Where a session is named, a dot
// marks the side that its kerning table says, and the bar's colour says whether the two agree.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "watermark/mark/context.hpp"
#include "watermark/trace/error.hpp"
#include "watermark/trace/measurement.hpp"
#include "watermark/trace/pool.hpp"

namespace spoor::trace {

struct OverlayOptions {
  double cell_px = 22;   ///< width of a cell in the overlay, 8 to 64
  int max_columns = 76;  ///< of the part that is shown: the one with the most measured glyphs
  int max_rows = 24;     ///< likewise
};

struct OverlayText {
  std::string title;   ///< one line
  std::string detail;  ///< one line under it
};

/// `expected` is the table of the session that the verdict names; nullopt where it names nobody.
/// `slot_known` false: code A's glyphs have no expected side. Errors: internal (font missing, memory).
[[nodiscard]] tl::expected<cv::Mat, TraceError> draw_overlay(
    const cv::Mat& bgr, const Measurement& measurement, const std::optional<mark::KerningTable>& expected,
    bool slot_known, const PoolOptions& pool, const OverlayText& text, const OverlayOptions& options = {});

}  // namespace spoor::trace
