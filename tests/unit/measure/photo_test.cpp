// Whole photographs of pages whose every glyph's displacement is known, through a pinhole and a lens.
#include "watermark/trace/photo.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "tests/unit/measure/truth.hpp"
#include "watermark/trace/measure_page.hpp"
#include "watermark/trace/photo_plane.hpp"

using namespace spoor;
using measure_test::Scene;

namespace {

struct Pose {
  double yaw_deg = 0, pitch_deg = 0, roll_deg = 0;
  double bend = 0;  // of the lens: a ray is seen further in by this part of its square
};

// From a point of the photograph to the point of the screen that it shows.
class Camera {
 public:
  static constexpr int kWidthPx = 2600, kHeightPx = 1950;

  Camera(const Pose& pose, cv::Size screen) : pose_(pose), screen_(screen) {
    const auto turn = [](double degrees, int a, int b) {
      cv::Matx33d m = cv::Matx33d::eye();
      m(a, a) = m(b, b) = std::cos(degrees * CV_PI / 180);
      m(a, b) = -std::sin(degrees * CV_PI / 180), m(b, a) = std::sin(degrees * CV_PI / 180);
      return m;
    };
    turned_ = turn(pose.roll_deg, 0, 1) * turn(pose.pitch_deg, 1, 2) * turn(pose.yaw_deg, 0, 2);
  }

  [[nodiscard]] cv::Point2d to_screen(cv::Point2d at) const {
    constexpr double kFocalPx = 1900, kUnitsAcross = 0.95;  // the screen's width over its distance
    cv::Point2d ray = (at - cv::Point2d(kWidthPx / 2.0, kHeightPx / 2.0)) / kFocalPx;
    ray *= 1 + pose_.bend * ray.dot(ray);
    const cv::Vec3d along(turned_(0, 0), turned_(1, 0), turned_(2, 0));
    const cv::Vec3d down(turned_(0, 1), turned_(1, 1), turned_(2, 1));
    const cv::Vec3d normal(turned_(0, 2), turned_(1, 2), turned_(2, 2));
    const cv::Vec3d way(ray.x, ray.y, 1);
    // The axis meets the middle of the screen at distance 1.
    const cv::Vec3d point = way * (normal[2] / normal.dot(way)) - cv::Vec3d(0, 0, 1);
    const double scale = screen_.width / kUnitsAcross;
    return {along.dot(point) * scale + screen_.width / 2.0, down.dot(point) * scale + screen_.height / 2.0};
  }

  [[nodiscard]] cv::Mat photograph(const cv::Mat& screen) const {
    constexpr double kNoise = 3, kBlurPx = 0.7;
    cv::Mat2f map(kHeightPx, kWidthPx);
    for (int y = 0; y < kHeightPx; ++y)
      for (int x = 0; x < kWidthPx; ++x) {
        const cv::Point2d at = to_screen({x + 0.5, y + 0.5});
        map(y, x) = {static_cast<float>(at.x - 0.5), static_cast<float>(at.y - 0.5)};
      }
    cv::Mat picture;
    cv::remap(screen, picture, map, cv::noArray(), cv::INTER_CUBIC, cv::BORDER_CONSTANT, cv::Scalar::all(60));
    cv::GaussianBlur(picture, picture, {}, kBlurPx);
    cv::Mat noise(picture.size(), CV_16SC3);
    cv::RNG(7).fill(noise, cv::RNG::NORMAL, 0, kNoise);
    cv::add(picture, noise, picture, cv::noArray(), CV_8U);
    return picture;
  }

 private:
  Pose pose_;
  cv::Size screen_;
  cv::Matx33d turned_;
};

struct Demand {
  const char* name;
  Scene scene;
  Pose pose;
};

Scene scene_of(double em_px, bool light) {
  Scene scene;
  scene.em_px = em_px, scene.light = light;
  return scene;
}

}  // namespace

