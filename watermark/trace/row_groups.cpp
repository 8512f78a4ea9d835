#include "watermark/trace/row_groups.hpp"

#include <algorithm>
#include <cmath>
#include <complex>

#include "watermark/trace/lattice.hpp"
#include "watermark/trace/rows.hpp"

namespace spoor::trace {
namespace {

constexpr double kInPhaseCycles = 0.13;
constexpr double kWeakRow = 0.12;  // of the strongest row: its own phase tells little
constexpr double kAscentEm = 0.95, kDescentEm = 0.3;

struct Row {
  cv::Range span;
  std::complex<double> line;  // of the row's profile at the advance
};

struct Group {
  std::complex<double> line;
  std::vector<cv::Range> spans;
};

std::complex<double> line_of(const cv::Mat1f& rows, double advance_px) {
  cv::Mat1f profile;
  cv::reduce(rows, profile, 0, cv::REDUCE_AVG);
  std::complex<double> line = 0;
  for (int x = 0; x < profile.cols; ++x)
    line += double{profile(0, x)} * std::polar(1.0, -2 * CV_PI * (x + 0.5) / advance_px);
  return line;
}

double cycles_between(std::complex<double> a, std::complex<double> b) {
  return std::abs(std::arg(a * std::conj(b))) / (2 * CV_PI);
}

std::vector<Row> rows_of(const cv::Mat1f& magnitude, double advance_px, const TextShape& shape) {
  const double em_px = advance_px / shape.advance_em;
  std::vector<Row> rows;
  for (const double baseline : find_baselines(magnitude, em_px, shape)) {
    const int y0 = std::clamp(static_cast<int>(baseline - kAscentEm * em_px), 0, magnitude.rows - 1);
    const int y1 = std::clamp(static_cast<int>(baseline + kDescentEm * em_px) + 1, y0 + 1, magnitude.rows);
    rows.push_back({{y0, y1}, line_of(magnitude.rowRange(y0, y1), advance_px)});
  }
  std::sort(rows.begin(), rows.end(),
            [](const Row& a, const Row& b) { return std::abs(a.line) > std::abs(b.line); });
  return rows;
}

std::vector<Group> grouped(const std::vector<Row>& rows) {
  std::vector<Group> groups;
  for (const Row& row : rows) {
    Group* nearest = nullptr;
    double distance = 1;
    for (Group& g : groups) {
      const double d = cycles_between(g.line, row.line);
      if (d < distance) distance = d, nearest = &g;
    }
    const bool weak = std::abs(row.line) < kWeakRow * std::abs(rows.front().line);
    if (nearest != nullptr && weak) nearest = &groups.front();
    if (nearest == nullptr || (!weak && distance > kInPhaseCycles)) {
      groups.push_back({row.line, {row.span}});
      continue;
    }
    nearest->spans.push_back(row.span);
    if (!weak) nearest->line += row.line;
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return std::abs(a.line) > std::abs(b.line); });
  return groups;
}

}  // namespace

std::vector<cv::Mat1f> group_rows(const cv::Mat1f& magnitude, double advance_px, const TextShape& shape) {
  const std::vector<Group> groups = grouped(rows_of(magnitude, advance_px, shape));
  if (groups.size() <= 1) return {magnitude};
  std::vector<cv::Mat1f> planes;
  for (const Group& g : groups) {
    cv::Mat1f plane(magnitude.size(), 0.0F);
    for (const cv::Range& span : g.spans) magnitude.rowRange(span).copyTo(plane.rowRange(span));
    planes.push_back(plane);
  }
  return planes;
}

}  // namespace spoor::trace
