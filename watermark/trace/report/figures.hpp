// The figures of a report.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "watermark/trace/measurement.hpp"
#include "watermark/trace/pool.hpp"
#include "watermark/trace/rectify.hpp"
#include "watermark/trace/report/document.hpp"

namespace spoor::trace::report {

/// A measured picture as a figure needs it.
struct MeasuredPicture {
  const cv::Mat& bgr;                   ///< as it was measured, 8 bits
  const Measurement& measurement;       ///< with a glyph at least
  const std::optional<PageView>& view;  ///< of a photograph: how the measured page lies in it
};

/// What the named session would have drawn; nothing where nobody is named.
struct Expectation {
  mark::KerningTable table;
  bool slot_known = false;  ///< else code A's glyphs have no expected side
};

/// The whole picture with the rows of cells that were found over it.
[[nodiscard]] Figure lattice_figure(const MeasuredPicture& picture);

/// A few rows of what was measured, large, with their cells. `page`: the picture that the measurement's
/// coordinates are of.
[[nodiscard]] Figure detail_figure(const cv::Mat& page, const Measurement& measurement);

/// The code as read, a bar under each glyph as long as its displacement, much enlarged.
[[nodiscard]] Figure offsets_figure(const Measurement& measurement,
                                    const std::optional<Expectation>& expected, const PoolOptions& pool);

/// Row by row of the picture what was read, and how much it speaks for the expectation, or without one how
/// many of its glyphs were measured.
[[nodiscard]] Figure rows_figure(const Measurement& measurement, const std::optional<Expectation>& expected,
                                 const PoolOptions& pool);

/// How well every session of the kit explains the picture; log10 ratios, `named` indexes them.
[[nodiscard]] Figure sessions_figure(std::span<const double> log10_ratios, std::size_t named);

}  // namespace spoor::trace::report
