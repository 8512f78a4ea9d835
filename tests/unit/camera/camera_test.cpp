// The whole camera: the same photograph each time, and a truth that fits it.
#include "tests/camera/camera.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/camera/presets.hpp"

namespace spoor::camera {
namespace {

cv::Mat screen() {
  cv::Mat picture(108, 192, CV_8UC3, cv::Scalar(40, 36, 32));
  for (int line = 0; line < 6; ++line)
    cv::putText(picture, "if (a[i] != b) {", {8, 16 + 16 * line}, cv::FONT_HERSHEY_SIMPLEX, 0.4,
                {220, 220, 220});
  return picture;
}

CameraParameters drawn(const char* preset, std::uint64_t seed) {
  CameraParameters p = draw_parameters(preset_ranges(preset).value(), seed);
  p.lens.width_px = 480;
  p.lens.height_px = 360;
  p.lens.center_x_px /= 8;
  p.lens.center_y_px /= 8;
  return p;
}

}  // namespace

TEST_CASE("the same seed gives the same bytes, whatever the threads") {
  for (const PresetNote& note : presets()) {
    const std::string preset(note.name);
    CAPTURE(preset);
    const CameraParameters p = drawn(preset.c_str(), 4);
    const auto one = photograph(screen(), p, 4, 1), three = photograph(screen(), p, 4, 3);
    REQUIRE(one);
    REQUIRE(three);
    CHECK(one->encoded.file == three->encoded.file);
    CHECK(one->truth == three->truth);
    CHECK(photograph(screen(), p, 5, 1)->encoded.file != one->encoded.file);
  }
}

TEST_CASE("the truth's corners are where the screen is in the picture") {
  // A white screen in the dark: the corners of what is bright.
  CameraParameters p = drawn("good", 2);
  p.scene.ambient = p.scene.reflection = 0;
  p.codec.messenger_px = 300;
  p.pose.yaw_deg = 12;
  const cv::Mat white(108, 192, CV_8UC3, cv::Scalar::all(255));
  const auto photo = photograph(white, p, 2, 2);
  REQUIRE(photo);
  cv::Mat grey = cv::imdecode(photo->encoded.file, cv::IMREAD_GRAYSCALE), bright;
  cv::threshold(grey, bright, 100, 255, cv::THRESH_BINARY);
  std::vector<cv::Point> lit;
  cv::findNonZero(bright, lit);
  const auto truth = nlohmann::json::parse(photo->truth);
  CHECK(truth["picture"]["width"] == 300);
  CHECK(truth["corners"].size() == 4);
  const std::array<cv::Point, 4> outwards{{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto furthest = *std::max_element(lit.begin(), lit.end(), [&](cv::Point a, cv::Point b) {
      return a.dot(outwards[i]) < b.dot(outwards[i]);
    });
    CHECK(truth["corners"][i][0].get<double>() == Approx(furthest.x).margin(2));
    CHECK(truth["corners"][i][1].get<double>() == Approx(furthest.y).margin(2));
  }
  CHECK(truth["parameters"]["layout"] == (p.panel.layout == Layout::rgb ? "rgb" : "bgr"));
  CHECK(truth["parameters"]["yaw_deg"] == 12);
  CHECK(truth["camera"]["distortion"][0] == p.lens.k1);
}

TEST_CASE("what cannot be photographed is refused") {
  CameraParameters p = drawn("good", 1);
  CHECK(shoot(cv::Mat(), p, 1, 1).error().code == CameraErrorCode::too_large);
  CHECK(shoot(cv::Mat(10, 10, CV_16UC3, cv::Scalar(0)), p, 1, 1).error().code == CameraErrorCode::too_large);
  p.lens.width_px = p.lens.height_px = 16000;
  CHECK(shoot(screen(), p, 1, 1).error().code == CameraErrorCode::too_large);
}

TEST_CASE("a screen of one pixel is still a screen") {
  CHECK(photograph(cv::Mat(1, 1, CV_8UC3, cv::Scalar::all(255)), drawn("ordinary", 1), 1, 1));
}

}  // namespace spoor::camera
