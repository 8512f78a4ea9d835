// Stage 8: from lattices to a measurement: reads, registers and measures every pane and settles who owns a
// cell.
#pragma once

#include <opencv2/core.hpp>
#include <tl/expected.hpp>
#include <vector>

#include "watermark/trace/error.hpp"
#include "watermark/trace/geometry.hpp"
#include "watermark/trace/measure.hpp"
#include "watermark/trace/panes.hpp"
#include "watermark/trace/templates.hpp"

namespace spoor::trace {

/// All panes of a page, found and read once.
struct PageReading {
  TemplateBank bank;
  std::vector<ReadPane> panes;  ///< never empty
};

/// First half of measure_panes. Errors: internal (font).
[[nodiscard]] tl::expected<PageReading, TraceError> read_panes(const cv::Mat1f& plane,
                                                               const Geometry& geometry,
                                                               const FontShape& font, int threads);

/// Measures all panes of a geometry. plane: ink, text positive, shrunk by the geometry's factor. Errors:
/// internal (font).
[[nodiscard]] tl::expected<Measurement, TraceError> measure_panes(const cv::Mat1f& plane,
                                                                  const Geometry& geometry,
                                                                  const FontShape& font,
                                                                  const MeasureOptions& options);

}  // namespace spoor::trace
