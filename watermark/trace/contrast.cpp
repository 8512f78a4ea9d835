#include "watermark/trace/contrast.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace spoor::trace {
namespace {

constexpr double kFieldWidthPx = 2000;  // of the picture in which rows are sought
constexpr int kWidestStrokePx = 9;
constexpr double kSoftPx = 0.8;
constexpr int kBlockPx = 64;  // some words of the usual text
constexpr int kStridePx = 2;
constexpr int kStepsPerLevel = 4;     // of the histogram
constexpr double kTextPart = 0.98;    // strokes are the strongest fiftieth of a block with one word
constexpr double kOverNoise = 4;      // of a block's median: noise alone comes to 2
constexpr double kLeastContrast = 3;  // grey levels
constexpr int kMedianReach = 2;       // blocks: what a line beside the text adds is outvoted
constexpr double kSmoothBlocks = 1.5;
constexpr double kUnseenWeight = 0.02;  // of a block that holds no text, taken for an ordinary one
constexpr double kUneven = 3;           // syntax colours and a lens's fall-off differ less
constexpr double kOutermost = 0.1;      // of the blocks on either side
constexpr std::size_t kFewestBlocks = 12;
constexpr double kMostGain = 12, kLeastGain = 0.25;  // beyond, eight bits hold no more text
constexpr int kNodePx = 64;                          // of a page, between which gains are interpolated

// How strong a block's strokes are, grey levels; 0 where nothing stands out of its noise.
float contrast_of(const cv::Mat1f& block) {
  std::array<int, 256 * kStepsPerLevel> histogram{};
  int count = 0;
  for (int y = 0; y < block.rows; y += kStridePx) {
    const float* row = block[y];
    for (int x = 0; x < block.cols; x += kStridePx, ++count) {
      const auto level = static_cast<std::size_t>(std::abs(row[x]) * kStepsPerLevel);
      ++histogram[std::min(level, histogram.size() - 1)];
    }
  }
  const auto quantile = [&](double part) {
    int below = 0;
    std::size_t level = 0;
    while (level + 1 < histogram.size() && (below += histogram[level]) < part * count) ++level;
    return (static_cast<double>(level) + 0.5) / kStepsPerLevel;
  };
  const double strong = quantile(kTextPart);
  return strong >= std::max(kLeastContrast, kOverNoise * quantile(0.5)) ? static_cast<float>(strong) : 0.0F;
}

float at_part(std::vector<float>& values, double part) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

cv::Mat1f block_contrasts(const cv::Mat1f& strokes) {
  cv::Mat1f blocks(std::max(1, strokes.rows / kBlockPx), std::max(1, strokes.cols / kBlockPx));
  for (int j = 0; j < blocks.rows; ++j)
    for (int i = 0; i < blocks.cols; ++i)
      blocks(j, i) = contrast_of(strokes(
          cv::Rect(cv::Point(i * strokes.cols / blocks.cols, j * strokes.rows / blocks.rows),
                   cv::Point((i + 1) * strokes.cols / blocks.cols, (j + 1) * strokes.rows / blocks.rows))));
  return blocks;
}

// Each block with text: the median of the text around it.
cv::Mat1f outvoted(const cv::Mat1f& blocks) {
  cv::Mat1f out(blocks.size(), 0.0F);
  std::vector<float> around;
  for (int j = 0; j < blocks.rows; ++j)
    for (int i = 0; i < blocks.cols; ++i) {
      if (blocks(j, i) <= 0) continue;
      around.clear();
      for (int v = std::max(0, j - kMedianReach); v <= std::min(blocks.rows - 1, j + kMedianReach); ++v)
        for (int u = std::max(0, i - kMedianReach); u <= std::min(blocks.cols - 1, i + kMedianReach); ++u)
          if (blocks(v, u) > 0) around.push_back(blocks(v, u));
      out(j, i) = at_part(around, 0.5);
    }
  return out;
}

// Logarithms of the gains that bring every block to `usual`, spread over blocks without text.
cv::Mat1f log_gains_of(const cv::Mat1f& blocks, double usual) {
  cv::Mat1f sums(blocks.size(), 0.0F), weights(blocks.size(), static_cast<float>(kUnseenWeight));
  for (int j = 0; j < blocks.rows; ++j)
    for (int i = 0; i < blocks.cols; ++i) {
      if (blocks(j, i) <= 0) continue;
      const double gain = std::clamp(usual / double{blocks(j, i)}, kLeastGain, kMostGain);
      sums(j, i) = static_cast<float>(std::log(gain)), weights(j, i) = 1;
    }
  cv::GaussianBlur(sums, sums, {}, kSmoothBlocks, kSmoothBlocks, cv::BORDER_REPLICATE);
  cv::GaussianBlur(weights, weights, {}, kSmoothBlocks, kSmoothBlocks, cv::BORDER_REPLICATE);
  cv::divide(sums, weights, sums);
  return sums;
}

// A plane of small numbers between its elements' centres, continued beyond its edges.
float between(const cv::Mat1f& values, cv::Point2d at) {
  const double x = std::clamp(at.x - 0.5, 0.0, values.cols - 1.0);
  const double y = std::clamp(at.y - 0.5, 0.0, values.rows - 1.0);
  const int i = std::min(static_cast<int>(x), std::max(0, values.cols - 2));
  const int j = std::min(static_cast<int>(y), std::max(0, values.rows - 2));
  const int right = std::min(i + 1, values.cols - 1), below = std::min(j + 1, values.rows - 1);
  const auto u = static_cast<float>(x - i), v = static_cast<float>(y - j);
  return (values(j, i) * (1 - u) + values(j, right) * u) * (1 - v) +
         (values(below, i) * (1 - u) + values(below, right) * u) * v;
}

}  // namespace

