#include "watermark/trace/page_plane.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace spoor::trace {
namespace {

constexpr std::uint32_t kSeed = 1;  // of the random samples: the same picture gives the same plane
constexpr int kDirectionSamples = 3000, kPitchSamples = 4000, kRounds = 16;
constexpr double kWideAngle = 0.03, kNarrowAngle = 0.015;   // radians
constexpr double kWidePitch = 0.012, kNarrowPitch = 0.008;  // of the pitch's square root
constexpr double kFullStrength = 60;                        // of a peak, at which it counts for one
constexpr double kNearestMeeting = 0.75;  // of u's third component: rows that meet inside the picture
constexpr double kSteepestCrowding = 1.0;
constexpr double kLeastSpan = 0.15;  // half widths between two samples of the pitch
constexpr std::size_t kLeastPeaks = 6;
constexpr double kNearPitch = 0.25;  // of the pitch's square root: a tree's or a tab's rows beside the code's
constexpr double kCompanyReach = 0.2;   // half widths
constexpr double kCompanyPitch = 0.05;  // of the pitch's square root
constexpr std::size_t kCompany = 3;
constexpr double kLeastNearness = 0.2;  // to the vanishing line: text beyond is too slanted to be read
constexpr double kTextReach = 0.2;      // half widths about a tile's centre that may hold text

// A peak with coordinates in half widths from the picture's centre.
struct Peak {
  cv::Point2d at;
  cv::Vec2d across;    // unit
  double density = 0;  // rows a half width
  double weight = 0;   // 0..1
};

std::vector<Peak> normalised(const std::vector<RowPeak>& peaks, cv::Size picture) {
  const double half = picture.width / 2.0;
  const cv::Point2d centre(picture.width / 2.0, picture.height / 2.0);
  std::vector<Peak> out;
  for (const RowPeak& p : peaks) {
    const double length = cv::norm(p.cycles_a_px);
    out.push_back({(p.centre - centre) / half, p.cycles_a_px / length, length * half,
                   std::min(1.0, p.strength / kFullStrength)});
  }
  return out;
}

// The row through a point, as a vector from it towards the vanishing point u (homogeneous), not normalised.
cv::Vec2d towards(const cv::Vec3d& u, cv::Point2d at) {
  return {u[0] - at.x * u[2], u[1] - at.y * u[2]};
}

// Sine of the angle between the rows that a peak shows and those that meet in u.
double misdirection(const cv::Vec3d& u, const Peak& p) {
  const cv::Vec2d way = towards(u, p.at);
  const double length = cv::norm(way);
  return length > 1e-9 ? p.across.dot(way) / length : 1.0;
}

double agreeing(const cv::Vec3d& u, const std::vector<Peak>& peaks, double tolerance) {
  double sum = 0;
  for (const Peak& p : peaks) {
    const double e = misdirection(u, p) / tolerance;
    if (e * e < 1) sum += p.weight * (1 - e * e);
  }
  return sum;
}

// The line through a peak along its rows, homogeneous.
cv::Vec3d row_line(const Peak& p) {
  return {p.across[0], p.across[1], -(p.across[0] * p.at.x + p.across[1] * p.at.y)};
}

// Where the rows of most peaks meet, homogeneous and of unit length: the best crossing of two, then weighted
// least squares.
cv::Vec3d meeting_point(const std::vector<Peak>& peaks, std::mt19937& random) {
  cv::Vec3d u(1, 0, 0);
  double best = agreeing(u, peaks, kWideAngle);
  for (int i = 0; i < kDirectionSamples; ++i) {
    const Peak& a = peaks[random() % peaks.size()];
    const Peak& b = peaks[random() % peaks.size()];
    cv::Vec3d crossing = row_line(a).cross(row_line(b));
    if (cv::norm(crossing) < 1e-6) crossing = {-a.across[1], a.across[0], 0};
    crossing /= cv::norm(crossing);
    if (std::abs(crossing[2]) > kNearestMeeting) continue;
    const double agreed = agreeing(crossing, peaks, kWideAngle);
    if (agreed > best) best = agreed, u = crossing;
  }
  for (int round = 0; round < kRounds; ++round) {
    const double tolerance = round < kRounds / 2 ? kWideAngle : kNarrowAngle;
    cv::Matx33d sum = cv::Matx33d::zeros();
    for (const Peak& p : peaks) {
      const double e = misdirection(u, p) / tolerance, length = cv::norm(towards(u, p.at));
      const cv::Vec3d line = row_line(p);
      sum += p.weight / std::pow(1 + e * e, 2) / (length * length + 1e-12) * (line * line.t());
    }
    cv::Matx31d values;
    cv::Matx33d vectors;
    cv::eigen(sum, values, vectors);
    u = {vectors(2, 0), vectors(2, 1), vectors(2, 2)};
  }
  return u;
}

// The pencil of rows: along them `t`, across them `v` from the picture's centre; a row is v / (1 - t *
// convergence) = const.
struct Pencil {
  cv::Vec2d along;
  double convergence = 0;

