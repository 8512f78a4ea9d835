#include "watermark/trace/ink.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace spoor::trace {
namespace {

// A block holds a few glyphs of the smallest text, so that most of its pixels are background.
constexpr int kBlockPx = 48;
constexpr int kLongestLevelPx = 160,
              kLongestUprightPx = 72;  // runs of ink in the largest text, underscores apart
constexpr int kShortestFramePx = 600, kShortestUprightFramePx = 150, kFrameEdgePx = 7;
constexpr std::size_t kFaintest = 8;               // grey levels: below is background and its noise
constexpr int kNoiseStepPx = 24, kNoiseSteps = 3;  // of overlapping blocks: each holds some words
constexpr double kStrokePart = 0.98;  // strokes are the strongest fiftieth of a block with one word
// That quantile is 3.45 medians of the magnitude of normal noise and 1.4 of a moire's waves. A block's 1,296
// pixels know it to 5 % (one deviation): three more than noise has.
constexpr double kNoiseRatio = 4;
constexpr std::size_t kStrongPart = 10;  // the strongest tenth of the ink shows the text's contrast

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

// The background of each block.
cv::Mat1f block_modes(const cv::Mat1b& luma) {
  const int bx = std::max(1, luma.cols / kBlockPx), by = std::max(1, luma.rows / kBlockPx);
  cv::Mat1f blocks(by, bx);
  for (int j = 0; j < by; ++j)
    for (int i = 0; i < bx; ++i) {
      const cv::Rect area(cv::Point(i * luma.cols / bx, j * luma.rows / by),
                          cv::Point((i + 1) * luma.cols / bx, (j + 1) * luma.rows / by));
      blocks(j, i) = mode_of(luma(area));
    }
  if (by >= 3 && bx >= 3) cv::medianBlur(blocks, blocks, 3);
  return blocks;
}

// Marks runs of ink along a row that are longer than `longest`.
void mark_level_runs(const cv::Mat1f& plane, int longest, cv::Mat1b& marks) {
  for (int y = 0; y < plane.rows; ++y) {
    const float* row = plane[y];
    int begin = 0;
    for (int x = 0; x <= plane.cols; ++x) {
      if (x < plane.cols && row[x] > 0) continue;
      if (x - begin > longest) std::fill(marks[y] + begin, marks[y] + x, std::uint8_t{255});
      begin = x + 1;
    }
  }
}

// The same of runs down a column; all columns at a time.
void mark_upright_runs(const cv::Mat1f& plane, int longest, cv::Mat1b& marks) {
  std::vector<int> runs(static_cast<std::size_t>(plane.cols), 0);
  for (int y = 0; y <= plane.rows; ++y) {
    const float* row = y < plane.rows ? plane[y] : nullptr;
    for (int x = 0; x < plane.cols; ++x) {
      int& run = runs[static_cast<std::size_t>(x)];
      if (row != nullptr && row[x] > 0) {
        ++run;
        continue;
      }
      if (run > longest)
        for (int up = y - run; up < y; ++up) marks(up, x) = 255;
      run = 0;
    }
  }
}

cv::Mat1b long_runs(const cv::Mat1f& plane, int longest_level, int longest_upright) {
  cv::Mat1b marks(plane.size(), std::uint8_t{0});
  mark_level_runs(plane, longest_level, marks);
  mark_upright_runs(plane, longest_upright, marks);
  return marks;
}

// Magnitude less a quarter of strong text's, clipped at strong text's.
cv::Mat1f above_floor(const cv::Mat1f& ink) {
  std::array<std::size_t, 256> histogram{};
  std::size_t inked = 0;
  for (int y = 0; y < ink.rows; ++y) {
    const float* row = ink[y];
    for (int x = 0; x < ink.cols; ++x) {
      const auto level = static_cast<std::size_t>(std::min(255.0F, std::abs(row[x])));
      if (level > kFaintest) ++histogram[level], ++inked;
    }
  }
  std::size_t above = 0, strong = 255;
  while (strong > kFaintest && (above += histogram[strong]) < inked / kStrongPart) --strong;
  const auto most = static_cast<float>(strong), floor_level = most * 0.25F;
  cv::Mat1f out(ink.size());
  for (int y = 0; y < ink.rows; ++y) {
    const float* from = ink[y];
    float* to = out[y];
    for (int x = 0; x < ink.cols; ++x)
      to[x] = std::max(std::min(std::abs(from[x]), most) - floor_level, 0.0F);
  }
  return out;
}

// Of a block's ink about zero; at most one or so of text on a ground, none of noise. 0 of a block without
// ink.
double skewness_of(const cv::Mat1f& block) {
  constexpr double kMost = 2;
  double squares = 0, cubes = 0;
  for (int y = 0; y < block.rows; ++y) {
    const float* row = block[y];
    for (int x = 0; x < block.cols; ++x) {
      const double v = row[x];
      squares += v * v, cubes += v * v * v;
    }
  }
  const auto count = static_cast<double>(block.total());
  if (squares < count) return 0;  // a grey level
  return std::clamp(cubes / count / std::pow(squares / count, 1.5), -kMost, kMost);
}

// How strong the pixels of a step of the plane are; added up they make a block's.
class Levels {
 public:
  void add(const cv::Mat1f& part) {
    constexpr int kStride = 2;  // neighbours are alike
    for (int y = 0; y < part.rows; y += kStride) {
      const float* row = part[y];
      for (int x = 0; x < part.cols; x += kStride) {
        const auto bin = static_cast<std::size_t>(std::abs(row[x]) * kBinsALevel);
        ++bins_[std::min(bin, bins_.size() - 1)], ++count_;
      }
    }
  }
  void add(const Levels& other) {
    for (std::size_t i = 0; i < bins_.size(); ++i) bins_[i] += other.bins_[i];
    count_ += other.count_;
  }

