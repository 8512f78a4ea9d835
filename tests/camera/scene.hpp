// What the panel does not emit: light that it reflects, its bezel, the desk behind it.
#pragma once

#include <array>
#include <cstdint>

#include "parameters.hpp"

namespace spoor::camera {

using Colour = std::array<float, 3>;  ///< light in the panel's red, green and blue

class Scene {
 public:
  /// `key`: of the desk's grain.
  Scene(const SceneParameters& scene, int panel_width, int panel_height, std::uint64_t key);

  /// Reflected light at (u, v) of the screen's plane; edges are softened over `footprint_px` of it.
  [[nodiscard]] Colour light(double u, double v, double footprint_px) const;
  /// Light of what lies too far away to have a place.
  [[nodiscard]] Colour distant() const { return desk_; }

 private:
  [[nodiscard]] float mirrored(double u, double v) const;
  [[nodiscard]] float grain(double u, double v) const;

  SceneParameters scene_;
  double width_, height_, glare_radius_px_;
  std::uint64_t key_;
  Colour desk_;
};

}  // namespace spoor::camera
