#include "watermark/trace/text_part.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace spoor::trace {
namespace {

constexpr double kRoomRows = 2;                                // about the text
constexpr double kLeastRowInk = 0.06, kLeastColumnInk = 0.02;  // of a full row's, a full column's

}  // namespace

cv::Rect text_part(const cv::Mat1f& magnitude, double row_pitch_px) {
  const auto extent = [&](int dimension, double least_part) {
    cv::Mat1f sums;
    cv::reduce(magnitude, sums, dimension, cv::REDUCE_AVG);
    if (dimension == 1) sums = sums.t();
    const int reach = 2 * static_cast<int>(kRoomRows * row_pitch_px) + 1;
    cv::blur(sums, sums, {std::min(reach, sums.cols), 1}, {-1, -1}, cv::BORDER_CONSTANT);
    std::vector<float> sorted(sums.begin(), sums.end());
    const auto high = sorted.begin() + std::ssize(sorted) * 4 / 5;
    std::nth_element(sorted.begin(), high, sorted.end());
    const auto least = static_cast<float>(least_part) * *high;
    int from = 0, to = sums.cols;
    while (from < to && sums(0, from) <= least) ++from;
    while (to > from && sums(0, to - 1) <= least) --to;
    const int room = static_cast<int>(kRoomRows * row_pitch_px);
    return cv::Range(std::max(0, from - room), std::min(sums.cols, to + room));
  };
  const cv::Range rows = extent(1, kLeastRowInk), columns = extent(0, kLeastColumnInk);
  if (rows.empty() || columns.empty()) return {0, 0, magnitude.cols, magnitude.rows};
  return {columns.start, rows.start, columns.size(), rows.size()};
}

}  // namespace spoor::trace
