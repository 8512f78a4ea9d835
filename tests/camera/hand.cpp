#include "hand.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spoor::camera {
namespace {

constexpr int probes = 96;  // along each axis, to measure what is covered

}  // namespace

const std::array<Hand::Limb, 7>& Hand::limbs() {
  static constexpr std::array<Limb, 7> all{{
      {{0.2, -0.38}, {1.25, -0.55}, 0.13},  // index
      {{0.3, -0.13}, {1.45, -0.17}, 0.14},
      {{0.3, 0.13}, {1.35, 0.2}, 0.13},
      {{0.2, 0.36}, {1.1, 0.52}, 0.115},
      {{-0.3, -0.4}, {0.45, -0.95}, 0.15},  // thumb
      {{-0.25, 0}, {0.1, 0}, 0.52},         // palm
      {{-0.6, 0}, {-12, 0}, 0.36},          // arm
  }};
  return all;
}

Hand::Hand(const HandParameters& hand, int width_px, int height_px, double ambient)
    : unit_px_(0.42 * std::min(width_px, height_px) * std::sqrt(std::max(1.0, hand.hand_cover / 0.08))),
      soft_px_(hand.hand_soft_px),
      absent_(hand.hand_cover <= 0) {
  const double angle = hand.hand_deg * std::numbers::pi / 180;
  inward_ = {-std::cos(angle), -std::sin(angle)};
  // Lit by the room, and a little by the screen behind the camera's back.
  const double lit = hand.hand_tone * (ambient + 0.02);
  skin_ = {static_cast<float>(lit), static_cast<float>(0.66 * lit), static_cast<float>(0.5 * lit)};
  const double reach = std::hypot(width_px, height_px) + 2 * unit_px_;
  double out = reach, in = -0.3 * unit_px_;  // fully in: the palm in the middle
  for (int step = 0; !absent_ && step < 40; ++step) {
    const double at = (out + in) / 2;
    middle_ = {width_px / 2.0 - at * inward_.x, height_px / 2.0 - at * inward_.y};
    (covered(width_px, height_px) < hand.hand_cover ? out : in) = at;
  }
}

double Hand::covered(int width_px, int height_px) const {
  int hidden = 0;
  for (int j = 0; j < probes; ++j)
    for (int i = 0; i < probes; ++i)
      hidden += distance((i + 0.5) * width_px / probes, (j + 0.5) * height_px / probes, nullptr) < 0 ? 1 : 0;
  return static_cast<double>(hidden) / (probes * probes);
}

// Signed distance to the nearest limb's outline in pixels, negative inside; depth: 0 on the outline, 1 on the
// bone.
double Hand::distance(double x_px, double y_px, double* depth) const {
  const double dx = (x_px - middle_.x) / unit_px_, dy = (y_px - middle_.y) / unit_px_;
  const double x = dx * inward_.x + dy * inward_.y, y = -dx * inward_.y + dy * inward_.x;
  double nearest = 1e9;
  for (const Limb& limb : limbs()) {
    const double lx = limb.to.x - limb.from.x, ly = limb.to.y - limb.from.y;
    const double px = x - limb.from.x, py = y - limb.from.y;
    const double t = std::clamp((px * lx + py * ly) / (lx * lx + ly * ly), 0.0, 1.0);
    const double d = std::hypot(px - t * lx, py - t * ly) - limb.radius;
    if (d >= nearest) continue;
    nearest = d;
    if (depth != nullptr) *depth = std::clamp(-d / limb.radius, 0.0, 1.0);
  }
  return nearest * unit_px_;
}

Hand::Seen Hand::look(double x_px, double y_px) const {
  Seen seen;
  if (absent_) return seen;
  double depth = 0;
  const double d = distance(x_px, y_px, &depth);
  seen.cover = static_cast<float>(std::clamp(0.5 - d / soft_px_, 0.0, 1.0));
  if (seen.cover <= 0) return seen;
  const auto shade = static_cast<float>(0.45 + 0.55 * std::sqrt(depth));
  for (std::size_t c = 0; c < 3; ++c) seen.light[c] = skin_[c] * shade;
  return seen;
}

}  // namespace spoor::camera
