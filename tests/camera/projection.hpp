// Where a point of the screen's plane stands in the picture, and back: pinhole, lens, and the camera's motion
// while the rolling shutter reads row after row.
#pragma once

#include <array>

#include "error.hpp"
#include "lens.hpp"
#include "parameters.hpp"

namespace spoor::camera {

/// What a sensor pixel sees in the screen's plane.
struct Sight {
  Vec2 screen;        ///< u, v
  Jacobian slope;     ///< of screen, for a step in the picture
  Vec2 ray;           ///< x / z, y / z of the undistorted ray
  double cosine = 1;  ///< of the angle between the ray and the screen's normal; <= 0: the plane is not seen
};

class Projection {
 public:
  /// screen_width, screen_height: of the panel. Errors: bad_geometry (a lens that folds, a pose whose corners
  /// lie behind the camera).
  static Result<Projection> create(const CameraParameters& parameters, int screen_width, int screen_height);

  /// `guess`: the ray of a pixel near by.
  [[nodiscard]] Sight look(Vec2 picture, Vec2 guess) const;
  [[nodiscard]] Vec2 to_screen(Vec2 picture) const { return look(picture, {0, 0}).screen; }
  /// The point must lie in front of the camera.
  [[nodiscard]] Vec2 to_picture(Vec2 screen) const;

  [[nodiscard]] double focal_px() const { return focal_px_; }
  [[nodiscard]] Vec2 principal_px() const { return principal_px_; }
  /// Screen pixel (u, v, 1) -> camera coordinates in units of screen pixels, row by row: r1, r2, t.
  [[nodiscard]] const std::array<double, 9>& plane() const { return plane_; }
  /// Shift of the picture a row, in pixels: the camera's motion seen through the rolling shutter.
  [[nodiscard]] Vec2 skew_a_row() const { return skew_; }

 private:
  Projection(const CameraParameters& parameters, Vec2 aim);
  void place(Vec2 aim, double tx, double ty, double distance);
  bool frame_whole(const PoseParameters& pose, double w, double h);
  [[nodiscard]] double center(const PoseParameters& pose, double w, double h, double distance);
  [[nodiscard]] Vec2 project_still(Vec2 screen, double* depth) const;
  [[nodiscard]] bool bounds(double w, double h, Vec2& least, Vec2& most) const;

  LensParameters lens_;
  double focal_px_ = 1;
  Vec2 principal_px_, skew_;
  std::array<double, 9> rotation_{};  ///< row by row
  std::array<double, 9> plane_{};
  std::array<double, 9> back_{};  ///< the inverse of plane_
};

}  // namespace spoor::camera
