#include "watermark/trace/ink.hpp"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace spoor::trace {
namespace {

// A block holds a few glyphs of the smallest text, so that most of its pixels are background.
constexpr int kBlockPx = 48;

// The most frequent grey level, smoothed over 5 levels because JPEG spreads a flat background over a few.
float mode_of(const cv::Mat1b& block) {
  std::array<int, 260> histogram{};
  for (int y = 0; y < block.rows; ++y) {
    const std::uint8_t* row = block[y];
    for (int x = 0; x < block.cols; ++x) ++histogram[row[x] + 2U];
  }
  int best = -1;
  std::size_t at = 2;
  for (std::size_t v = 2; v < 258; ++v) {
    const int n = histogram[v - 2] + histogram[v - 1] + 2 * histogram[v] + histogram[v + 1];
    if (n > best) best = n, at = v;
  }
  double sum = 0, weight = 0;
  for (std::size_t v = at - 2; v <= std::min<std::size_t>(at + 2, 259); ++v)
    sum += histogram[v] * (static_cast<double>(v) - 2), weight += histogram[v];
  return static_cast<float>(sum / weight);
}

}  // namespace

cv::Mat1f make_ink(const cv::Mat& bgr) {
  cv::Mat1b luma;
  cv::cvtColor(bgr, luma, cv::COLOR_BGR2GRAY);
  const int bx = std::max(1, luma.cols / kBlockPx), by = std::max(1, luma.rows / kBlockPx);
  cv::Mat1f blocks(by, bx);
  for (int j = 0; j < by; ++j)
    for (int i = 0; i < bx; ++i) {
      const cv::Rect area(cv::Point(i * luma.cols / bx, j * luma.rows / by),
                          cv::Point((i + 1) * luma.cols / bx, (j + 1) * luma.rows / by));
      blocks(j, i) = mode_of(luma(area));
    }
  if (by >= 3 && bx >= 3) cv::medianBlur(blocks, blocks, 3);
  cv::Mat1f background;
  cv::resize(blocks, background, luma.size(), 0, 0, cv::INTER_NEAREST);
  cv::Mat1f ink;
  luma.convertTo(ink, CV_32F);
  ink -= background;
  return ink;
}

cv::Mat1f shrink(const cv::Mat1f& ink, int factor) {
  if (factor <= 1) return ink;
  const cv::Size size(ink.cols / factor, ink.rows / factor);
  cv::Mat1f out;
  cv::resize(ink(cv::Rect(0, 0, size.width * factor, size.height * factor)), out, size, 0, 0, cv::INTER_AREA);
  return out;
}

}  // namespace spoor::trace