  [[nodiscard]] cv::Vec2d across() const { return {-along[1], along[0]}; }
  [[nodiscard]] double row_at(cv::Point2d at) const {
    return across().dot(cv::Vec2d(at.x, at.y)) / nearness(at);
  }
  [[nodiscard]] double nearness(cv::Point2d at) const {
    return 1 - along.dot(cv::Vec2d(at.x, at.y)) * convergence;
  }
  // How fast row_at changes across the rows.
  [[nodiscard]] double slope_at(cv::Point2d at) const {
    const double h = nearness(at);
    return std::hypot(1 / h, across().dot(cv::Vec2d(at.x, at.y)) * convergence / (h * h));
  }
};

Pencil pencil_of(cv::Vec3d u) {
  // Text runs to the right; where rows stand nearly upright, downwards.
  if (std::abs(u[0]) > std::abs(u[1]) ? u[0] < 0 : u[1] < 0) u = -u;
  const double length = std::hypot(u[0], u[1]);
  return {{u[0] / length, u[1] / length}, u[2] / length};
}

// One peak's row and the square root of the pencil's distance of neighbouring rows: in the picture of a
// plane with equal pitch, a straight line.
struct PitchPoint {
  double row = 0, root = 0, weight = 0;
  cv::Point2d at;
};

std::vector<PitchPoint> pitch_points(const Pencil& pencil, const cv::Vec3d& u,
                                     const std::vector<Peak>& peaks) {
  std::vector<PitchPoint> out;
  for (const Peak& p : peaks) {
    if (std::abs(misdirection(u, p)) > kWideAngle || pencil.nearness(p.at) <= 0) continue;
    out.push_back({pencil.row_at(p.at), std::sqrt(pencil.slope_at(p.at) / p.density), p.weight, p.at});
  }
  return out;
}

struct PitchLine {
  double at_centre = 0, slope = 0;
  [[nodiscard]] double deviation(const PitchPoint& p) const {
    return p.root / (at_centre + slope * p.row) - 1;
  }
};

// The straight line through most points: panes with other line heights, and harmonics, are left aside.
PitchLine pitch_line(const std::vector<PitchPoint>& points, std::mt19937& random) {
  PitchLine line;
  double best = -1;
  for (int i = 0; i < kPitchSamples; ++i) {
    const PitchPoint& a = points[random() % points.size()];
    const PitchPoint& b = points[random() % points.size()];
    const bool level = i % 4 == 0;  // the pitch of one point, no perspective: small crops hold no more
    if (!level && std::abs(a.row - b.row) < kLeastSpan) continue;
    PitchLine tried;
    tried.slope = level ? 0 : (a.root - b.root) / (a.row - b.row);
    tried.at_centre = a.root - tried.slope * a.row;
    if (tried.at_centre <= 0 || std::abs(tried.slope) > kSteepestCrowding * tried.at_centre) continue;
    double agreed = 0;
    for (const PitchPoint& p : points) {
      const double e = tried.deviation(p) / kWidePitch;
      if (e * e < 1) agreed += p.weight * (1 - e * e);
    }
    if (agreed > best) best = agreed, line = tried;
  }
  for (int round = 0; round < kRounds; ++round) {
    double w = 0, wx = 0, wxx = 0, wy = 0, wxy = 0;
    for (const PitchPoint& p : points) {
      const double e = line.deviation(p) / kNarrowPitch, weight = p.weight / std::pow(1 + e * e, 2);
      w += weight, wx += weight * p.row, wxx += weight * p.row * p.row;
      wy += weight * p.root, wxy += weight * p.root * p.row;
    }
    const double determinant = w * wxx - wx * wx;
    if (determinant < 1e-9 * w * w) break;
    line = {(wxx * wy - wx * wxy) / determinant, (w * wxy - wx * wy) / determinant};
  }
  return line;
}

struct Rows {
  cv::Vec3d meeting;
  Pencil pencil;
  PitchLine pitch;
  std::vector<PitchPoint> points;
  double agreement = 0;  // part of the peaks' weight
};

std::optional<Rows> rows_of(const std::vector<Peak>& peaks) {
  std::mt19937 random(kSeed);
  Rows rows;
  rows.meeting = meeting_point(peaks, random);
  rows.pencil = pencil_of(rows.meeting);
  rows.points = pitch_points(rows.pencil, rows.meeting, peaks);
  if (rows.points.size() < kLeastPeaks) return std::nullopt;
  rows.pitch = pitch_line(rows.points, random);
  if (rows.pitch.at_centre <= 0) return std::nullopt;
  double weights = 0;
  for (const Peak& p : peaks) weights += p.weight;
  rows.agreement = agreeing(rows.meeting, peaks, kWideAngle) / weights;
  return rows;
}

PagePlane oriented(const Pencil& pencil, double crowding, const cv::Vec3d& u, double focal_half_widths) {
  const double f = focal_half_widths;
  const cv::Vec2d across = pencil.across();
  PagePlane plane;
  plane.normal = {(crowding * across[0] - pencil.convergence * pencil.along[0]) * f,
                  (crowding * across[1] - pencil.convergence * pencil.along[1]) * f, 1};
  plane.normal /= cv::norm(plane.normal);
  const double sign = u[0] * pencil.along[0] + u[1] * pencil.along[1] < 0 ? -1 : 1;
  plane.along = sign * cv::Vec3d(u[0] / f, u[1] / f, u[2]);
  plane.along -= plane.normal * plane.normal.dot(plane.along);
  plane.along /= cv::norm(plane.along);
  plane.down = plane.normal.cross(plane.along);
  return plane;
}

// Whether other tiles around one show the page's rows as exactly: a single one elsewhere does so by chance.
bool in_company(const PitchPoint& p, const Rows& rows) {
  const auto company = std::count_if(rows.points.begin(), rows.points.end(), [&](const PitchPoint& other) {
    return cv::norm(other.at - p.at) < kCompanyReach && std::abs(rows.pitch.deviation(other)) < kCompanyPitch;
  });
  return static_cast<std::size_t>(company) >= kCompany;
}

// What of the page may hold text: about the tiles whose rows run as the page's and are nearly as far apart.
cv::Rect2d text_area(const PagePlane& plane, const Rows& rows, double half_px) {
  std::vector<double> xs, ys;
  for (const PitchPoint& p : rows.points) {
    if (std::abs(rows.pitch.deviation(p)) > kNearPitch || !in_company(p, rows)) continue;
    for (const double dx : {-kTextReach, kTextReach})
      for (const double dy : {-kTextReach, kTextReach}) {
        const cv::Point2d ray = (p.at + cv::Point2d(dx, dy)) * (half_px / plane.focal_px);
        if (plane.normal.dot(cv::Vec3d(ray.x, ray.y, 1)) < kLeastNearness) continue;
        const cv::Point2d page = plane.to_page(plane.centre_px + ray * plane.focal_px);
        xs.push_back(page.x), ys.push_back(page.y);
      }
  }
  if (xs.empty()) return {};
  const auto [left, right] = std::minmax_element(xs.begin(), xs.end());
  const auto [top, bottom] = std::minmax_element(ys.begin(), ys.end());
  return {*left, *top, *right - *left, *bottom - *top};
}

}  // namespace

