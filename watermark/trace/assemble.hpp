// Stage 8: from lattices to a measurement: reads, registers and measures every pane and settles who owns a
// cell.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
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
  bool warped = false;          ///< the page comes from a photograph: its warp may have left something over
};

/// A page whose panes were read for good.
struct ReadPage {
  cv::Mat1f plane;  ///< ink, text positive, shrunk by `factor`
  std::vector<ReadPane> panes;
  Blur blur;
  text::FontId font{};
  int factor = 1;
  bool warped = false;
};

/// The pane with the most text.
[[nodiscard]] const ReadPane& main_pane(const std::vector<ReadPane>& panes);

/// First half of measure_panes. known: the levels of an earlier reading of the same page, where there is one;
/// without it they are found from a sample of the cells. Errors: internal (font).
[[nodiscard]] tl::expected<PageReading, TraceError> read_panes(
    const cv::Mat1f& plane, const Geometry& geometry, const FontShape& font, int threads,
    const std::optional<ReadLevels>& known = std::nullopt);

/// Reads the panes again on another plane of the same page, where their lattices stand now; with a blur,
/// after it was estimated anew. Errors: internal (font).
[[nodiscard]] tl::expected<void, TraceError> read_again(PageReading& reading, const cv::Mat1f& plane,
                                                        const FontShape& font, bool estimate_blur_anew,
                                                        int threads);

/// Second half of measure_panes.
[[nodiscard]] tl::expected<MeasuredReading, TraceError> measure_reading(const cv::Mat1f& plane,
                                                                        PageReading reading,
                                                                        const Geometry& geometry,
                                                                        const FontShape& font,
                                                                        const MeasureOptions& options);

/// Measures all panes of a geometry. plane: ink, text positive, shrunk by the geometry's factor. Errors:
/// internal (font).
[[nodiscard]] tl::expected<MeasuredReading, TraceError> measure_panes(const cv::Mat1f& plane,
                                                                      const Geometry& geometry,
                                                                      const FontShape& font,
                                                                      const MeasureOptions& options);

/// Measures the panes as they are read, without reading them again; their cells' gains and what is off their
/// lattices by more than a glyph can be are put right on the way.
[[nodiscard]] Measurement measure_as_read(ReadPage& read, const TemplateBank& bank, const FontShape& font,
                                          const MeasureOptions& options);

}  // namespace spoor::trace