int field_factor(cv::Size picture) {
  return std::clamp(static_cast<int>(std::lround(std::max(picture.width, picture.height) / kFieldWidthPx)), 1,
                    LumaPicture::kMostFactor);
}

Strokes find_strokes(const cv::Mat1f& luma) {
  const cv::Mat kernel = cv::Mat::ones(kWidestStrokePx, kWidestStrokePx, CV_8U);
  cv::Mat1f soft, light, dark;
  cv::GaussianBlur(luma, soft, {}, kSoftPx);
  cv::morphologyEx(soft, light, cv::MORPH_TOPHAT, kernel);
  cv::morphologyEx(soft, dark, cv::MORPH_BLACKHAT, kernel);
  if (cv::norm(light, cv::NORM_L2SQR) > cv::norm(dark, cv::NORM_L2SQR)) return {light, true};
  return {dark, false};
}

ContrastField::ContrastField(const LumaPicture& picture) : factor_(field_factor(picture.size())) {
  cv::Mat1f luma;
  picture.shrunk(factor_).convertTo(luma, CV_32F);
  const auto [strokes, light] = find_strokes(luma);
  light_ = light;
  const cv::Mat1f blocks = block_contrasts(strokes);
  std::vector<float> seen;
  std::copy_if(blocks.begin(), blocks.end(), std::back_inserter(seen), [](float v) { return v > 0; });
  if (seen.size() < kFewestBlocks) return;
  if (at_part(seen, 1 - kOutermost) < kUneven * at_part(seen, kOutermost)) return;
  log_gains_ = log_gains_of(outvoted(blocks), double{at_part(seen, 0.5)});
  cv::Mat1f gains;
  cv::resize(log_gains_, gains, strokes.size(), 0, 0, cv::INTER_LINEAR);
  cv::exp(gains, gains);
  cv::multiply(strokes, gains, strokes_);
}

cv::Mat1f ContrastField::gains_of(const PageView& view) const {
  cv::Mat1f nodes(std::max(1, view.size.height / kNodePx), std::max(1, view.size.width / kNodePx));
  const cv::Point2d step(static_cast<double>(view.size.width) / nodes.cols,
                         static_cast<double>(view.size.height) / nodes.rows);
  const double block_px = kBlockPx * factor_;
  for (int j = 0; j < nodes.rows; ++j)
    for (int i = 0; i < nodes.cols; ++i)
      nodes(j, i) = between(log_gains_, view.to_picture({(i + 0.5) * step.x, (j + 0.5) * step.y}) / block_px);
  cv::Mat1f gains;
  cv::resize(nodes, gains, view.size, 0, 0, cv::INTER_LINEAR);
  cv::exp(gains, gains);
  return gains;
}

cv::Mat1f ContrastField::ink_of(const cv::Mat1f& luma, const PageView& view) const {
  // A hand's edge, brought to text's contrast, would drown the text beside it: the background is what is left
  // without strokes.
  cv::Mat1f background;
  cv::GaussianBlur(luma, background, {}, kSoftPx);
  cv::morphologyEx(background, background, light_ ? cv::MORPH_OPEN : cv::MORPH_CLOSE,
                   cv::Mat::ones(kWidestStrokePx, kWidestStrokePx, CV_8U));
  cv::Mat1f ink;
  cv::subtract(luma, background, ink);
  cv::multiply(ink, gains_of(view), ink);
  return ink;
}

}  // namespace spoor::trace