cv::Point2d PagePlane::to_page(cv::Point2d picture_px) const {
  const cv::Point2d straight = (picture_px - centre_px) / focal_px;
  const cv::Vec3d ray(straight.x, straight.y, 1);
  const double scale = 1 / normal.dot(ray);
  return {along.dot(ray) * scale, down.dot(ray) * scale};
}

cv::Point2d PagePlane::to_picture(cv::Point2d page) const {
  const cv::Vec3d point = along * page.x + down * page.y + normal;
  return centre_px + cv::Point2d(point[0], point[1]) * (focal_px / point[2]);
}

double PagePlane::tilt_deg() const {
  return std::acos(std::clamp(normal[2], -1.0, 1.0)) * 180 / CV_PI;
}

PagePlane PagePlane::upside_down() const {
  PagePlane out = *this;
  out.along = -along, out.down = -down;
  return out;
}

PagePlane PagePlane::enlarged(double times) const {
  PagePlane out = *this;
  out.centre_px *= times, out.focal_px *= times;
  return out;
}

PagePlane plane_of_rows(const cv::Vec3d& meeting, double crowding, cv::Size picture, double focal_px) {
  PagePlane plane = oriented(pencil_of(meeting), crowding, meeting, focal_px / (picture.width / 2.0));
  plane.focal_px = focal_px;
  plane.centre_px = {picture.width / 2.0, picture.height / 2.0};
  return plane;
}

namespace {

PlaneFit plane_of(const Rows& rows, cv::Size picture, double focal_px) {
  const double half_px = picture.width / 2.0;
  PlaneFit fit;
  const double crowding = rows.pitch.slope / rows.pitch.at_centre;
  fit.plane = plane_of_rows(rows.meeting, crowding, picture, focal_px);
  fit.text = text_area(fit.plane, rows, half_px);
  const cv::Vec2d down = rows.pencil.across() * (rows.pitch.at_centre * rows.pitch.at_centre * half_px);
  constexpr double kSmallPart = 1e-3;  // of a row, for the derivative
  const cv::Point2d moved = fit.plane.to_page(fit.plane.centre_px + kSmallPart * cv::Point2d(down));
  fit.row_pitch = std::abs(moved.y - fit.plane.to_page(fit.plane.centre_px).y) / kSmallPart;
  fit.agreement = rows.agreement;
  return fit;
}

}  // namespace

std::optional<PlaneFit> fit_plane(const std::vector<RowPeak>& peaks, cv::Size picture, double focal_px) {
  if (peaks.size() < kLeastPeaks) return std::nullopt;
  const auto rows = rows_of(normalised(peaks, picture));
  if (!rows) return std::nullopt;
  return plane_of(*rows, picture, focal_px);
}

}  // namespace spoor::trace
