// Pose and lens against closed forms and OpenCV's own.
#include "tests/camera/projection.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <opencv2/calib3d.hpp>
#include <vector>

namespace spoor::camera {
namespace {

constexpr int screen_w = 1920, screen_h = 1080;

// 2000 x 1500 pixels that see 1000 screen pixels across, aimed at the screen's middle.
CameraParameters plain() {
  CameraParameters p;
  p.pose.framing = Framing::part;
  p.lens.width_px = 2000;
  p.lens.height_px = 1500;
  return p;
}

CameraParameters bent() {
  CameraParameters p = plain();
  p.pose.yaw_deg = 23;
  p.pose.pitch_deg = -17;
  p.pose.roll_deg = 41;
  p.lens.k1 = 0.05;
  p.lens.k2 = -0.03;
  p.lens.k3 = 0.01;
  p.lens.p1 = 0.002;
  p.lens.p2 = -0.001;
  p.lens.center_x_px = 13;
  p.lens.center_y_px = -7;
  p.shutter.motion_px = 3;
  p.shutter.motion_deg = 30;
  return p;
}

Projection made(const CameraParameters& p) {
  return Projection::create(p, screen_w, screen_h).value();
}

const std::vector<double> coefficients{0.05, -0.03, 0.002, -0.001, 0.01};

}  // namespace

TEST_CASE("a screen seen straight on is enlarged by width / across, from the middle") {
  const Projection projection = made(plain());
  const Vec2 at = projection.to_picture({screen_w / 2.0 + 100, screen_h / 2.0 - 30});
  CHECK(at.x == Approx(999.5 + 200));
  CHECK(at.y == Approx(749.5 - 60));
}

TEST_CASE("yaw turns the screen's right side towards the camera as a pinhole sees it") {
  CameraParameters p = plain();
  p.pose.yaw_deg = 30;
  const Projection projection = made(p);
  const double f = 26 / 43.27 * 2500, d = f * 1000 / 2000;
  const double x = 200, angle = std::numbers::pi / 6;
  const Vec2 at = projection.to_picture({screen_w / 2.0 + x, screen_h / 2.0 + 50});
  CHECK(projection.focal_px() == Approx(f));
  CHECK(at.x == Approx(999.5 + f * x * std::cos(angle) / (d - x * std::sin(angle))));
  CHECK(at.y == Approx(749.5 + f * 50 / (d - x * std::sin(angle))));
}

TEST_CASE("a roll of 90 degrees turns right into down") {
  CameraParameters p = plain();
  p.pose.roll_deg = 90;
  const Vec2 at = made(p).to_picture({screen_w / 2.0 + 100, screen_h / 2.0});
  CHECK(at.x == Approx(999.5));
  CHECK(at.y == Approx(749.5 + 200));
}

TEST_CASE("looking from a pixel finds the point that is projected there") {
  const Projection projection = made(bent());
  for (double u = 500; u < 1400; u += 173)
    for (double v = 300; v < 800; v += 97) {
      const Vec2 back = projection.to_screen(projection.to_picture({u, v}));
      CHECK(std::abs(back.x - u) < 1e-6);
      CHECK(std::abs(back.y - v) < 1e-6);
    }
}

TEST_CASE("the slope is the difference quotient") {
  const Projection projection = made(bent());
  const double step = 1e-3;
  for (const Vec2 at : {Vec2{0, 0}, Vec2{1999, 1499}, Vec2{700, 1100}}) {
    const Jacobian slope = projection.look(at, {0, 0}).slope;
    const Vec2 left = projection.to_screen({at.x - step, at.y}),
               right = projection.to_screen({at.x + step, at.y});
    const Vec2 above = projection.to_screen({at.x, at.y - step}),
               below = projection.to_screen({at.x, at.y + step});
    CHECK(slope.xx == Approx((right.x - left.x) / (2 * step)).epsilon(1e-6));
    CHECK(slope.yx == Approx((right.y - left.y) / (2 * step)).epsilon(1e-6));
    CHECK(slope.xy == Approx((below.x - above.x) / (2 * step)).epsilon(1e-6));
    CHECK(slope.yy == Approx((below.y - above.y) / (2 * step)).epsilon(1e-6));
  }
}

TEST_CASE("the lens bends and straightens as OpenCV's does") {
  const LensParameters lens = bent().lens;
  std::vector<cv::Point2d> rays;
  std::vector<cv::Point3d> points;
  for (double x = -0.6; x < 0.7; x += 0.15)
    for (double y = -0.5; y < 0.6; y += 0.125) points.emplace_back(x, y, 1.0);
  std::vector<cv::Point2d> bent_by_opencv;
  cv::projectPoints(points, cv::Vec3d(), cv::Vec3d(), cv::Matx33d::eye(), coefficients, bent_by_opencv);
  cv::undistortPoints(bent_by_opencv, rays, cv::Matx33d::eye(), coefficients, cv::noArray(), cv::noArray(),
                      cv::TermCriteria(cv::TermCriteria::COUNT | cv::TermCriteria::EPS, 200, 1e-12));
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Distorted ours = distort(lens, {points[i].x, points[i].y});
    CHECK(std::abs(ours.at.x - bent_by_opencv[i].x) < 1e-12);
    CHECK(std::abs(ours.at.y - bent_by_opencv[i].y) < 1e-12);
    const Vec2 back = undistort(lens, {bent_by_opencv[i].x, bent_by_opencv[i].y}, {0, 0});
    CHECK(std::abs(back.x - points[i].x) < 1e-11);
    CHECK(std::abs(back.x - rays[i].x) < 1e-8);
    CHECK(std::abs(back.y - rays[i].y) < 1e-8);
  }
}

TEST_CASE("framing the whole screen fills the frame as asked, at any roll") {
  for (const double roll : {0.0, 37.0, 90.0, -160.0}) {
    CameraParameters p = bent();
    p.shutter.motion_px = 0;
    p.pose.framing = Framing::whole;
    p.pose.roll_deg = roll;
    p.pose.fill = 0.9;
    const Projection projection = made(p);
    double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
    for (const Vec2 corner : {Vec2{0, 0}, Vec2{screen_w, 0}, Vec2{0, screen_h}, Vec2{screen_w, screen_h}}) {
      const Vec2 at = projection.to_picture(corner);
      left = std::min(left, at.x), right = std::max(right, at.x);
      top = std::min(top, at.y), bottom = std::max(bottom, at.y);
    }
    CHECK(std::max((right - left) / 2000, (bottom - top) / 1500) == Approx(0.9).epsilon(1e-4));
    CHECK((left + right) / 2 == Approx(999.5).margin(0.5));
    CHECK((top + bottom) / 2 == Approx(749.5).margin(0.5));
  }
}

TEST_CASE("what gives no picture is refused with a sentence") {
  CameraParameters folds = plain();
  folds.lens.k1 = -0.5;
  folds.lens.k2 = -0.5;
  CameraParameters behind = plain();
  behind.pose = {.framing = Framing::whole, .yaw_deg = 75, .pitch_deg = 70, .fill = 3};
  for (const CameraParameters& p : {folds, behind}) {
    const auto projection = Projection::create(p, screen_w, screen_h);
    REQUIRE_FALSE(projection);
    CHECK(projection.error().code == CameraErrorCode::bad_geometry);
    CHECK(projection.error().message.back() == '.');
  }
}

}  // namespace spoor::camera
