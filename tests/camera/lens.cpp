#include "lens.hpp"

#include <cmath>
#include <numbers>

namespace spoor::camera {

Distorted distort(const LensParameters& lens, Vec2 ray) {
  const double x = ray.x, y = ray.y;
  const double r2 = x * x + y * y;
  const double radial = 1 + r2 * (lens.k1 + r2 * (lens.k2 + r2 * lens.k3));
  const double slope = lens.k1 + r2 * (2 * lens.k2 + r2 * 3 * lens.k3);  // d radial / d r2
  const Vec2 at{x * radial + 2 * lens.p1 * x * y + lens.p2 * (r2 + 2 * x * x),
                y * radial + lens.p1 * (r2 + 2 * y * y) + 2 * lens.p2 * x * y};
  const double mixed = 2 * x * y * slope + 2 * lens.p1 * x + 2 * lens.p2 * y;
  return {at,
          {radial + 2 * x * x * slope + 2 * lens.p1 * y + 6 * lens.p2 * x, mixed, mixed,
           radial + 2 * y * y * slope + 6 * lens.p1 * y + 2 * lens.p2 * x}};
}

Vec2 undistort(const LensParameters& lens, Vec2 bent, Vec2 guess) {
  for (int round = 0; round < 20; ++round) {
    const Distorted d = distort(lens, guess);
    const double ex = bent.x - d.at.x, ey = bent.y - d.at.y;
    const Jacobian back = inverse(d.slope);
    guess.x += back.xx * ex + back.xy * ey;
    guess.y += back.yx * ex + back.yy * ey;
    // The step is quadratic: what is left after a step of 1e-7 is below 1e-13.
    if (std::abs(ex) + std::abs(ey) < 1e-7) break;
  }
  return guess;
}

bool unfolded(const LensParameters& lens, double radius) {
  constexpr int steps = 256, directions = 16;
  for (int d = 0; d < directions; ++d) {
    const double angle = 2 * std::numbers::pi * d / directions;
    // Walk out from the axis until the bent ray leaves the disc.
    for (int s = 1; s <= 4 * steps; ++s) {
      const double r = radius * s / steps;
      const Distorted bent = distort(lens, {r * std::cos(angle), r * std::sin(angle)});
      if (bent.slope.determinant() < 0.05 || bent.slope.xx < 0) return false;
      if (std::hypot(bent.at.x, bent.at.y) > radius) break;
    }
  }
  return true;
}

}  // namespace spoor::camera
