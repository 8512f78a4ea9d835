// Photographs, stage 3: the page as it would be seen straight from the front.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "watermark/trace/page_plane.hpp"
#include "watermark/trace/page_warp.hpp"

namespace spoor::trace {

/// How a rectified page was taken from a picture.
struct PageView {
  PagePlane plane;                ///< in the picture's pixels
  cv::Point2d origin;             ///< the page's upper left corner, in page coordinates
  double pixels_a_unit = 1;       ///< of the rectified page
  cv::Size size;                  ///< of the rectified page, pixels
  std::vector<PageWarp> warps;    ///< in the order in which they were found
  double warp_pixels_a_unit = 1;  ///< of the page that the warps are of

  /// Where the picture shows a point of the rectified page.
  [[nodiscard]] cv::Point2d to_picture(cv::Point2d page_px) const;
  /// The same view at another scale.
  [[nodiscard]] PageView rescaled(double times) const;
  /// The view straightened by a smooth warp through samples that were taken in it.
  [[nodiscard]] PageView straightened(std::vector<WarpSample> samples, int degree) const;
};

/// A view of the text that a plane was fitted to, `scale` pixels of the page for one of the picture where the
/// camera's axis meets it, less where that would be more than `most_pixels` in all.
[[nodiscard]] PageView view_of(const PlaneFit& fit, double scale, double most_pixels);

/// The page, resampled once from the picture (8-bit BGR). What lies beyond the picture's edge repeats it.
[[nodiscard]] cv::Mat rectify(const cv::Mat& bgr, const PageView& view, int threads);

}  // namespace spoor::trace
