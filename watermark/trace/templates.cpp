#include "watermark/trace/templates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

constexpr int kMarginPx = 6;  // about a glyph's cell: what overhangs it, and a kernel's half

// Enough steps that interpolating between two of them errs by less than a grey level.
int oversample_for(double em_px) {
  return em_px < 12 ? 8 : 4;
}

int half_length(const std::vector<float>& kernel) {
  return static_cast<int>(kernel.size() / 2);
}

// Convolves along x (dx = 1) or y (dx = 0) with taps one capture pixel, that is `step` samples, apart.
cv::Mat1f spread(const cv::Mat1f& map, const std::vector<float>& kernel, int step, bool along_x) {
  if (kernel.size() == 1 && kernel[0] == 1.0F) return map;
  cv::Mat1f out(map.size(), 0.0F);
  const int half = half_length(kernel);
  for (int k = -half; k <= half; ++k) {
    const float weight = kernel[static_cast<std::size_t>(k + half)];
    const int shift = k * step, n = (along_x ? map.cols : map.rows) - std::abs(shift);
    if (weight == 0.0F || n <= 0) continue;
    const int to = std::max(0, shift), from = std::max(0, -shift);
    if (along_x)
      cv::scaleAdd(map.colRange(from, from + n), weight, out.colRange(to, to + n), out.colRange(to, to + n));
    else
      cv::scaleAdd(map.rowRange(from, from + n), weight, out.rowRange(to, to + n), out.rowRange(to, to + n));
  }
  return out;
}

// The strip pasted on a canvas whose origin lies left_px, top_px from the pen, both in oversampled steps.
cv::Mat1f on_canvas(const text::GlyphStrip& strip, cv::Size size, int left, int top) {
  cv::Mat1f canvas(size, 0.0F);
  for (int r = 0; r < strip.height_px; ++r) {
    const int y = top - strip.top_px + r;
    if (y < 0 || y >= size.height) continue;
    for (int c = 0; c < strip.width_px; ++c) {
      const int x = strip.left_px - left + c;
      if (x < 0 || x >= size.width) continue;
      canvas(y, x) =
          static_cast<float>(strip.coverage[static_cast<std::size_t>(r * strip.width_px + c)]) / 255.0F;
    }
  }
  return canvas;
}

}  // namespace

const std::vector<char32_t>& reading_charset() {
  static const std::vector<char32_t> charset = [] {
    std::vector<char32_t> set(0x7F - 0x21);
    std::iota(set.begin(), set.end(), U'!');
    // Then what stands for a character that is not drawn, and what a viewer draws of its own: an ellipsis in
    // a name cut short, the tree's triangles.
    set.insert(set.end(), {U'\uFFFD', U'\u2026', U'\u25B8', U'\u25BE'});
    return set;
  }();
  return charset;
}

tl::expected<TemplateBank, TraceError> TemplateBank::create(const text::Face& face, double em_px,
                                                            std::span<const char32_t> charset,
                                                            const Blur& blur, int threads) {
  TemplateBank bank;
  bank.charset_.assign(charset.begin(), charset.end());
  bank.em_px_ = em_px;
  bank.advance_px_ = face.advance_em() * em_px;
  bank.aperture_ = blur.aperture;
  const int os = bank.oversample_ = oversample_for(em_px);
  const int box = std::clamp(static_cast<int>(std::lround(blur.aperture * os)), 1, os);
  const int inset = (os - box) / 2;  // of the box within the pixel
  bank.left_px_ = -kMarginPx;
  bank.top_px_ = static_cast<int>(std::ceil(1.0 * em_px)) + kMarginPx;
  const int width = static_cast<int>(std::ceil(bank.advance_px_)) + 2 * kMarginPx;
  const int height = bank.top_px_ + static_cast<int>(std::ceil(0.3 * em_px)) + kMarginPx;
  bank.maps_.resize(charset.size());
  const cv::Size canvas((width + 1) * os, (height + 1) * os);
  bool failed = false;
  std::mutex face_mutex;  // FreeType renders one glyph of a face at a time
  parallel_for(charset.size(), threads, [&](std::size_t g) {
    tl::expected<text::GlyphStrip, text::TextError> strip;
    {
      const std::scoped_lock lock(face_mutex);
      strip = face.rasterise(charset[g], em_px * os, 1);
      if (!strip) failed = true;
    }
    if (!strip) return;
    cv::Mat1f map = on_canvas(*strip, canvas, bank.left_px_ * os + inset, bank.top_px_ * os - inset);
    cv::boxFilter(map, map, -1, {box, box}, {0, 0}, true, cv::BORDER_CONSTANT);
    bank.maps_[g] = map;
  });
  if (failed)
    return tl::unexpected(TraceError{TraceErrorCode::internal, "A font could not be drawn: reinstall it."});
  return bank.blurred(blur, threads);
}

TemplateBank TemplateBank::blurred(const Blur& blur, int threads) const {
  TemplateBank out = *this;
  parallel_for(maps_.size(), threads, [&](std::size_t g) {
    out.maps_[g] =
        spread(spread(maps_[g], blur.kernel_x, oversample_, true), blur.kernel_y, oversample_, false);
  });
  return out;
}

std::size_t TemplateBank::index_of(char32_t character) const {
  return static_cast<std::size_t>(std::find(charset_.begin(), charset_.end(), character) - charset_.begin());
}

void TemplateBank::sample(std::size_t glyph, double pen_x_px, double baseline_px, const PixelWindow& window,
                          float* out) const {
  const cv::Mat1f& map = maps_[glyph];
  const double u = (window.x - pen_x_px - left_px_) * oversample_;
  const double v = (window.y - baseline_px + top_px_) * oversample_;
  const double u_floor = std::floor(u), v_floor = std::floor(v);
  const auto fx = static_cast<float>(u - u_floor), fy = static_cast<float>(v - v_floor);
  const std::array<float, 4> w{(1 - fy) * (1 - fx), (1 - fy) * fx, fy * (1 - fx), fy * fx};
  const int i0 = static_cast<int>(u_floor), j0 = static_cast<int>(v_floor);
  for (int y = 0; y < window.height; ++y) {
    const int j = j0 + y * oversample_;
    if (j < 0 || j + 1 >= map.rows) {
      std::fill_n(out, window.width, 0.0F);
      out += window.width;
      continue;
    }
    const float *upper = map[j], *lower = map[j + 1];
    for (int x = 0; x < window.width; ++x, ++out) {
      const int i = i0 + x * oversample_;
      *out = i < 0 || i + 1 >= map.cols
                 ? 0.0F
                 : w[0] * upper[i] + w[1] * upper[i + 1] + w[2] * lower[i] + w[3] * lower[i + 1];
    }
  }
}

}  // namespace spoor::trace
