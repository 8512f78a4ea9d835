// HEIC, AVIF, PDF and video: each shows what was put into it, and bad ones end in one sentence.
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "format_files.hpp"
#include "watermark/trace/capture.hpp"
#include "watermark/trace/capture_kinds.hpp"

namespace spoor::trace {
namespace {

using testing::Bytes;
using testing::TempFile;

// Something with edges in it, so that a wrong size, turn or colour order shows.
cv::Mat scene(int width, int height, int shade) {
  cv::Mat out(height, width, CV_8UC3, cv::Scalar(30, 40, 60));
  cv::rectangle(out, {width / 8, height / 8, width / 3, height / 4}, cv::Scalar(200, 60, shade), cv::FILLED);
  cv::circle(out, {2 * width / 3, height / 2}, height / 5, cv::Scalar(40, 220, 90), cv::FILLED);
  return out;
}

double rms_difference(const cv::Mat& a, const cv::Mat& b) {
  REQUIRE(a.size() == b.size());
  return cv::norm(a, b, cv::NORM_L2) / std::sqrt(static_cast<double>(a.total()) * 3);
}

std::vector<cv::Mat> pictures_of(const std::filesystem::path& path, std::string& format) {
  std::vector<cv::Mat> out;
  const auto file = visit_pictures(path, {}, [&](const std::string&, cv::Mat bgr) {
    out.push_back(std::move(bgr));
    return true;
  });
  REQUIRE(file.has_value());
  CHECK(file->pictures == out.size());
  CHECK(file->sha256_hex.size() == 64);
  format = file->format;
  return out;
}

void check_sentence(const Bytes& bytes) {
  const TempFile file(bytes);
  const auto result = load_capture(file.path());
  if (result) return;  // only padding was lost
  CHECK_FALSE(result.error().message.empty());
  CHECK(result.error().message.find('\n') == std::string::npos);
  CHECK(result.error().code != TraceErrorCode::io);
}

// Cut at many places, and with bytes flipped: a picture or a sentence, never a crash.
void torture(const Bytes& whole, std::size_t times) {
  for (std::size_t i = 0; i < times; ++i) {
    const std::size_t at = whole.size() * i / times;
    check_sentence(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(at)));
    Bytes flipped = whole;
    flipped[at] = static_cast<std::uint8_t>(flipped[at] ^ 0x5A);
    check_sentence(flipped);
  }
}

TEST_CASE("HEIC and AVIF are opened") {
  const cv::Mat picture = scene(320, 200, 250);
  for (const bool avif : {false, true}) {
    const Bytes bytes = testing::heif_file(picture, avif);
    if (bytes.empty()) continue;  // this machine's libheif does not write it
    const TempFile file(bytes);
    const auto capture = load_capture(file.path());
    REQUIRE(capture.has_value());
    CHECK(capture->format == "HEIC or AVIF");
    CHECK(rms_difference(capture->bgr, picture) < 6);
    torture(bytes, 12);
    CaptureLimits small;
    small.max_pixels = 1000;
    CHECK(load_capture(file.path(), small).error().code == TraceErrorCode::too_large);
  }
}

TEST_CASE("the pages of a PDF are opened, each as a picture") {
  const std::vector<cv::Mat> pages = {scene(600, 400, 250), scene(600, 400, 20)};
  const Bytes bytes = testing::pdf_file(pages, 300);
  const TempFile file(bytes);
  std::string format;
  const auto found = pictures_of(file.path(), format);
  CHECK(format == "PDF");
  REQUIRE(found.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) CHECK(rms_difference(found[i], pages[i]) < 8);
  torture(bytes, 16);
  // A page of a square mile is drawn no larger than is measured.
  const auto vast = pictures_of(TempFile(testing::pdf_file({scene(600, 400, 9)}, 3)).path(), format);
  REQUIRE(vast.size() == 1);
  CHECK(vast[0].total() <= 41'000'000);
}

TEST_CASE("frames of a video are opened, evenly spaced") {
  std::vector<cv::Mat> frames;
  for (int i = 0; i < 24; ++i) frames.push_back(scene(320, 240, 10 * i));
  const TempFile file({});
  testing::write_video(file.path(), frames);
  std::string format;
  const auto found = pictures_of(file.path(), format);
  CHECK(format == "video");
  REQUIRE(found.size() == static_cast<std::size_t>(CaptureLimits{}.most_frames));
  for (std::size_t i = 0; i < found.size(); ++i) {
    double best = 1e9;
    std::size_t at = 0;
    for (std::size_t k = 0; k < frames.size(); ++k)
      if (const double d = rms_difference(found[i], frames[k]); d < best) best = d, at = k;
    CHECK(best < 8);
    CHECK(std::abs(static_cast<double>(at) - 4.0 * static_cast<double>(i) - 2) <= 2);
  }
  std::ifstream in(file.path(), std::ios::binary);
  torture(Bytes(std::istreambuf_iterator<char>(in), {}), 16);
}

TEST_CASE("a file is what its first bytes say") {
  const auto of = [](const std::string& text) {
    return kind_of(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  };
  CHECK(of("%PDF-1.4") == FileKind::pdf);
  CHECK(of("0000ftypheic") == FileKind::heif);
  CHECK(of("0000ftypavif") == FileKind::heif);
  CHECK(of("0000ftypmif1") == FileKind::heif);
  CHECK(of("0000ftypqt  ") == FileKind::video);
  CHECK(of("0000ftypisom") == FileKind::video);
  CHECK(of("") == FileKind::picture);
  CHECK(of("#EXTM3U\nhttp://example.org/") == FileKind::picture);
}

TEST_CASE("a very large picture is measured at half its size, a long panorama as well") {
  CaptureLimits limits;
  limits.most_measured_pixels = 60'000;
  const cv::Mat picture = scene(1200, 300, 200);
  for (const char* extension : {".jpg", ".png"}) {
    Bytes bytes;
    REQUIRE(cv::imencode(extension, picture, bytes));
    const auto capture = load_capture(TempFile(bytes).path(), limits);
    REQUIRE(capture.has_value());
    CHECK(capture->bgr.total() <= limits.most_measured_pixels);
    CHECK(capture->bgr.cols == 4 * capture->bgr.rows);
  }
  Bytes panorama;
  REQUIRE(cv::imencode(".png", cv::Mat(40, 30'000, CV_8UC3, cv::Scalar(20, 20, 20)), panorama));
  CHECK(load_capture(TempFile(panorama).path())->bgr.cols == 30'000);
}

}  // namespace
}  // namespace spoor::trace
