// Files: what is written can be read, turned and reduced as said.
#include "tests/camera/codec.hpp"

#include <catch2/catch.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/camera/heic.hpp"

namespace spoor::camera {
namespace {

cv::Mat scene() {
  cv::Mat picture(300, 400, CV_8UC3, cv::Scalar(120, 90, 60));
  cv::rectangle(picture, {50, 40, 120, 90}, {20, 200, 230}, cv::FILLED);
  cv::circle(picture, {280, 190}, 60, {230, 60, 40}, cv::FILLED);
  return picture;
}

double rms(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b) / std::sqrt(3.0 * static_cast<double>(a.total()));
}

}  // namespace

TEST_CASE("each codec's file holds the picture") {
  for (const Codec codec : {Codec::jpeg, Codec::webp, Codec::png}) {
    const auto encoded = encode(scene(), {.codec = codec, .quality = 92});
    REQUIRE(encoded);
    CHECK(encoded->scale == 1);
    const cv::Mat back = cv::imdecode(encoded->file, cv::IMREAD_COLOR);
    REQUIRE(back.size() == scene().size());
    CHECK(rms(back, scene()) < (codec == Codec::png ? 1e-9 : 6.0));
  }
}

TEST_CASE("HEIC holds the picture, or the library says that it has no encoder") {
  const auto encoded = encode(scene(), {.codec = Codec::heic, .quality = 90});
  if (!encoded) {
    CHECK(encoded.error().code == CameraErrorCode::no_encoder);
    return;
  }
  CHECK(std::string(encoded->file.begin() + 4, encoded->file.begin() + 12) == "ftypheic");
  CHECK(rms(decode_heic(encoded->file).value(), scene()) < 6);
  CHECK(encode(scene(), {.codec = Codec::heic, .quality = 90})->file == encoded->file);
}

TEST_CASE("the orientation is one that readers obey") {
  for (const int orientation : {1, 3, 6, 8}) {
    const auto encoded = encode(scene(), {.orientation = orientation});
    const cv::Mat back = cv::imdecode(encoded->file, cv::IMREAD_COLOR);
    const bool upright = orientation == 1 || orientation == 3;
    CHECK(back.size() == (upright ? cv::Size(400, 300) : cv::Size(300, 400)));
    const cv::Mat stored = cv::imdecode(encoded->file, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
    CHECK(rms(stored, scene()) < 6);
  }
  CHECK(encode(scene(), {.orientation = 0})->file.size() + 36 ==
        encode(scene(), {.orientation = 1})->file.size());
}

TEST_CASE("a messenger reduces to its long side and writes a JPEG") {
  const auto sent = encode(scene(), {.codec = Codec::webp, .messenger_px = 200});
  CHECK(sent->codec == Codec::jpeg);
  CHECK(sent->size == cv::Size(200, 150));
  CHECK(sent->scale == Approx(0.5));
  const cv::Mat back = cv::imdecode(sent->file, cv::IMREAD_COLOR);
  cv::Mat half;
  cv::resize(scene(), half, {200, 150}, 0, 0, cv::INTER_AREA);
  CHECK(rms(back, half) < 10);
  const auto small = encode(scene(), {.messenger_px = 1600});
  CHECK(small->size == cv::Size(400, 300));
  CHECK(small->scale == 1);
}

}  // namespace spoor::camera
