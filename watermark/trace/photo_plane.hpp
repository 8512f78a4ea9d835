// Photographs, stages 1 and 2 on a whole picture: how its text runs and the plane that it lies in.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <optional>

#include "watermark/trace/contrast.hpp"
#include "watermark/trace/page_plane.hpp"
#include "watermark/trace/rectify.hpp"

namespace spoor::trace {

/// A picture, and its text magnitude at the size at which rows are sought: not to be shared between threads.
struct RowField {
  explicit RowField(const cv::Mat& bgr);

  LumaPicture picture;
  int factor = 1;  ///< pixels of the picture a pixel of the magnitude
  cv::Mat1f magnitude;
};

/// What the spectra of a page's tiles are taken for: what is strongest for rows; or, as a page of one short
/// word to a line shows its columns more strongly than its rows, that of two periods at right angles the
/// longer.
enum class Periods : std::uint8_t { strongest, longest };

/// The plane of a page of many rows, in the picture's pixels, by their spectra.
[[nodiscard]] std::optional<PlaneFit> find_plane(const RowField& field, int threads,
                                                 Periods periods = Periods::strongest);

/// The same by the strokes of a picture whose contrast is uneven; nothing where it is even.
[[nodiscard]] std::optional<PlaneFit> find_plane(const ContrastField& contrast, int threads);

/// The plane of a few lines, large in the picture, whose spectra moire drowns: by the lines themselves.
[[nodiscard]] std::optional<PlaneFit> find_plane_of_few(const LumaPicture& picture, int threads);

/// How a picture's rows and columns of text run, by a few tiles: along its own, as where software took it;
/// askew; or none are seen.
enum class RowsWay : std::uint8_t { level, askew, unseen };
[[nodiscard]] RowsWay rows_way(const RowField& field, int threads);

}  // namespace spoor::trace
