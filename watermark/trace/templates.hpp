// Glyph templates: what a pixel of the capture shows of a glyph, at any sub-pixel pose, under the capture's
// blur.
#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "viewer/text/face.hpp"
#include "watermark/trace/error.hpp"

namespace spoor::trace {

/// What a pixel of the capture gathers: a box, then the capture's blur on its own pixel grid, separable, odd
/// lengths, each sums to about 1.
struct Blur {
  std::vector<float> kernel_x{1.0F};
  std::vector<float> kernel_y{1.0F};
  double aperture = 1;  ///< the box's side, pixels: less than 1 where a picture was shrunk by picking pixels
};

/// A whole-pixel window of the capture.
struct PixelWindow {
  int x = 0, y = 0, width = 0, height = 0;
  [[nodiscard]] int area() const { return width * height; }
};

class TemplateBank {
 public:
  /// Templates of `charset` at em_px pixels of the capture an em. Errors: internal (font).
  static tl::expected<TemplateBank, TraceError> create(const text::Face& face, double em_px,
                                                       std::span<const char32_t> charset, const Blur& blur,
                                                       int threads);

  /// The same templates under a blur of the same aperture; this bank has none. Kernels have seven taps at
  /// most.
  [[nodiscard]] TemplateBank blurred(const Blur& blur, int threads) const;

  [[nodiscard]] std::size_t size() const { return charset_.size(); }
  [[nodiscard]] char32_t character(std::size_t glyph) const { return charset_[glyph]; }
  [[nodiscard]] const std::vector<char32_t>& charset() const { return charset_; }
  [[nodiscard]] double advance_px() const { return advance_px_; }
  [[nodiscard]] double em_px() const { return em_px_; }
  [[nodiscard]] int oversample() const { return oversample_; }
  [[nodiscard]] double aperture() const { return aperture_; }
  /// Index of a character, or size() where the bank does not hold it.
  [[nodiscard]] std::size_t index_of(char32_t character) const;

  /// Coverage (0..1) of a glyph with its pen at (pen_x_px, baseline_px), at each pixel of the window, row by
  /// row. out: window.area() floats.
  void sample(std::size_t glyph, double pen_x_px, double baseline_px, const PixelWindow& window,
              float* out) const;

 private:
  std::vector<char32_t> charset_;
  std::vector<cv::Mat1f>
      maps_;  // one a glyph; element (j, i): pixel whose corner is i, j oversampled steps in
  double em_px_ = 0, advance_px_ = 0, aperture_ = 1;
  int oversample_ = 1, left_px_ = 0, top_px_ = 0;
};

/// The characters that the tracer reads: printable ASCII and the viewer's own replacement character.
[[nodiscard]] const std::vector<char32_t>& reading_charset();

}  // namespace spoor::trace