  // Whether nothing stands out of what is everywhere. Without any ink it is noise, too.
  [[nodiscard]] bool are_noise() const {
    constexpr double kLeastMedian = 0.1;  // grey levels
    return quantile(kStrokePart) < kNoiseRatio * std::max(quantile(0.5), kLeastMedian);
  }

 private:
  static constexpr std::size_t kBins = 512;
  static constexpr float kBinsALevel = 4;

  [[nodiscard]] double quantile(double part) const {
    const double wanted = part * count_;
    double below = 0;
    for (std::size_t i = 0; i < bins_.size(); ++i) {
      const double here = bins_[i];
      if (here > 0 && below + here >= wanted)
        return (static_cast<double>(i) + (wanted - below) / here) / double{kBinsALevel};
      below += here;
    }
    return static_cast<double>(kBins) / double{kBinsALevel};
  }

  std::array<std::uint32_t, kBins> bins_{};
  std::uint32_t count_ = 0;
};

}  // namespace

cv::Mat1f make_ink(const cv::Mat& bgr) {
  cv::Mat1b luma;
  cv::cvtColor(bgr, luma, cv::COLOR_BGR2GRAY);
  cv::Mat1f background;
  cv::resize(block_modes(luma), background, luma.size(), 0, 0, cv::INTER_NEAREST);
  cv::Mat1f ink;
  luma.convertTo(ink, CV_32F);
  ink -= background;
  return ink;
}

cv::Mat1f make_smooth_ink(const cv::Mat1f& luma) {
  cv::Mat1b levels;
  luma.convertTo(levels, CV_8U);
  cv::Mat1f ink;
  cv::resize(block_modes(levels), ink, luma.size(), 0, 0, cv::INTER_LINEAR);
  cv::subtract(luma, ink, ink);
  return ink;
}

void blank_frames(cv::Mat1f& ink) {
  // The first round finds the strongest frames, beside which others were faint.
  for (int round = 0; round < 2; ++round) {
    cv::Mat1b frames = long_runs(above_floor(ink), kShortestFramePx, kShortestUprightFramePx);
    if (cv::countNonZero(frames) == 0) return;
    cv::dilate(frames, frames, cv::Mat::ones(kFrameEdgePx, kFrameEdgePx, CV_8U));
    ink.setTo(0, frames);
  }
}

void blank_noise(cv::Mat1f& ink) {
  const int down = ink.rows / kNoiseStepPx, across = ink.cols / kNoiseStepPx;
  if (down < kNoiseSteps || across < kNoiseSteps) return;
  // A step of the plane; the last ones take the edges in.
  const auto step = [&](int j, int i) {
    return cv::Rect({i * kNoiseStepPx, j * kNoiseStepPx},
                    cv::Point(i + 1 == across ? ink.cols : (i + 1) * kNoiseStepPx,
                              j + 1 == down ? ink.rows : (j + 1) * kNoiseStepPx));
  };
  std::vector<Levels> steps(static_cast<std::size_t>(down) * static_cast<std::size_t>(across));
  const auto at = [&](int j, int i) -> Levels& {
    return steps[static_cast<std::size_t>(j) * static_cast<std::size_t>(across) +
                 static_cast<std::size_t>(i)];
  };
  for (int j = 0; j < down; ++j)
    for (int i = 0; i < across; ++i) at(j, i).add(ink(step(j, i)));
  cv::Mat1b noise(down, across, std::uint8_t{1});
  for (int j = 0; j + kNoiseSteps <= down; ++j)
    for (int i = 0; i + kNoiseSteps <= across; ++i) {
      Levels block;
      for (int v = 0; v < kNoiseSteps; ++v)
        for (int u = 0; u < kNoiseSteps; ++u) block.add(at(j + v, i + u));
      if (!block.are_noise()) noise(cv::Rect(i, j, kNoiseSteps, kNoiseSteps)) = 0;
    }
  for (int j = 0; j < down; ++j)
    for (int i = 0; i < across; ++i)
      if (noise(j, i) != 0) ink(step(j, i)) = 0;
}

int make_text_positive(cv::Mat1f& ink) {
  // The third moment tells which direction text leaves the background in. Each block has one vote: the edge
  // of a screen is much stronger than its text.
  double votes = 0;
  for (int y = 0; y + kBlockPx <= ink.rows; y += kBlockPx)
    for (int x = 0; x + kBlockPx <= ink.cols; x += kBlockPx)
      votes += skewness_of(ink(cv::Rect(x, y, kBlockPx, kBlockPx)));
  if (ink.rows < kBlockPx || ink.cols < kBlockPx) votes = skewness_of(ink);
  if (votes >= 0) return 1;
  ink *= -1;
  return -1;
}

cv::Mat1f text_magnitude(const cv::Mat1f& ink) {
  cv::Mat1f out = above_floor(ink);
  // No glyph is as long as the border of a tab or as tall as a scroll bar.
  out.setTo(0, long_runs(out, kLongestLevelPx, kLongestUprightPx));
  return out;
}

cv::Mat1f shrink(const cv::Mat1f& ink, int factor) {
  if (factor <= 1) return ink;
  const cv::Size size(ink.cols / factor, ink.rows / factor);
  cv::Mat1f out;
  cv::resize(ink(cv::Rect(0, 0, size.width * factor, size.height * factor)), out, size, 0, 0, cv::INTER_AREA);
  return out;
}

}  // namespace spoor::trace
