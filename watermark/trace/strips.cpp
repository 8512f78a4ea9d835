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

constexpr int kMeanPx = 5, kGapPx = 6, kReachPx = kGapPx + kMeanPx / 2;  // of a step
constexpr int kRowPx = 25;                                               // more than a row's height

// How much lighter a picture gets at each column, over a gap, on most of its pixel rows at least; 0 where
// they do not agree. A mirrored window is less tall than a pane.
std::vector<float> steps_of(const cv::Mat1f& luma) {
  const int step = luma.rows / kMaxRows + 1;
  cv::Mat1f some((luma.rows + step - 1) / step, luma.cols);
  for (int i = 0; i < some.rows; ++i) luma.row(i * step).copyTo(some.row(i));
  cv::blur(some, some, {kMeanPx, 1});
  std::vector<float> steps(static_cast<std::size_t>(luma.cols), 0.0F),
      column(static_cast<std::size_t>(some.rows));
  const auto quantile = [&](std::ptrdiff_t at) {
    std::nth_element(column.begin(), column.begin() + at, column.end());
    return column[static_cast<std::size_t>(at)];
  };
  const std::ptrdiff_t low = some.rows * 42 / 100, high = some.rows - 1 - low;
  for (int x = kReachPx; x + kReachPx < luma.cols; ++x) {
    for (int i = 0; i < some.rows; ++i)
      column[static_cast<std::size_t>(i)] = some(i, x + kReachPx) - some(i, x - kReachPx);
    const float most = quantile(high), least = quantile(low);
    steps[static_cast<std::size_t>(x)] = least > 0 ? least : std::min(most, 0.0F);
  }
  return steps;
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

std::vector<cv::Range> find_strips_between_steps(const cv::Mat1f& luma, bool light_text) {
  constexpr float kLeastStep = 2;  // grey levels
  if (luma.cols <= 4 * kReachPx || luma.rows < kMeanPx) return {cv::Range(0, luma.cols)};
  // Over a row's height the background shows everywhere between letters. Where text begins, the plain luma
  // steps one way, and what compression rings around letters makes the envelope step the other way.
  cv::Mat1f envelope;
  const cv::Mat row = cv::Mat::ones(kRowPx, 1, CV_8U);
  if (light_text)
    cv::erode(luma, envelope, row);
  else
    cv::dilate(luma, envelope, row);
  const std::vector<float> plain = steps_of(luma), between = steps_of(envelope);
  std::vector<float> jumps(plain.size(), 0.0F);
  for (std::size_t x = 0; x < jumps.size(); ++x)
    if (plain[x] * between[x] > 0) jumps[x] = std::min(std::abs(plain[x]), std::abs(between[x]));
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
