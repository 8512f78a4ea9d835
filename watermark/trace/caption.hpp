// Lines of text on a picture, for the tracer's own labels, set in the viewer's default face.
#pragma once

#include <opencv2/core.hpp>
#include <string_view>
#include <tl/expected.hpp>

#include "viewer/text/face.hpp"
#include "watermark/trace/error.hpp"

namespace spoor::trace {

class Caption {
 public:
  /// Errors: internal (the font is missing).
  [[nodiscard]] static tl::expected<Caption, TraceError> create(double em_px);

  /// Draws UTF-8 text (one cell a code point) with its pen starting at `pen`; what lies outside the picture
  /// is cut. Returns the pen's x behind the text.
  double draw(cv::Mat& bgr, std::string_view utf8, cv::Point2d pen, const cv::Scalar& color) const;

  [[nodiscard]] double em_px() const noexcept { return em_px_; }
  [[nodiscard]] double width_px(std::string_view utf8) const;

 private:
  Caption(text::Face face, double em_px) : face_(std::move(face)), em_px_(em_px) {}
  void blend(cv::Mat& bgr, char32_t code_point, cv::Point2d pen, const cv::Scalar& color) const;

  text::Face face_;
  double em_px_;
};

}  // namespace spoor::trace
