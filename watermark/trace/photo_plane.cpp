#include "watermark/trace/photo_plane.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "watermark/trace/ink.hpp"
#include "watermark/trace/line_plane.hpp"

namespace spoor::trace {
namespace {

constexpr double kFieldWidthPx = 2000;  // of the picture in which rows are sought
constexpr double kFewWidthPx = 800;     // of the one in which few lines are sought
constexpr double kUsualFocal = 0.75;    // of the long side: 26 mm of 35 mm film, a telephone's main camera
constexpr double kLeastAgreement = 0.08;
constexpr std::size_t kFlatTiles = 12;
constexpr double kLevel = 0.008;        // radians
constexpr double kLeastLevel = 0.0012;  // cycles a pixel: what a tile can tell
constexpr double kFlatPart = 0.25;      // a tilted page's peaks are level by chance alone

// How many times smaller than the picture the one is in which rows are sought.
int field_factor(cv::Size picture) {
  return std::clamp(static_cast<int>(std::lround(std::max(picture.width, picture.height) / kFieldWidthPx)), 1,
                    LumaPicture::kMostFactor);
}

std::vector<RowPeak> row_peaks_of(const LumaPicture& picture, const RowPeakOptions& options) {
  cv::Mat1f luma;
  picture.shrunk(field_factor(picture.size())).convertTo(luma, CV_32F);
  return find_row_peaks(text_magnitude(make_smooth_ink(luma)), options);
}

// What is narrower than a few pixels, of the stronger direction, less what noise and moire leave.
cv::Mat1f strokes_of(const cv::Mat1f& luma) {
  constexpr int kWidestPx = 9;
  constexpr double kFloorPart = 0.15, kHighestFloorPart = 0.4, kFullPart = 0.5, kSoftPx = 0.8;
  constexpr float kNoises = 6;
  const cv::Mat kernel = cv::Mat::ones(kWidestPx, kWidestPx, CV_8U);
  cv::Mat1f soft, light, dark;
  cv::GaussianBlur(luma, soft, {}, kSoftPx);
  cv::morphologyEx(soft, light, cv::MORPH_TOPHAT, kernel);
  cv::morphologyEx(soft, dark, cv::MORPH_BLACKHAT, kernel);
  cv::Mat1f& strokes = cv::norm(light, cv::NORM_L2SQR) > cv::norm(dark, cv::NORM_L2SQR) ? light : dark;
  double most = 0;
  cv::minMaxLoc(strokes, nullptr, &most);
  std::vector<float> levels(strokes.begin(), strokes.end());
  const auto middle = levels.begin() + std::ssize(levels) / 2;
  std::nth_element(levels.begin(), middle, levels.end());
  const double floor_level =
      std::min(kHighestFloorPart * most, std::max(kFloorPart * most, double{kNoises * *middle}));
  cv::threshold(strokes - floor_level, strokes, 0, 0, cv::THRESH_TOZERO);
  cv::threshold(strokes, strokes, kFullPart * most, 0, cv::THRESH_TRUNC);
  return strokes;
}

}  // namespace

std::optional<PlaneFit> find_plane_of_few(const LumaPicture& picture, int threads) {
  const int longest = std::max(picture.size().width, picture.size().height);
  const int factor =
      std::clamp(static_cast<int>(std::lround(longest / kFewWidthPx)), 1, LumaPicture::kMostFactor);
  cv::Mat1f luma;
  picture.shrunk(factor).convertTo(luma, CV_32F);
  const cv::Mat1f strokes = strokes_of(luma);
  auto fit = fit_line_plane(strokes, kUsualFocal * std::max(luma.cols, luma.rows), threads);
  if (fit) fit->plane = fit->plane.enlarged(factor);
  return fit;
}

std::optional<PlaneFit> find_plane(const LumaPicture& picture, int threads) {
  const auto peaks = row_peaks_of(picture, {RowPeakOptions{}.most_tiles, threads});
  const int factor = field_factor(picture.size());
  const cv::Size small = picture.shrunk(factor).size();
  auto fit = fit_plane(peaks, small, kUsualFocal * std::max(small.width, small.height));
  if (!fit || fit->agreement < kLeastAgreement || fit->text.empty()) return std::nullopt;
  fit->plane = fit->plane.enlarged(factor);
  return fit;
}

RowsWay rows_way(const cv::Mat& bgr, int threads) {
  double all = 0, level = 0;
  for (const RowPeak& peak : row_peaks_of(LumaPicture(bgr), {kFlatTiles, threads})) {
    const double x = std::abs(peak.cycles_a_px[0]), y = std::abs(peak.cycles_a_px[1]);
    all += peak.strength;
    if (std::min(x, y) < std::max(kLevel * std::max(x, y), kLeastLevel)) level += peak.strength;
  }
  if (all <= 0) return RowsWay::unseen;
  return level >= kFlatPart * all ? RowsWay::level : RowsWay::askew;
}

}  // namespace spoor::trace
