#include "watermark/trace/line_plane.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

constexpr std::size_t kMostPoints = 6000;
constexpr std::size_t kFewestPoints = 150;
constexpr int kAngles = 120;              // over half a turn
constexpr double kMostConvergence = 0.6;  // a half width
constexpr int kConvergences = 13;
constexpr int kRefinements = 6;
constexpr double kBinPx = 2;  // of the row profile
constexpr std::array kCrowdings = {-0.6, -0.45, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 0.45, 0.6};
constexpr double kLeastAdvancePx = 3, kMostAdvancePx = 40;
constexpr double kRowsAnAdvance = 2.25;  // a line height of 1.35 em over an advance of .6 em
constexpr double kOctavePart = 0.25;
constexpr double kBeside = 3;               // of the mean power beside a line is taken for its ground
constexpr double kLeastLine = 0.01;         // of the columns: power over that of all ink
constexpr double kConvergenceReach = 0.25;  // about the way that the rows alone tell
constexpr double kTail = 0.003;             // of the ink on each side that may lie beyond the text
constexpr double kMarginRows = 1.5;

struct Point {
  cv::Point2d at;  // half widths from the picture's centre
  double ink = 0;
};

// The inked pixels, thinned to so many.
std::vector<Point> inked_points(const cv::Mat1f& magnitude) {
  std::vector<Point> all;
  const double half = magnitude.cols / 2.0;
  for (int y = 0; y < magnitude.rows; ++y)
    for (int x = 0; x < magnitude.cols; ++x)
      if (magnitude(y, x) > 0)
        all.push_back({{(x + 0.5 - half) / half, (y + 0.5 - magnitude.rows / 2.0) / half},
                       static_cast<double>(magnitude(y, x))});
  if (all.size() <= kMostPoints) return all;
  std::vector<Point> some;
  for (std::size_t i = 0; i < kMostPoints; ++i) some.push_back(all[i * all.size() / kMostPoints]);
  return some;
}

// Rows of an angle that converge: as page_plane.cpp's pencil.
struct Way {
  double angle = 0, convergence = 0;
};

// How much of the ink falls together across the rows: the profile's sum of squares.
double sharpness(const std::vector<Point>& points, const Way& way, double bin) {
  const double c = std::cos(way.angle), s = std::sin(way.angle);
  const auto bins = static_cast<std::size_t>(6 / bin);
  std::vector<double> profile(bins, 0.0);
  for (const Point& p : points) {
    const double nearness = 1 - (c * p.at.x + s * p.at.y) * way.convergence;
    if (nearness <= 0.1) return 0;
    const double place = ((-s * p.at.x + c * p.at.y) / nearness + 3) / bin;
    if (place < 0 || place >= static_cast<double>(bins)) continue;
    profile[static_cast<std::size_t>(place)] += p.ink;
  }
  double sum = 0;
  for (const double v : profile) sum += v * v;
  return sum;
}

Way sharpest_way(const std::vector<Point>& points, double bin, int threads) {
  std::array<std::pair<double, Way>, kAngles> best;
  parallel_for(best.size(), threads, [&](std::size_t i) {
    for (int k = 0; k < kConvergences; ++k) {
      const Way way{CV_PI * static_cast<double>(i) / kAngles,
                    kMostConvergence * (2.0 * k / (kConvergences - 1) - 1)};
      const double value = sharpness(points, way, 2 * bin);
      if (value > best[i].first) best[i] = {value, way};
    }
  });
  Way way = std::max_element(best.begin(), best.end(), [](const auto& a, const auto& b) {
              return a.first < b.first;
            })->second;
  double angle_step = 0.5 * CV_PI / kAngles, convergence_step = kMostConvergence / (kConvergences - 1);
  for (int round = 0; round < kRefinements; ++round, angle_step /= 2, convergence_step /= 2) {
    Way better = way;
    double most = -1;
    for (int i = -2; i <= 2; ++i)
      for (int k = -2; k <= 2; ++k) {
        const Way tried{way.angle + i * angle_step, way.convergence + k * convergence_step};
        const double value = sharpness(points, tried, bin);
        if (value > most) most = value, better = tried;
      }
    way = better;
  }
  return way;
}

// How the rows run, and how they crowd across: what the plane is made of.
struct Pose {
  Way way;
  double crowding = 0;
};

// The page's ink along its rows has a pitch, in units of the page, and so clear a line at it: its power over
// that of all ink in one place.
struct Columns {
  double pitch = 0, line = 0;
};

class Columnar {
 public:
  Columnar(const std::vector<Point>& points, cv::Size picture, double focal_px)
      : points_(points), picture_(picture), focal_px_(focal_px) {
    for (const Point& p : points) ink_ += p.ink;
  }

  [[nodiscard]] PagePlane plane_at(const Pose& pose) const {
    const cv::Vec3d meeting(std::cos(pose.way.angle), std::sin(pose.way.angle), pose.way.convergence);
    return plane_of_rows(meeting, pose.crowding, picture_, focal_px_);
  }

