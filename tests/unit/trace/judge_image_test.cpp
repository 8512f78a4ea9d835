// The table of bad and unusual pictures: each one loads as it should or ends in its error and one sentence.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "watermark/trace/capture.hpp"

namespace spoor::trace {
namespace {

using Bytes = std::vector<std::uint8_t>;

// An 8 x 8 CMYK JPEG of one colour.
const Bytes kCmykJpeg = {
    0xff, 0xd8, 0xff, 0xee, 0x00, 0x0e, 0x41, 0x64, 0x6f, 0x62, 0x65, 0x00, 0x64, 0x00, 0x00, 0x00,
    0x00, 0x00, 0xff, 0xdb, 0x00, 0x43, 0x00, 0x28, 0x1c, 0x1e, 0x23, 0x1e, 0x19, 0x28, 0x23, 0x21,
    0x23, 0x2d, 0x2b, 0x28, 0x30, 0x3c, 0x64, 0x41, 0x3c, 0x37, 0x37, 0x3c, 0x7b, 0x58, 0x5d, 0x49,
    0x64, 0x91, 0x80, 0x99, 0x96, 0x8f, 0x80, 0x8c, 0x8a, 0xa0, 0xb4, 0xe6, 0xc3, 0xa0, 0xaa, 0xda,
    0xad, 0x8a, 0x8c, 0xc8, 0xff, 0xcb, 0xda, 0xee, 0xf5, 0xff, 0xff, 0xff, 0x9b, 0xc1, 0xff, 0xff,
    0xff, 0xfa, 0xff, 0xe6, 0xfd, 0xff, 0xf8, 0xff, 0xc0, 0x00, 0x14, 0x08, 0x00, 0x08, 0x00, 0x08,
    0x04, 0x43, 0x11, 0x00, 0x4d, 0x11, 0x00, 0x59, 0x11, 0x00, 0x4b, 0x11, 0x00, 0xff, 0xc4, 0x00,
    0x15, 0x00, 0x01, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x05, 0x00, 0xff, 0xc4, 0x00, 0x14, 0x10, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xda, 0x00, 0x0e, 0x04, 0x43,
    0x00, 0x4d, 0x00, 0x59, 0x00, 0x4b, 0x00, 0x00, 0x3f, 0x00, 0x15, 0x19, 0x32, 0xff, 0xd9};

class TempFile {
 public:
  explicit TempFile(const Bytes& bytes) {
    path_ = std::filesystem::temp_directory_path() /
            ("spoor_capture_" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
    std::ofstream(path_, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  ~TempFile() { std::filesystem::remove(path_); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

tl::expected<Capture, TraceError> load(const Bytes& bytes) {
  return load_capture(TempFile(bytes).path());
}

// A picture with a gradient, so that a turn or a lost channel shows.
cv::Mat gradient(int width, int height, int type) {
  cv::Mat out(height, width, type);
  const double full = out.depth() == CV_16U ? 65535 : 255;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double value = full * (x + 2.0 * y) / (width + 2.0 * height);
      cv::Mat pixel = out(cv::Rect(x, y, 1, 1));
      pixel.setTo(cv::Scalar(value, full - value, value / 2, full));
    }
  return out;
}

Bytes encode(const char* extension, const cv::Mat& image) {
  Bytes bytes;
  REQUIRE(cv::imencode(extension, image, bytes));
  return bytes;
}

void put32(Bytes& bytes, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
}

// CRC-32 of PNG annex D, bit by bit.
std::uint32_t crc_of(const Bytes& bytes, std::size_t begin, std::size_t end) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (std::size_t i = begin; i < end; ++i) {
    crc ^= bytes[i];
    for (int k = 0; k < 8; ++k) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0);
  }
  return ~crc;
}

// A one-pixel PNG that says it is of another size: refused on its header.
Bytes png_claiming(std::uint32_t width, std::uint32_t height, int type = CV_8UC3) {
  Bytes bytes = encode(".png", gradient(1, 1, type));
  put32(bytes, 16, width);
  put32(bytes, 20, height);
  put32(bytes, 29, crc_of(bytes, 12, 29));
  return bytes;
}

Bytes with_chunk_after_header(Bytes png, const std::string& type, const Bytes& body) {
  Bytes chunk(4);
  put32(chunk, 0, static_cast<std::uint32_t>(body.size()));
  chunk.insert(chunk.end(), type.begin(), type.end());
  chunk.insert(chunk.end(), body.begin(), body.end());
  chunk.insert(chunk.end(), 4, 0);
  put32(chunk, chunk.size() - 4, crc_of(chunk, 4, chunk.size() - 4));
  constexpr std::ptrdiff_t kAfterHeader = 8 + 25;
  png.insert(png.begin() + kAfterHeader, chunk.begin(), chunk.end());
  return png;
}

Bytes jpeg_with_orientation(std::uint8_t orientation) {
  Bytes jpeg = encode(".jpg", gradient(24, 16, CV_8UC3));
  const Bytes exif = {0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M',         0, 42, 0, 0, 0, 8,
                      0,    1,    1, 18, 0,   3,   0,   0,   0, 1, 0,   orientation, 0, 0,  0, 0, 0, 0};
  jpeg.insert(jpeg.begin() + 2, exif.begin(), exif.end());
  return jpeg;
}

Bytes animated_webp() {
  Bytes bytes = {'R', 'I', 'F', 'F', 22, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P', '8', 'X', 10, 0, 0, 0};
  bytes.insert(bytes.end(), {0x02, 0, 0, 0, 7, 0, 0, 7, 0, 0});
  return bytes;
}

void check_refused(const Bytes& bytes, TraceErrorCode code, const std::string& words) {
  const auto result = load(bytes);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().code == code);
  CHECK_THAT(result.error().message, Catch::Contains(words));
  CHECK(result.error().message.find('\n') == std::string::npos);
}

TEST_CASE("what is no picture is refused in one sentence") {
  check_refused({}, TraceErrorCode::not_an_image, "not a picture");
  check_refused({'h', 'e', 'l', 'l', 'o'}, TraceErrorCode::not_an_image, "not a picture");
  check_refused(Bytes(4096, 0), TraceErrorCode::not_an_image, "not a picture");
  check_refused({'G', 'I', 'F', '8', '9', 'a', 1, 0}, TraceErrorCode::unsupported, "GIF");
  check_refused({0, 0, 0, 24, 'f', 't', 'y', 'p', 'h', 'e', 'i', 'c'}, TraceErrorCode::not_an_image, "HEIC");
  check_refused({0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm'}, TraceErrorCode::not_an_image, "video");
  check_refused({'%', 'P', 'D', 'F', '-', '1', '.', '4'}, TraceErrorCode::not_an_image, "PDF");
  const auto missing = load_capture("/nonexistent/capture.png");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().code == TraceErrorCode::io);
  CHECK(load_capture(std::filesystem::temp_directory_path()).error().code == TraceErrorCode::io);
}

TEST_CASE("a torn picture is refused at whatever byte it is cut") {
  for (const char* extension : {".png", ".jpg", ".webp", ".tiff"}) {
    const Bytes whole = encode(extension, gradient(64, 48, CV_8UC3));
    REQUIRE(load(whole).has_value());
    for (std::size_t length = 0; length + 2 < whole.size(); length += 1 + whole.size() / 97) {
      CAPTURE(extension, length, whole.size());
      const auto result = load(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
      if (result)
        CHECK(result->bgr.size() == cv::Size(64, 48));  // only padding was cut
      else
        CHECK(result.error().code == TraceErrorCode::not_an_image);
      if (length < whole.size() / 2) CHECK_FALSE(result.has_value());
    }
  }
}

TEST_CASE("a picture with flipped bytes never crashes the loader") {
  for (const char* extension : {".png", ".jpg", ".webp", ".tiff"}) {
    const Bytes whole = encode(extension, gradient(40, 30, CV_8UC3));
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 211) {
      Bytes bytes = whole;
      bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ 0x5A);
      CAPTURE(extension, at);
      const auto result = load(bytes);
      if (result)
        CHECK(result->bgr.type() == CV_8UC3);
      else
        CHECK_FALSE(result.error().message.empty());
    }
  }
}

TEST_CASE("more pixels than the tracer takes are refused on the header alone") {
  check_refused(png_claiming(30'000, 30'000), TraceErrorCode::too_large, "30000 x 30000");
  check_refused(png_claiming(0x7FFFFFFF, 0x7FFFFFFF), TraceErrorCode::too_large, "crop");
  check_refused(png_claiming(0, 5), TraceErrorCode::not_an_image, "no pixels");
  // 16 bits a sample: the bytes decide, not the pixels
  check_refused(png_claiming(15'000, 15'000, CV_16UC3), TraceErrorCode::too_large, "MB");
}

TEST_CASE("a real picture of 30,000 x 30,000 is refused without being decoded") {
  const cv::Mat black(30'000, 30'000, CV_8UC1, cv::Scalar(0));
  Bytes bytes;
  REQUIRE(cv::imencode(".png", black, bytes, {cv::IMWRITE_PNG_COMPRESSION, 1, cv::IMWRITE_PNG_BILEVEL, 1}));
  check_refused(bytes, TraceErrorCode::too_large, "30000 x 30000");
}

TEST_CASE("animated pictures are refused in one sentence") {
  const Bytes still = encode(".png", gradient(8, 8, CV_8UC3));
  check_refused(with_chunk_after_header(still, "acTL", Bytes(8)), TraceErrorCode::unsupported, "animated");
  check_refused(animated_webp(), TraceErrorCode::unsupported, "animated");
}

TEST_CASE("one pixel, odd depths and odd channels all become 8-bit BGR") {
  CHECK(load(encode(".png", gradient(1, 1, CV_8UC3)))->bgr.size() == cv::Size(1, 1));
  const cv::Mat reference = load(encode(".png", gradient(40, 30, CV_8UC3)))->bgr;
  for (const char* extension : {".png", ".tiff"}) {
    const auto deep = load(encode(extension, gradient(40, 30, CV_16UC3)));
    REQUIRE(deep.has_value());
    CHECK(cv::norm(deep->bgr, reference, cv::NORM_INF) <= 1);
    const auto grey = load(encode(extension, gradient(40, 30, CV_8UC1)));
    REQUIRE(grey.has_value());
    CHECK(grey->bgr.type() == CV_8UC3);
    const auto deep_grey = load(encode(extension, gradient(40, 30, CV_16UC1)));
    REQUIRE(deep_grey.has_value());
    CHECK(cv::norm(deep_grey->bgr, grey->bgr, cv::NORM_INF) <= 1);
  }
  const auto cmyk = load(kCmykJpeg);
  REQUIRE(cmyk.has_value());
  CHECK(cmyk->bgr.type() == CV_8UC3);
  CHECK(cmyk->bgr.size() == cv::Size(8, 8));
}

TEST_CASE("alpha is composited on white") {
  cv::Mat bgra(4, 4, CV_8UC4, cv::Scalar(10, 20, 30, 0));
  bgra.col(0).setTo(cv::Scalar(10, 20, 30, 255));
  bgra.col(1).setTo(cv::Scalar(10, 20, 30, 128));
  for (const char* extension : {".png", ".tiff"}) {
    const auto result = load(encode(extension, bgra));
    REQUIRE(result.has_value());
    CHECK(result->bgr.at<cv::Vec3b>(0, 0) == cv::Vec3b(10, 20, 30));
    CHECK(std::abs(result->bgr.at<cv::Vec3b>(0, 1)[0] - 132) <= 1);
    CHECK(result->bgr.at<cv::Vec3b>(0, 3) == cv::Vec3b(255, 255, 255));
  }
}

TEST_CASE("EXIF orientation is applied once") {
  const cv::Mat plain = load(jpeg_with_orientation(1))->bgr;
  REQUIRE(plain.size() == cv::Size(24, 16));
  const auto turned_is = [&](std::uint8_t orientation, const cv::Mat& expected) {
    const auto result = load(jpeg_with_orientation(orientation));
    REQUIRE(result.has_value());
    REQUIRE(result->bgr.size() == expected.size());
    CHECK(cv::norm(result->bgr, expected, cv::NORM_INF) == 0);
  };
  cv::Mat expected;
  cv::rotate(plain, expected, cv::ROTATE_180);
  turned_is(3, expected);
  cv::rotate(plain, expected, cv::ROTATE_90_CLOCKWISE);
  turned_is(6, expected);
  cv::rotate(plain, expected, cv::ROTATE_90_COUNTERCLOCKWISE);
  turned_is(8, expected);
  cv::flip(plain, expected, 1);
  turned_is(2, expected);
  turned_is(9, plain);
}

TEST_CASE("the hash is the file's") {
  const auto result = load(kCmykJpeg);
  REQUIRE(result.has_value());
  CHECK(result->sha256_hex.size() == 64);
  CHECK(result->sha256_hex == load(kCmykJpeg)->sha256_hex);
}

}  // namespace
}  // namespace spoor::trace
