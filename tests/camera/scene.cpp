#include "scene.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "random.hpp"

namespace spoor::camera {
namespace {

constexpr double glare_aspect = 1.6;

double smooth(double t) {
  return t * t * (3 - 2 * t);
}

// 1 inside [-half, half], falling to 0 over `edge` around its ends.
double soft_box(double x, double half, double edge) {
  return smooth(std::clamp((half - std::abs(x)) / edge + 0.5, 0.0, 1.0));
}

// Smooth noise in [-1, 1] with one independent value at each whole place.
double value_noise(std::uint64_t key, double x, double y) {
  const double fx = std::floor(x), fy = std::floor(y);
  const auto at = [&](double i, double j) {
    const auto column = static_cast<std::uint64_t>(static_cast<std::int64_t>(i));
    const auto line = static_cast<std::uint64_t>(static_cast<std::int64_t>(j));
    return 2 * uniform(key + line * 0x100000001U, column) - 1;
  };
  const double sx = smooth(x - fx), sy = smooth(y - fy);
  const double top = at(fx, fy) * (1 - sx) + at(fx + 1, fy) * sx;
  const double bottom = at(fx, fy + 1) * (1 - sx) + at(fx + 1, fy + 1) * sx;
  return top * (1 - sy) + bottom * sy;
}

}  // namespace

Scene::Scene(const SceneParameters& scene, int panel_width, int panel_height, std::uint64_t key)
    : scene_(scene),
      width_(panel_width),
      height_(panel_height),
      glare_radius_px_(std::sqrt(scene.glare_area * width_ * height_ / std::numbers::pi)),
      key_(key) {
  const double lit = scene.ambient * scene.desk_tone, warm = scene.desk_warmth;
  desk_ = {static_cast<float>(lit * (1 + 0.35 * warm)), static_cast<float>(lit),
           static_cast<float>(lit * (1 - 0.45 * warm))};
}

// Fibres along u, finer ones over coarser ones.
float Scene::grain(double u, double v) const {
  double sum = 0, weight = 0.5;
  double size_px = 160;
  for (std::uint64_t octave = 0; octave < 3; ++octave) {
    sum += weight * value_noise(key_ + octave, u / (8 * size_px), v / size_px);
    weight *= 0.6;
    size_px *= 0.3;
  }
  return static_cast<float>(1 + scene_.desk_texture * sum);
}

// A lamp (half of its light lies within glare_area), and a window with a cross in it.
float Scene::mirrored(double u, double v) const {
  double sum = scene_.ambient * scene_.panel_haze;
  if (scene_.glare > 0) {
    const double x = (u - scene_.glare_x * width_) / (glare_radius_px_ * std::sqrt(glare_aspect));
    const double y = (v - scene_.glare_y * height_) / (glare_radius_px_ / std::sqrt(glare_aspect));
    const double q = x * x + y * y;
    sum += scene_.glare * std::exp(-std::numbers::ln2 * q * q);
  }
  if (scene_.reflection > 0) {
    const double x = u - scene_.reflection_x * width_, y = v - scene_.reflection_y * height_;
    const double half_x = 0.16 * height_, half_y = 0.24 * height_, bar = 0.012 * height_,
                 edge = 0.02 * height_;
    const double frame = soft_box(x, half_x, edge) * soft_box(y, half_y, edge);
    sum += scene_.reflection * frame * (1 - soft_box(x, bar, edge)) * (1 - soft_box(y, bar, edge));
  }
  return static_cast<float>(sum);
}

Colour Scene::light(double u, double v, double footprint_px) const {
  // Distance outside the panel; negative inside.
  const double outside = std::max({-u, u - width_, -v, v - height_});
  const double soft = std::max(footprint_px, 1e-6);
  const auto bezel = static_cast<float>(std::clamp(outside / soft + 0.5, 0.0, 1.0));
  const auto desk = static_cast<float>(std::clamp((outside - scene_.bezel_px) / soft + 0.5, 0.0, 1.0));
  const float glass = bezel < 1 ? mirrored(u, v) : 0;
  const auto frame = static_cast<float>(scene_.ambient * scene_.bezel_tone);
  const float fibre = desk > 0 ? grain(u, v) : 0;
  Colour sum{};
  for (std::size_t c = 0; c < 3; ++c) {
    const float near = glass * (1 - bezel) + frame * bezel;
    sum[c] = near * (1 - desk) + desk_[c] * fibre * desk;
  }
  return sum;
}

}  // namespace spoor::camera