  [[nodiscard]] Columns at(const Pose& pose) const {
    const PagePlane plane = plane_at(pose);
    const double bin = kBinPx / 4 / focal_px_;  // of the page, in its units
    cv::Mat1f profile(1, kProfile, 0.0F), spectrum;
    for (const Point& p : points_) {
      const cv::Point2d ray = p.at * (picture_.width / 2.0 / focal_px_);
      if (plane.normal.dot(cv::Vec3d(ray.x, ray.y, 1)) < kLeastNearness) return {};
      const double place = plane.to_page(plane.centre_px + p.at * (picture_.width / 2.0)).x / bin;
      profile(0, static_cast<int>(std::lround(place)) & (kProfile - 1)) += static_cast<float>(p.ink);
    }
    cv::dft(profile, spectrum, cv::DFT_ROWS);
    const auto power = [&](int k) {
      const double re = spectrum(0, 2 * k - 1), im = spectrum(0, 2 * k);
      return (re * re + im * im) / (ink_ * ink_);
    };
    const int first = static_cast<int>(kProfile * bin / (kMostAdvancePx / focal_px_));
    const int last = static_cast<int>(kProfile * bin / (kLeastAdvancePx / focal_px_));
    // What words and the lines' ends leave at low frequencies is as strong beside a line as on it.
    std::vector<double> sums{0};
    for (int k = 1; k < kProfile / 2; ++k) sums.push_back(sums.back() + power(k));
    const auto line = [&](int k) {
      const auto from = static_cast<std::size_t>(k * 3 / 4), to = static_cast<std::size_t>(k * 4 / 3);
      return power(k) - kBeside * (sums[to] - sums[from]) / static_cast<double>(to - from);
    };
    int best = first;
    for (int k = first; k <= last; ++k)
      if (line(k) > line(best)) best = k;
    // Stems stand at half an advance, too: the octave below, if that is about as clear a line.
    const double clearest = std::max(0.0, line(best));
    for (int k = best / 2 - 1; k <= best / 2 + 1; ++k)
      if (k >= first && line(k) > kOctavePart * clearest) return {kProfile * bin / k, clearest};
    return {kProfile * bin / best, clearest};
  }

 private:
  static constexpr int kProfile = 8192;
  static constexpr double kLeastNearness = 0.2;

  const std::vector<Point>& points_;
  cv::Size picture_;
  double focal_px_, ink_ = 0;
};

// The pose in which the ink falls together best across the rows and, at a pitch, along them.
Pose best_pose(const std::vector<Point>& points, const Columnar& columnar, double bin, int threads) {
  const auto score = [&](const Pose& pose) {
    return sharpness(points, pose.way, bin) * columnar.at(pose).line;
  };
  const Way way = sharpest_way(points, bin, threads);
  std::array<std::pair<double, Pose>, kConvergences> found;
  parallel_for(found.size(), threads, [&](std::size_t i) {
    for (const double crowding : kCrowdings) {
      const Pose pose{
          {way.angle,
           way.convergence + kConvergenceReach * (2.0 * static_cast<double>(i) / (kConvergences - 1) - 1)},
          crowding};
      const double value = score(pose);
      if (value > found[i].first) found[i] = {value, pose};
    }
  });
  auto [value, pose] = *std::max_element(found.begin(), found.end(),
                                         [](const auto& a, const auto& b) { return a.first < b.first; });
  double step = 1;
  for (int round = 0; round < 2 * kRefinements; ++round) {
    bool better = false;
    for (int axis = 0; axis < 3; ++axis)
      for (const double way_on : {-step, step}) {
        Pose tried = pose;
        if (axis == 0) tried.way.angle += 0.01 * way_on;
        if (axis == 1) tried.way.convergence += 0.03 * way_on;
        if (axis == 2) tried.crowding += 0.06 * way_on;
        const double now = score(tried);
        if (now > value) value = now, pose = tried, better = true;
      }
    if (!better) step /= 2;
  }
  return pose;
}

double quantile(std::vector<double> values, double part) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

cv::Rect2d text_area(const std::vector<Point>& points, const PagePlane& plane, double half_px,
                     double margin) {
  std::vector<double> xs, ys;
  for (const Point& p : points) {
    const cv::Point2d at = plane.to_page(plane.centre_px + p.at * half_px);
    xs.push_back(at.x), ys.push_back(at.y);
  }
  const cv::Point2d least(quantile(xs, kTail) - margin, quantile(ys, kTail) - margin);
  const cv::Point2d most(quantile(xs, 1 - kTail) + margin, quantile(ys, 1 - kTail) + margin);
  return {least, most};
}

}  // namespace

std::optional<PlaneFit> fit_line_plane(const cv::Mat1f& magnitude, double focal_px, int threads) {
  const std::vector<Point> points = inked_points(magnitude);
  if (points.size() < kFewestPoints) return std::nullopt;
  const double half_px = magnitude.cols / 2.0;
  const Columnar columnar(points, magnitude.size(), focal_px);
  const Pose pose = best_pose(points, columnar, kBinPx / half_px, threads);
  const Columns columns = columnar.at(pose);
  if (columns.line < kLeastLine) return std::nullopt;
  PlaneFit fit;
  fit.plane = columnar.plane_at(pose);
  fit.row_pitch = kRowsAnAdvance * columns.pitch;
  fit.text = text_area(points, fit.plane, half_px, kMarginRows * fit.row_pitch);
  fit.agreement = 1;
  return fit;
}

}  // namespace spoor::trace
