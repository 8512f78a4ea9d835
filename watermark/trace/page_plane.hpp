// Photographs, stage 2: the plane of the screen, from the way in which its rows of text run together.
//
// Rows of text are parallel lines of one plane: their pictures meet in one point, the vanishing point of the
// rows, and the density of rows across them falls with the square of the distance from the plane's vanishing
// line, which passes through that point. With the camera's focal length about known, that line is the
// plane's orientation (Hartley and Zisserman, "Multiple View Geometry", 2nd edition, section 8.6): no edge of
// the screen need be in the picture.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "watermark/trace/row_peaks.hpp"

namespace spoor::trace {

/// A plane before a pinhole camera. Page coordinates are in units of the plane's distance along its normal:
/// x along the rows of text, y down the page.
struct PagePlane {
  cv::Point2d centre_px;  ///< where the camera's axis meets the picture
  double focal_px = 0;
  cv::Vec3d along{1, 0, 0}, down{0, 1, 0}, normal{0, 0, 1};  ///< orthonormal, in the camera's frame

  /// The point of the page that a point of the picture shows; it must lie on the near side of the vanishing
  /// line.
  [[nodiscard]] cv::Point2d to_page(cv::Point2d picture_px) const;
  [[nodiscard]] cv::Point2d to_picture(cv::Point2d page) const;
  /// Angle between the camera's axis and the page's normal, degrees.
  [[nodiscard]] double tilt_deg() const;
  /// The same plane with its text turned by 180 degrees.
  [[nodiscard]] PagePlane upside_down() const;
  /// The same plane in a picture enlarged so many times.
  [[nodiscard]] PagePlane enlarged(double times) const;
};

struct PlaneFit {
  PagePlane plane;
  cv::Rect2d text;       ///< of the page: what may hold text
  double row_pitch = 0;  ///< most frequent distance of rows, in page coordinates
  double agreement = 0;  ///< part of the peaks whose rows the plane explains, 0..1
};

/// The plane whose rows meet in a point and crowd so: meeting, in half widths of the picture from its middle,
/// homogeneous, as (direction, convergence); crowding: part by which the pitch's square root falls a half
/// width across the rows.
[[nodiscard]] PagePlane plane_of_rows(const cv::Vec3d& meeting, double crowding, cv::Size picture,
                                      double focal_px);

/// The plane that explains most peaks; nothing where too few agree. `picture`: the size that the peaks'
/// coordinates are of; focal_px likewise. The result is in the same coordinates and is the same for the same
/// input.
[[nodiscard]] std::optional<PlaneFit> fit_plane(const std::vector<RowPeak>& peaks, cv::Size picture,
                                                double focal_px);

}  // namespace spoor::trace
