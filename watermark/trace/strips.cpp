#include "watermark/trace/strips.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

namespace spoor::trace {
namespace {

constexpr int kMinStep = 3;      // grey levels between the backgrounds of two panes
constexpr int kMinStripPx = 24;  // three narrow glyphs
constexpr int kMaxRows = 600;    // rows sampled for a column's background
constexpr int kSmoothPx = 6;     // columns on each side; wider than a stem, narrower than a pane

using Histogram = std::array<int, 256>;

int mode_of(const Histogram& histogram) {
  int best = 0, most = -1;
  for (int v = 0; v < 256; ++v) {
    int n = 2 * histogram[static_cast<std::size_t>(v)];
    if (v > 0) n += histogram[static_cast<std::size_t>(v - 1)];
    if (v < 255) n += histogram[static_cast<std::size_t>(v + 1)];
    if (n > most) most = n, best = v;
  }
  return best;
}

// The most frequent level of each column, its median over neighbouring columns: text changes from column to
// column, a background does not.
std::vector<int> column_backgrounds(const cv::Mat1b& luma) {
  std::vector<Histogram> histograms(static_cast<std::size_t>(luma.cols), Histogram{});
  const int step = luma.rows / kMaxRows + 1;
  for (int y = 0; y < luma.rows; y += step)
    for (int x = 0; x < luma.cols; ++x) ++histograms[static_cast<std::size_t>(x)][luma(y, x)];
  std::vector<int> modes, out;
  for (const Histogram& histogram : histograms) modes.push_back(mode_of(histogram));
  for (std::ptrdiff_t x = 0; x < std::ssize(modes); ++x) {
    const std::ptrdiff_t lo = std::max<std::ptrdiff_t>(0, x - kSmoothPx);
    const std::ptrdiff_t hi = std::min<std::ptrdiff_t>(std::ssize(modes), x + kSmoothPx + 1);
    std::vector<int> around(modes.begin() + lo, modes.begin() + hi);
    std::nth_element(around.begin(), around.begin() + std::ssize(around) / 2, around.end());
    out.push_back(around[around.size() / 2]);
  }
  return out;
}

}  // namespace

std::vector<cv::Range> find_strips(const cv::Mat& bgr) {
  cv::Mat1b luma;
  cv::cvtColor(bgr, luma, cv::COLOR_BGR2GRAY);
  const std::vector<int> backgrounds = column_backgrounds(luma);
  std::vector<cv::Range> strips;
  int begin = 0, level = backgrounds.front();
  for (int x = 1; x <= luma.cols; ++x) {
    const bool ends =
        x == luma.cols || std::abs(backgrounds[static_cast<std::size_t>(x)] - level) >= kMinStep;
    if (!ends) continue;
    if (x - begin >= kMinStripPx) strips.emplace_back(begin, x);
    begin = x;
    if (x < luma.cols) level = backgrounds[static_cast<std::size_t>(x)];
  }
  if (strips.empty()) strips.emplace_back(0, luma.cols);
  return strips;
}

std::vector<cv::Range> find_strips_between_steps(const cv::Mat1f& luma) {
  constexpr int kMeanPx = 5, kGapPx = 6, kReachPx = kGapPx + kMeanPx / 2, kMeanRows = 8;
  constexpr float kLeastStep = 1.5F;  // grey levels
  if (luma.cols <= 4 * kReachPx || luma.rows < kMeanRows) return {cv::Range(0, luma.cols)};
  cv::Mat1f some;
  cv::resize(luma, some, {luma.cols, luma.rows / kMeanRows}, 0, 0, cv::INTER_AREA);
  cv::blur(some, some, {kMeanPx, 1});
  // What the background does over a gap on most rows at least: a mirrored window's edge is less tall than a
  // pane's, and text is on few rows.
  std::vector<float> jumps(static_cast<std::size_t>(luma.cols), 0.0F),
      column(static_cast<std::size_t>(some.rows));
  const auto quantile = [&](std::ptrdiff_t at) {
    std::nth_element(column.begin(), column.begin() + at, column.end());
    return column[static_cast<std::size_t>(at)];
  };
  const std::ptrdiff_t low = some.rows * 3 / 10, high = some.rows - 1 - low;
  for (int x = kReachPx; x + kReachPx < luma.cols; ++x) {
    for (int i = 0; i < some.rows; ++i)
      column[static_cast<std::size_t>(i)] = some(i, x + kReachPx) - some(i, x - kReachPx);
    const float most = quantile(high), least = quantile(low);
    jumps[static_cast<std::size_t>(x)] = std::max({least, -most, 0.0F});
  }
  std::vector<cv::Range> strips;
  int begin = 0;
  for (int x = kReachPx; x <= luma.cols; ++x) {
    bool ends = x == luma.cols;
    if (!ends && jumps[static_cast<std::size_t>(x)] >= kLeastStep) {
      const auto from = jumps.begin() + std::max(0, x - 2 * kReachPx);
      const auto to = jumps.begin() + std::min(luma.cols, x + 2 * kReachPx);
      ends = *std::max_element(from, to) == jumps[static_cast<std::size_t>(x)];
    }
    if (!ends) continue;
    if (x - begin >= kMinStripPx) strips.emplace_back(begin, x);
    begin = x;
  }
  if (strips.empty()) strips.emplace_back(0, luma.cols);
  return strips;
}

}  // namespace spoor::trace
