#include "projection.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spoor::camera {
namespace {

using Matrix = std::array<double, 9>;

constexpr double film_diagonal_mm = 43.27;

Matrix multiply(const Matrix& a, const Matrix& b) {
  Matrix c{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      for (std::size_t k = 0; k < 3; ++k) c[3 * i + j] += a[3 * i + k] * b[3 * k + j];
  return c;
}

Matrix invert(const Matrix& m) {
  const double a = m[4] * m[8] - m[5] * m[7], b = m[5] * m[6] - m[3] * m[8], c = m[3] * m[7] - m[4] * m[6];
  const double d = m[0] * a + m[1] * b + m[2] * c;
  return {a / d, (m[2] * m[7] - m[1] * m[8]) / d, (m[1] * m[5] - m[2] * m[4]) / d,
          b / d, (m[0] * m[8] - m[2] * m[6]) / d, (m[2] * m[3] - m[0] * m[5]) / d,
          c / d, (m[1] * m[6] - m[0] * m[7]) / d, (m[0] * m[4] - m[1] * m[3]) / d};
}

Matrix rotation(const PoseParameters& pose) {
  const double degree = std::numbers::pi / 180;
  const double y = pose.yaw_deg * degree, p = pose.pitch_deg * degree, r = pose.roll_deg * degree;
  const Matrix yaw{std::cos(y), 0, std::sin(y), 0, 1, 0, -std::sin(y), 0, std::cos(y)};
  const Matrix pitch{1, 0, 0, 0, std::cos(p), -std::sin(p), 0, std::sin(p), std::cos(p)};
  const Matrix roll{std::cos(r), -std::sin(r), 0, std::sin(r), std::cos(r), 0, 0, 0, 1};
  return multiply(roll, multiply(pitch, yaw));
}

std::array<double, 3> apply(const Matrix& m, double x, double y, double z) {
  return {m[0] * x + m[1] * y + m[2] * z, m[3] * x + m[4] * y + m[5] * z, m[6] * x + m[7] * y + m[8] * z};
}

}  // namespace

Projection::Projection(const CameraParameters& parameters, Vec2 aim)
    : lens_(parameters.lens), rotation_(rotation(parameters.pose)) {
  focal_px_ = lens_.focal_mm / film_diagonal_mm * std::hypot(lens_.width_px, lens_.height_px);
  principal_px_ = {(lens_.width_px - 1) / 2.0 + lens_.center_x_px,
                   (lens_.height_px - 1) / 2.0 + lens_.center_y_px};
  const ShutterParameters& shutter = parameters.shutter;
  const double angle = shutter.motion_deg * std::numbers::pi / 180;
  const double a_row = shutter.motion_px / shutter.exposure_ms * shutter.readout_ms / lens_.height_px;
  skew_ = {a_row * std::cos(angle), a_row * std::sin(angle)};
  const double across = parameters.pose.across_px;
  const double distance = focal_px_ * across / std::max(lens_.width_px, lens_.height_px);
  const double tx = ((lens_.width_px - 1) / 2.0 + parameters.pose.shift_x * lens_.width_px - principal_px_.x);
  const double ty =
      ((lens_.height_px - 1) / 2.0 + parameters.pose.shift_y * lens_.height_px - principal_px_.y);
  place(aim, tx / focal_px_ * distance, ty / focal_px_ * distance, distance);
}

void Projection::place(Vec2 aim, double tx, double ty, double distance) {
  const auto corner = apply(rotation_, -aim.x, -aim.y, 0);
  plane_ = {rotation_[0],   rotation_[1], corner[0] + tx, rotation_[3],        rotation_[4],
            corner[1] + ty, rotation_[6], rotation_[7],   corner[2] + distance};
  back_ = invert(plane_);
}

Vec2 Projection::project_still(Vec2 screen, double* depth) const {
  const auto at = apply(plane_, screen.x, screen.y, 1);
  if (depth != nullptr) *depth = at[2];
  const Distorted bent = distort(lens_, {at[0] / at[2], at[1] / at[2]});
  return {focal_px_ * bent.at.x + principal_px_.x, focal_px_ * bent.at.y + principal_px_.y};
}

bool Projection::bounds(double w, double h, Vec2& least, Vec2& most) const {
  least = {1e300, 1e300};
  most = {-1e300, -1e300};
  for (const Vec2 corner : {Vec2{0, 0}, Vec2{w, 0}, Vec2{0, h}, Vec2{w, h}}) {
    double depth = 0;
    const Vec2 at = project_still(corner, &depth);
    if (!(depth > 0)) return false;
    least = {std::min(least.x, at.x), std::min(least.y, at.y)};
    most = {std::max(most.x, at.x), std::max(most.y, at.y)};
  }
  return true;
}

// Moves the screen's bounding box to its place; the part of the frame that it then fills, or 0 if it cannot
// be seen from this distance.
double Projection::center(const PoseParameters& pose, double w, double h, double distance) {
  const Vec2 wanted{(lens_.width_px - 1) / 2.0 + pose.shift_x * lens_.width_px,
                    (lens_.height_px - 1) / 2.0 + pose.shift_y * lens_.height_px};
  double tx = 0, ty = 0;
  Vec2 least, most;
  for (int round = 0; round < 40; ++round) {
    place({pose.aim_x * w, pose.aim_y * h}, tx, ty, distance);
    if (!bounds(w, h, least, most)) return 0;
    const double dx = wanted.x - (least.x + most.x) / 2, dy = wanted.y - (least.y + most.y) / 2;
    if (std::abs(dx) + std::abs(dy) < 1e-3)
      return std::max((most.x - least.x) / lens_.width_px, (most.y - least.y) / lens_.height_px);
    tx += dx * distance / focal_px_;
    ty += dy * distance / focal_px_;
  }
  return 0;
}

// The box grows as the camera comes nearer, until a corner lies behind it: bisect the distance.
bool Projection::frame_whole(const PoseParameters& pose, double w, double h) {
  double near = 0, far = 1000 * std::hypot(w, h);
  for (int step = 0; step < 60; ++step) {
    const double distance = (near + far) / 2;
    const double filled = center(pose, w, h, distance);
    (filled > 0 && filled < pose.fill ? far : near) = distance;
  }
  return std::abs(center(pose, w, h, far) - pose.fill) < 1e-3 * pose.fill;
}

Result<Projection> Projection::create(const CameraParameters& parameters, int screen_width,
                                      int screen_height) {
  const PoseParameters& pose = parameters.pose;
  Projection made(parameters, {pose.aim_x * screen_width, pose.aim_y * screen_height});
  const LensParameters& lens = parameters.lens;
  const double corner = std::hypot(lens.width_px / 2.0 + std::abs(lens.center_x_px),
                                   lens.height_px / 2.0 + std::abs(lens.center_y_px)) /
                        made.focal_px_;
  if (!unfolded(lens, 1.05 * corner))
    return failure(CameraErrorCode::bad_geometry,
                   "The lens folds the picture over at its corners; make k1, k2, k3, p1 and p2 smaller.");
  if (pose.framing == Framing::whole && !made.frame_whole(pose, screen_width, screen_height))
    return failure(
        CameraErrorCode::bad_geometry,
        "The whole screen cannot be seen so; make yaw, pitch or fill smaller, or use framing=part.");
  return made;
}

Sight Projection::look(Vec2 picture, Vec2 guess) const {
  const double rows = picture.y - (lens_.height_px - 1) / 2.0;
  const Vec2 still{picture.x - skew_.x * rows, picture.y - skew_.y * rows};
  const Vec2 bent{(still.x - principal_px_.x) / focal_px_, (still.y - principal_px_.y) / focal_px_};
  Sight sight;
  sight.ray = undistort(lens_, bent, guess);
  const auto at = apply(back_, sight.ray.x, sight.ray.y, 1);
  sight.screen = {at[0] / at[2], at[1] / at[2]};
  const double scale = 1 / (at[2] * focal_px_);
  const Jacobian plane{
      (back_[0] - sight.screen.x * back_[6]) * scale, (back_[1] - sight.screen.x * back_[7]) * scale,
      (back_[3] - sight.screen.y * back_[6]) * scale, (back_[4] - sight.screen.y * back_[7]) * scale};
  const Jacobian lens = inverse(distort(lens_, sight.ray).slope);
  const Jacobian moving{1, -skew_.x, 0, 1 - skew_.y};
  sight.slope = product(product(plane, lens), moving);
  // The plane's normal is the rotation's third column. A plane behind the camera is not seen.
  const double length = std::sqrt(sight.ray.x * sight.ray.x + sight.ray.y * sight.ray.y + 1);
  const double cosine = (rotation_[2] * sight.ray.x + rotation_[5] * sight.ray.y + rotation_[8]) / length;
  sight.cosine = at[2] > 0 ? cosine : 0;
  return sight;
}

Vec2 Projection::to_picture(Vec2 screen) const {
  const Vec2 still = project_still(screen, nullptr);
  const double middle = (lens_.height_px - 1) / 2.0;
  const double y = (still.y - skew_.y * middle) / (1 - skew_.y);
  return {still.x + skew_.x * (y - middle), y};
}

}  // namespace spoor::camera
