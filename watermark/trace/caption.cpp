#include "watermark/trace/caption.hpp"

#include <cmath>
#include <string>

#include "viewer/text/utf8.hpp"

namespace spoor::trace {
namespace {

std::u32string cells_of(std::string_view utf8) {
  std::u32string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const text::Decoded decoded = text::decode_utf8(utf8, at);
    out += decoded.code_point;
    at += decoded.bytes;
  }
  return out;
}

}  // namespace

tl::expected<Caption, TraceError> Caption::create(double em_px) {
  auto face = text::Face::open(text::FontId::jetbrains_mono);
  if (!face) return tl::unexpected(TraceError{TraceErrorCode::internal, face.error().message});
  return Caption(std::move(*face), em_px);
}

double Caption::width_px(std::string_view utf8) const {
  return static_cast<double>(cells_of(utf8).size()) * face_.advance_em() * em_px_;
}

double Caption::draw(cv::Mat& bgr, std::string_view utf8, cv::Point2d pen, const cv::Scalar& color) const {
  for (const char32_t code_point : cells_of(utf8)) {
    blend(bgr, code_point, pen, color);
    pen.x += face_.advance_em() * em_px_;
  }
  return pen.x;
}

void Caption::blend(cv::Mat& bgr, char32_t code_point, cv::Point2d pen, const cv::Scalar& color) const {
  const double left = std::floor(pen.x);
  const auto strip = face_.rasterise(code_point, em_px_, 1, pen.x - left);
  if (!strip) return;
  const int baseline = static_cast<int>(std::lround(pen.y));
  for (int r = 0; r < strip->height_px; ++r) {
    const int y = baseline - strip->top_px + r;
    if (y < 0 || y >= bgr.rows) continue;
    for (int c = 0; c < strip->width_px; ++c) {
      const int x = static_cast<int>(left) + strip->left_px + c;
      if (x < 0 || x >= bgr.cols) continue;
      const double alpha = strip->coverage[static_cast<std::size_t>(r * strip->width_px + c)] / 255.0;
      auto& pixel = bgr.at<cv::Vec3b>(y, x);
      for (int i = 0; i < 3; ++i)
        pixel[i] = cv::saturate_cast<std::uint8_t>(pixel[i] + alpha * (color[i] - pixel[i]));
    }
  }
}

}  // namespace spoor::trace
