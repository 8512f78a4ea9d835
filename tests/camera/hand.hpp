// A hand between the lens and the screen: five fingers, a palm and an arm, out of focus.
#pragma once

#include <array>

#include "lens.hpp"
#include "parameters.hpp"
#include "scene.hpp"

namespace spoor::camera {

class Hand {
 public:
  /// Slides in from its side until it hides `hand_cover` of the frame. `ambient`: the light on it.
  Hand(const HandParameters& hand, int width_px, int height_px, double ambient);

  struct Seen {
    float cover = 0;  ///< 0 the scene alone, 1 the hand alone
    Colour light{};
  };
  [[nodiscard]] Seen look(double x_px, double y_px) const;

 private:
  /// A finger, the palm or the arm, in units of the palm's breadth: x towards the fingertips.
  struct Limb {
    Vec2 from, to;
    double radius;
  };
  static const std::array<Limb, 7>& limbs();
  [[nodiscard]] double distance(double x_px, double y_px, double* depth) const;
  [[nodiscard]] double covered(int width_px, int height_px) const;

  Vec2 middle_, inward_;
  double unit_px_, soft_px_;
  bool absent_;
  Colour skin_;
};

}  // namespace spoor::camera