TEST_CASE("a page that lies a little askew, as on a scanner, is measured as well as a level one", "[photo]") {
  Scene scene = scene_of(28, true);
  scene.jpeg_quality = 90;
  const auto drawn = measure_test::make_page(scene);
  const cv::Point2f middle(static_cast<float>(drawn.picture.cols) / 2,
                           static_cast<float>(drawn.picture.rows) / 2);
  constexpr double kAskewDeg = 0.2;  // a row of 2,000 pixels drifts by 7
  const cv::Mat turn = cv::getRotationMatrix2D(middle, kAskewDeg, 1);
  cv::Mat picture;
  cv::warpAffine(drawn.picture, picture, turn, drawn.picture.size(), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  const auto measured = trace::measure_page(picture, {});
  REQUIRE(measured.has_value());
  cv::Mat back;
  cv::invertAffineTransform(turn, back);
  const cv::Matx23d to_page(back);
  trace::Measurement on_page = measured->measurement;
  for (trace::MeasuredGlyph& glyph : on_page.glyphs) {
    const cv::Point2d seen(static_cast<double>(glyph.x_px), static_cast<double>(glyph.y_px));
    const cv::Point2d at = measured->view ? measured->view->to_picture(seen) : seen;
    const cv::Vec2d place = to_page * cv::Vec3d(at.x, at.y, 1);
    glyph.x_px = static_cast<float>(place[0]), glyph.y_px = static_cast<float>(place[1]);
  }
  const auto found = measure_test::compare(drawn, on_page);
  CAPTURE(found.drawn, found.measured, found.read_right, found.sign_right, found.rms_px, found.normalised);
  CHECK(found.measured > 0.9 * found.drawn);
  CHECK(found.read_right > 0.99);
  CHECK(found.sign_right > 0.99);
}

TEST_CASE("a photographed page is found, read and measured whatever its pose", "[photo]") {
  const Demand demands[] = {
      {"aside, bent", scene_of(16, false), {22, -10, 6, 0.03}},
      {"upside down, light", scene_of(15, true), {-15, 12, 172, -0.02}},
      {"upright", scene_of(16, false), {8, 15, 85, 0.01}},
  };
  double normalised = 0;
  for (const Demand& demand : demands) {
    const auto drawn = measure_test::make_page(demand.scene);
    const Camera camera(demand.pose, drawn.picture.size());
    const cv::Mat picture = camera.photograph(drawn.picture);
    const auto measured = trace::measure_page(picture, {});
    CAPTURE(demand.name);
    REQUIRE(measured.has_value());
    REQUIRE(measured->view.has_value());
    CHECK(measured->page.size() == measured->view->size);
    trace::Measurement on_screen = measured->measurement;
    for (trace::MeasuredGlyph& glyph : on_screen.glyphs) {
      const cv::Point2d at = camera.to_screen(measured->view->to_picture({glyph.x_px, glyph.y_px}));
      glyph.x_px = static_cast<float>(at.x), glyph.y_px = static_cast<float>(at.y);
    }
    const auto found = measure_test::compare(drawn, on_screen);
    CAPTURE(found.drawn, found.measured, found.read_right, found.sign_right, found.rms_px, found.normalised);
    CHECK(found.measured > 0.9 * found.drawn);
    CHECK(found.read_right > 0.99);
    CHECK(found.sign_right > 0.99);
    CHECK(found.rms_px < 0.04);
    normalised += found.normalised / static_cast<double>(std::size(demands));
  }
  // Some 2,000 errors: their mean square is known to 3 %, one standard deviation.
  CHECK(normalised == Approx(1).margin(0.1));
}

TEST_CASE("no page is made out of a picture without one", "[photo]") {
  cv::Mat noise(900, 1200, CV_8UC3);
  cv::RNG(11).fill(noise, cv::RNG::UNIFORM, 0, 255);
  cv::Mat blinds(900, 1200, CV_8UC3);
  for (int y = 0; y < blinds.rows; ++y)
    for (int x = 0; x < blinds.cols; ++x)
      blinds.at<cv::Vec3b>(y, x) =
          (y + x / 3) / 11 % 2 == 0 ? cv::Vec3b(20, 20, 20) : cv::Vec3b(220, 220, 220);
  const cv::Mat flat(900, 1200, CV_8UC3, cv::Scalar::all(128)), pixel(1, 1, CV_8UC3, cv::Scalar::all(5));
  for (const cv::Mat& picture : {noise, blinds, flat, pixel}) {
    const auto photo = trace::measure_photo(picture, {});
    REQUIRE(photo.has_value());
    CHECK((!*photo || (*photo)->measurement.glyphs.size() < 60));
    const auto page = trace::measure_page(picture, {});
    REQUIRE(page.has_value());
    CHECK(page->measurement.glyphs.size() < 60);
  }
}

TEST_CASE("a screen that software took is measured as it is", "[photo]") {
  const auto drawn = measure_test::make_page(scene_of(14, false));
  CHECK(trace::rows_way(trace::RowField(drawn.picture), 2) == trace::RowsWay::level);
  const cv::Mat turn = cv::getRotationMatrix2D({640, 360}, 12, 1);
  cv::Mat turned;
  cv::warpAffine(drawn.picture, turned, turn, drawn.picture.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  CHECK(trace::rows_way(trace::RowField(turned), 2) == trace::RowsWay::askew);
  CHECK(trace::rows_way(trace::RowField(cv::Mat(700, 900, CV_8UC3, cv::Scalar::all(40))), 2) ==
        trace::RowsWay::unseen);
  const auto page = trace::measure_page(drawn.picture, {});
  REQUIRE(page.has_value());
  CHECK_FALSE(page->view.has_value());
  CHECK(measure_test::compare(drawn, page->measurement).sign_right > 0.99);
}
