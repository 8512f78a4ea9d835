// Photographs, stage 3: the page as it would be seen straight from the front.
#pragma once

#include <array>
#include <cstdint>
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
  cv::Point2d corner;             ///< of the rectified page in that page, its pixels

  /// Where the picture shows a point of the rectified page.
  [[nodiscard]] cv::Point2d to_picture(cv::Point2d page_px) const;
  /// The same view at another scale.
  [[nodiscard]] PageView rescaled(double times) const;
  /// The view straightened by a smooth warp through samples that were taken in it.
  [[nodiscard]] PageView straightened(std::vector<WarpSample> samples, int degree) const;
  /// A part of the view.
  [[nodiscard]] PageView cropped(const cv::Rect& part_px) const;
  /// The view with its text turned by 180 degrees.
  [[nodiscard]] PageView upside_down() const;
  /// Pixels of the picture a pixel of the page, in the page's middle.
  [[nodiscard]] double picture_step_px() const;
};

/// A view of the text that a plane was fitted to, `scale` pixels of the page for one of the picture where the
/// camera's axis meets it, less where that would be more than `most_pixels` in all.
[[nodiscard]] PageView view_of(const PlaneFit& fit, double scale, double most_pixels);

/// A picture's luma, and copies of it that are averaged down by whole factors, made when they are first asked
/// for: not to be shared between threads.
class LumaPicture {
 public:
  static constexpr int kMostFactor = 16;

  explicit LumaPicture(const cv::Mat& bgr);

  [[nodiscard]] cv::Size size() const { return shrunk_[1].size(); }
  /// factor: 1 to kMostFactor; a remainder at the right and lower edge is dropped. Never empty.
  [[nodiscard]] const cv::Mat1b& shrunk(int factor) const;

 private:
  mutable std::array<cv::Mat1b, kMostFactor + 1> shrunk_;
};

/// quick: one sample a pixel of the page, of a picture averaged down to about its scale. full: four samples
/// where the picture is the finer, so that nothing of it is lost.
enum class Sampling : std::uint8_t { quick, full };

/// The page's luma, 0 to 255. What lies beyond the picture's edge repeats it.
[[nodiscard]] cv::Mat1f rectify_luma(const LumaPicture& picture, const PageView& view, Sampling sampling,
                                     int threads);

/// Sets to 0 what of a page's plane lies further beyond the picture's edge than a glyph of 16 px: what is
/// repeated there looks like ruled lines. Nearer it stays, so that a glyph which the edge cuts looks like
/// none.
void blank_beyond(const LumaPicture& picture, const PageView& view, cv::Mat1f& plane, int threads);

/// The page, resampled once from the picture (8-bit BGR). What lies beyond the picture's edge repeats it.
[[nodiscard]] cv::Mat rectify(const cv::Mat& bgr, const PageView& view, int threads);

}  // namespace spoor::trace
