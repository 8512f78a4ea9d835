#include "watermark/trace/photo_plane.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "watermark/trace/ink.hpp"
#include "watermark/trace/line_plane.hpp"

namespace spoor::trace {
namespace {

constexpr double kFewWidthPx = 800;   // of the one in which few lines are sought
constexpr double kUsualFocal = 0.75;  // of the long side: 26 mm of 35 mm film, a telephone's main camera
constexpr double kLeastAgreement = 0.08;
constexpr std::size_t kFlatTiles = 12;
constexpr double kLevel = 0.008;        // radians
constexpr double kLeastLevel = 0.0012;  // cycles a pixel: what a tile can tell
constexpr double kFlatPart = 0.25;      // a tilted page's peaks are level by chance alone

// The plane of the rows in a picture that was shrunk by a factor.
std::optional<PlaneFit> plane_of(const cv::Mat1f& magnitude, int factor, int threads,
                                 Periods periods = Periods::strongest) {
  const auto peaks =
      find_row_peaks(magnitude, {RowPeakOptions{}.most_tiles, threads, periods == Periods::strongest});
  auto fit = fit_plane(peaks, magnitude.size(), kUsualFocal * std::max(magnitude.cols, magnitude.rows));
  if (!fit || fit->agreement < kLeastAgreement || fit->text.empty()) return std::nullopt;
  fit->plane = fit->plane.enlarged(factor);
  return fit;
}

// What is narrower than a few pixels, less what noise and moire leave.
cv::Mat1f strokes_of(const cv::Mat1f& luma) {
  constexpr double kFloorPart = 0.15, kHighestFloorPart = 0.4, kFullPart = 0.5;
  constexpr float kNoises = 6;
  cv::Mat1f strokes = find_strokes(luma).levels;
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

RowField::RowField(const cv::Mat& bgr) : picture(bgr), factor(field_factor(bgr.size())) {
  cv::Mat1f luma;
  picture.shrunk(factor).convertTo(luma, CV_32F);
  magnitude = text_magnitude(make_smooth_ink(luma));
}

std::optional<PlaneFit> find_plane(const RowField& field, int threads, Periods periods) {
  return plane_of(field.magnitude, field.factor, threads, periods);
}

std::optional<PlaneFit> find_plane(const ContrastField& contrast, int threads) {
  if (contrast.even()) return std::nullopt;
  return plane_of(text_magnitude(contrast.strokes()), contrast.factor(), threads);
}

RowsWay rows_way(const RowField& field, int threads) {
  double all = 0, level = 0;
  for (const RowPeak& peak : find_row_peaks(field.magnitude, {kFlatTiles, threads, true})) {
    const double x = std::abs(peak.cycles_a_px[0]), y = std::abs(peak.cycles_a_px[1]);
    all += peak.strength;
    if (std::min(x, y) < std::max(kLevel * std::max(x, y), kLeastLevel)) level += peak.strength;
  }
  if (all <= 0) return RowsWay::unseen;
  return level >= kFlatPart * all ? RowsWay::level : RowsWay::askew;
}

}  // namespace spoor::trace
