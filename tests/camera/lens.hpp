// The lens's distortion: Brown and Conrady's radial and tangential terms in OpenCV's convention
// (Brown: Close-range camera calibration, 1971).
#pragma once

#include "parameters.hpp"

namespace spoor::camera {

struct Vec2 {
  double x = 0, y = 0;
};
/// Rows (xx, xy), (yx, yy): the change of a point's x and y for a step in x and in y.
struct Jacobian {
  double xx = 1, xy = 0, yx = 0, yy = 1;
  [[nodiscard]] double determinant() const { return xx * yy - xy * yx; }
};
[[nodiscard]] inline Jacobian inverse(const Jacobian& j) {
  const double d = j.determinant();
  return {j.yy / d, -j.xy / d, -j.yx / d, j.xx / d};
}
[[nodiscard]] inline Jacobian product(const Jacobian& a, const Jacobian& b) {
  return {a.xx * b.xx + a.xy * b.yx, a.xx * b.xy + a.xy * b.yy, a.yx * b.xx + a.yy * b.yx,
          a.yx * b.xy + a.yy * b.yy};
}

struct Distorted {
  Vec2 at;
  Jacobian slope;
};

/// A ray's direction (x / z, y / z) as a pinhole sees it -> as the lens bends it, and the slope there.
[[nodiscard]] Distorted distort(const LensParameters& lens, Vec2 ray);
/// The inverse, by Newton's method from `guess`; exact to 1e-12 wherever the slope's determinant is positive
/// between guess and solution (check_lens).
[[nodiscard]] Vec2 undistort(const LensParameters& lens, Vec2 bent, Vec2 guess);
/// False if the lens folds the plane over within `radius` (of a bent ray) of the axis.
[[nodiscard]] bool unfolded(const LensParameters& lens, double radius);

}  // namespace spoor::camera
