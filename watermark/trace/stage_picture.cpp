#include "watermark/trace/stage_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "watermark/trace/reader.hpp"

namespace spoor::trace {
namespace {

constexpr double kResidualGain = 4;
constexpr double kMiddle = 128;
constexpr std::array<std::array<double, 3>, 4> kPaneColours = {
    {{80, 200, 255}, {120, 255, 120}, {255, 160, 90}, {220, 120, 255}}};  // blue, green, red

double strongest(const cv::Mat1f& plane) {
  double most = 1;
  cv::minMaxLoc(plane, nullptr, &most);
  return std::max(1.0, most);
}

cv::Mat scaled(const cv::Mat1f& plane, double gain, double zero) {
  cv::Mat grey, bgr;
  plane.convertTo(grey, CV_8U, gain, zero);
  cv::cvtColor(grey, bgr, cv::COLOR_GRAY2BGR);
  return bgr;
}

cv::Point at(double x, double y) {
  return {static_cast<int>(std::lround(x)), static_cast<int>(std::lround(y))};
}

void draw_lattice(cv::Mat& picture, const ReadPane& pane, const cv::Scalar& colour) {
  const Lattice& l = pane.lattice;
  for (int r = 0; r < pane.grid.rows; ++r) {
    const double baseline = l.baseline_px(r);
    for (int c = 0; c < pane.grid.columns; ++c) {
      if (pane.grid.at(r, c).glyph < 0) continue;
      const double left = l.pen_x_px(c), right = l.pen_x_px(c + 1);
      cv::line(picture, at(left, baseline + 1), at(right, baseline + 1), colour);
      cv::line(picture, at(left, baseline - 0.3 * l.advance_px), at(left, baseline + 1), colour);
    }
  }
}

}  // namespace

cv::Mat ink_picture(const cv::Mat1f& plane) {
  return scaled(plane, 255 / strongest(plane), 0);
}

cv::Mat lattice_picture(const cv::Mat1f& plane, const std::vector<ReadPane>& panes) {
  cv::Mat picture = scaled(plane, 160 / strongest(plane), 0);
  for (std::size_t i = 0; i < panes.size(); ++i) {
    const auto& c = kPaneColours[i % kPaneColours.size()];
    draw_lattice(picture, panes[i], {c[0], c[1], c[2]});
  }
  return picture;
}

Resynthesis resynthesis_pictures(const cv::Mat1f& plane, const TemplateBank& bank,
                                 const std::vector<ReadPane>& panes,
                                 const std::vector<std::vector<Offset>>& offsets) {
  cv::Mat1f left = plane;
  for (std::size_t i = 0; i < panes.size(); ++i) {
    std::vector<float> moved_px(offsets[i].size());
    std::transform(offsets[i].begin(), offsets[i].end(), moved_px.begin(),
                   [](const Offset& o) { return o.x_px; });
    left = residual_plane(left, bank, panes[i].lattice, panes[i].grid, moved_px, 1);
  }
  const double gain = 255 / strongest(plane);
  cv::Mat1f drawn;
  cv::subtract(plane, left, drawn);
  return {scaled(drawn, gain, 0), scaled(left, kResidualGain * gain / 2, kMiddle)};
}

}  // namespace spoor::trace
