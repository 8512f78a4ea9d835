// Photographs, stage 4: what the pinhole and the flat plane leave over (lens, bent panel, a wrong focal
// length), as a smooth polynomial displacement, from where glyphs that were read really stand.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace spoor::trace {

/// A glyph that stands away from where a perfect lattice puts it, pixels of the rectified page.
struct WarpSample {
  cv::Point2d at;     ///< on the lattice
  cv::Point2d moved;  ///< from there to where it was seen
};

/// A polynomial displacement of a page.
class PageWarp {
 public:
  /// Robust least squares of total degree `degree` (1 to 6): samples far off what most say count for nothing.
  /// `page`: the rectified page's size. The degree is lowered until there are six samples a coefficient; no
  /// displacement where there are fewer even so.
  [[nodiscard]] static PageWarp fit(const std::vector<WarpSample>& samples, int degree, cv::Size page);

  /// Half a turn: from `at` to `sum` - `at`.
  [[nodiscard]] static PageWarp turn(cv::Point2d sum);

  /// Where the point of a perfect lattice was seen.
  [[nodiscard]] cv::Point2d seen_at(cv::Point2d at) const;

 private:
  [[nodiscard]] std::vector<double> monomials(cv::Point2d at) const;

  int degree_ = 0;
  cv::Point2d centre_;
  double unit_px_ = 1;
  std::vector<double> x_, y_;  // coefficients
};

}  // namespace spoor::trace
