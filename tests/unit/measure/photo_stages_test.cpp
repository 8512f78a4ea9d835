// The stages of a photograph's way to a straight page, each on input whose answer is known.
#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <random>
#include <vector>

#include "watermark/trace/contrast.hpp"
#include "watermark/trace/line_plane.hpp"
#include "watermark/trace/lock_in.hpp"
#include "watermark/trace/page_plane.hpp"
#include "watermark/trace/page_warp.hpp"
#include "watermark/trace/rectify.hpp"
#include "watermark/trace/row_peaks.hpp"

using namespace spoor::trace;

namespace {

constexpr double kDegree = CV_PI / 180;

// A plane turned by yaw and pitch, its rows by roll.
PagePlane plane_at(double yaw_deg, double pitch_deg, double roll_deg, cv::Size picture, double focal_px) {
  const auto turn = [](double degrees, int a, int b) {
    cv::Matx33d m = cv::Matx33d::eye();
    m(a, a) = m(b, b) = std::cos(degrees * kDegree);
    m(a, b) = -std::sin(degrees * kDegree), m(b, a) = std::sin(degrees * kDegree);
    return m;
  };
  const cv::Matx33d r = turn(roll_deg, 0, 1) * turn(pitch_deg, 1, 2) * turn(yaw_deg, 0, 2);
  PagePlane plane;
  plane.centre_px = {picture.width / 2.0, picture.height / 2.0};
  plane.focal_px = focal_px;
  plane.along = {r(0, 0), r(1, 0), r(2, 0)};
  plane.down = {r(0, 1), r(1, 1), r(2, 1)};
  plane.normal = {r(0, 2), r(1, 2), r(2, 2)};
  return plane;
}

double angle_deg(const cv::Vec3d& a, const cv::Vec3d& b) {
  return std::acos(std::min(1.0, a.dot(b))) / kDegree;
}

// What a plane's rows look like at places all over the picture; a part of them disturbed at random.
std::vector<RowPeak> peaks_of(const PagePlane& plane, cv::Size picture, double row_pitch, double strange_part,
                              std::mt19937& random) {
  std::vector<RowPeak> peaks;
  std::uniform_real_distribution<double> unit(0, 1);
  for (int y = 100; y < picture.height - 50; y += 100)
    for (int x = 100; x < picture.width - 50; x += 100) {
      const auto row_at = [&](double px, double py) { return plane.to_page({px, py}).y / row_pitch; };
      cv::Vec2d f(row_at(x + 0.5, y) - row_at(x - 0.5, y), row_at(x, y + 0.5) - row_at(x, y - 0.5));
      if (unit(random) < strange_part) f = {0.2 * (unit(random) - 0.5), 0.2 * (unit(random) - 0.5)};
      if (unit(random) < 0.5) f = -f;
      peaks.push_back({{double(x), double(y)}, f, 100});
    }
  return peaks;
}

cv::Mat1f stripes(cv::Size size, cv::Vec2d cycles_a_px) {
  cv::Mat1f out(size);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const double wave = std::cos(2 * CV_PI * (cycles_a_px[0] * x + cycles_a_px[1] * y));
      out(y, x) = wave > 0.3 ? 60.0F : 0.0F;
    }
  return out;
}

}  // namespace

TEST_CASE("row peaks show which way and how densely rows run", "[photo]") {
  for (const double degrees : {0.0, 3.0, -37.0, 88.0, 150.0}) {
    const double pitch_px = 22.3;
    const cv::Vec2d f(std::sin(degrees * kDegree) / pitch_px, std::cos(degrees * kDegree) / pitch_px);
    const auto peaks = find_row_peaks(stripes({700, 600}, f), {10'000, 2});
    REQUIRE(peaks.size() >= 12);
    std::size_t right = 0;
    for (const RowPeak& peak : peaks) {
      const double sign = peak.cycles_a_px.dot(f) < 0 ? -1 : 1;
      right += cv::norm(sign * peak.cycles_a_px - f) < 0.02 * cv::norm(f) ? 1 : 0;
    }
    CAPTURE(degrees, peaks.size());
    CHECK(right >= peaks.size() / 3);  // the others are harmonics
    const auto few = find_row_peaks(stripes({700, 600}, f), {1, 1});
    CHECK(few.size() < peaks.size());
  }
  CHECK(find_row_peaks(cv::Mat1f(600, 700, 0.0F), {10'000, 2}).empty());
  CHECK(find_row_peaks(cv::Mat1f(20, 30, 50.0F), {10'000, 2}).empty());
}

TEST_CASE("the plane of rows is found whatever its pose, among strange peaks", "[photo]") {
  const cv::Size picture(2016, 1512);
  const double focal_px = 1500, row_pitch = 0.012;
  std::mt19937 random(3);
  for (const cv::Vec3d& pose : {cv::Vec3d(0, 0, 0), cv::Vec3d(30, 0, 5), cv::Vec3d(-25, 20, -12),
                                cv::Vec3d(10, -45, 40), cv::Vec3d(-40, 10, -80)}) {
    const PagePlane truth = plane_at(pose[0], pose[1], pose[2], picture, focal_px);
    for (const double strange : {0.0, 0.4}) {
      const auto peaks = peaks_of(truth, picture, row_pitch, strange, random);
      const auto fit = fit_plane(peaks, picture, focal_px);
      CAPTURE(pose[0], pose[1], pose[2], strange);
      REQUIRE(fit.has_value());
      CHECK(angle_deg(fit->plane.normal, truth.normal) < (strange > 0 ? 0.5 : 0.1));
      // Rows that stand upright may run either way.
      const double way = fit->plane.along.dot(truth.along) < 0 ? -1 : 1;
      CHECK((way > 0 || std::abs(pose[2]) > 60));
      CHECK(angle_deg(way * fit->plane.along, truth.along) < (strange > 0 ? 0.5 : 0.1));
      CHECK(fit->row_pitch == Approx(row_pitch).epsilon(0.01));
      CHECK(fit->agreement > 0.85 * (1 - strange));
      const auto again = fit_plane(peaks, picture, focal_px);
      CHECK(again->plane.normal == fit->plane.normal);
    }
  }
  CHECK_FALSE(fit_plane({}, picture, focal_px).has_value());
}

TEST_CASE("three lines alone show the plane that they lie in", "[photo]") {
  const cv::Size picture(800, 600);
  constexpr double kFocalPx = 600, kAdvance = 0.018, kRow = 2.25 * kAdvance;
  for (const cv::Vec3d& pose : {cv::Vec3d(0, 0, 0), cv::Vec3d(20, 0, 5), cv::Vec3d(-18, 12, -14)}) {
    const PagePlane truth = plane_at(pose[0], pose[1], pose[2], picture, kFocalPx);
    std::mt19937 random(11);
    std::vector<std::vector<int>> stems(3);
    for (auto& row : stems)
      for (int column = 0; column < 38; ++column) row.push_back(static_cast<int>(random() % 6));
    cv::Mat1f ink(picture, 0.0F);
    for (int y = 0; y < picture.height; ++y)
      for (int x = 0; x < picture.width; ++x) {
        const cv::Point2d at = truth.to_page({x + 0.5, y + 0.5});
        const double row = at.y / kRow + 1.5, column = at.x / kAdvance + 19;
        if (row < 0 || row >= 3 || column < 0 || column >= 38 || row - std::floor(row) > 0.45) continue;
        // A stem somewhere in the middle of its cell; every seventh cell is blank.
        const int kind = stems[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
        const double left = 0.2 + 0.05 * kind, place = column - std::floor(column);
        if (static_cast<int>(column) % 7 != 6 && place > left && place < left + 0.35) ink(y, x) = 50;
      }
    const auto fit = fit_line_plane(ink, kFocalPx, 2);
    CAPTURE(pose[0], pose[1], pose[2]);
    REQUIRE(fit.has_value());
    CHECK(angle_deg(fit->plane.normal, truth.normal) < 8);
    CHECK(angle_deg(fit->plane.along, truth.along) < 3);
    CHECK(fit->row_pitch == Approx(kRow).epsilon(0.04));
    CHECK(fit->text.width == Approx(38 * kAdvance).epsilon(0.3));
  }
  CHECK_FALSE(fit_line_plane(cv::Mat1f(picture, 0.0F), kFocalPx, 2).has_value());
}

TEST_CASE("page and picture coordinates undo each other", "[photo]") {
  const PagePlane plane = plane_at(-25, 20, -12, {2016, 1512}, 1500);
  for (const cv::Point2d at : {cv::Point2d(10, 20), cv::Point2d(1008, 756), cv::Point2d(1900, 1400)}) {
    CHECK(cv::norm(plane.to_picture(plane.to_page(at)) - at) < 1e-9);
    const PagePlane turned = plane.upside_down();
    CHECK(cv::norm(turned.to_page(at) + plane.to_page(at)) < 1e-12);
    CHECK(cv::norm(plane.enlarged(2).to_page(at * 2) - plane.to_page(at)) < 1e-12);
  }
  CHECK(plane.tilt_deg() == Approx(std::acos(plane.normal[2]) / kDegree));
}

TEST_CASE("a warp is found through outliers and adds nothing where little is known", "[photo]") {
  const cv::Size page(1200, 900);
  std::mt19937 random(5);
  std::normal_distribution<double> noise(0, 0.2);
  std::uniform_real_distribution<double> unit(0, 1);
  const auto truth = [](cv::Point2d p) {
    const double x = p.x / 600 - 1, y = p.y / 600 - 0.75;
    return cv::Point2d(3 * x * y - 2 * x * x * x, 1.5 * y * y + 2 * x);
  };
  std::vector<WarpSample> samples;
  for (int i = 0; i < 1500; ++i) {
    const cv::Point2d at(1200 * unit(random), 900 * unit(random));
    cv::Point2d moved = truth(at) + cv::Point2d(noise(random), noise(random));
    if (i % 10 == 0) moved += cv::Point2d(8, -5);
    samples.push_back({at, moved});
  }
  const PageWarp warp = PageWarp::fit(samples, 3, page);
  for (double x = 50; x < 1200; x += 100)
    for (double y = 50; y < 900; y += 100)
      CHECK(cv::norm(warp.seen_at({x, y}) - cv::Point2d(x, y) - truth({x, y})) < 0.15);
  samples.resize(15);
  CHECK(PageWarp::fit(samples, 3, page).seen_at({300, 200}) == cv::Point2d(300, 200));
}

TEST_CASE("rows and columns lock in to a hundredth of their pitch", "[photo]") {
  const cv::Size page(1500, 1100);
  const double pitch_px = 34;
  // Rows displaced by more than a pitch over the page, smoothly.
  const auto moved = [](double x, double y) {
    const double u = x / 750 - 1, v = y / 750 - 0.73;
    return 30 * u + 12 * u * u - 9 * u * v * v;
  };
  for (const Axis axis : {Axis::rows, Axis::columns}) {
    cv::Mat1f magnitude(page);
    for (int y = 0; y < page.height; ++y)
      for (int x = 0; x < page.width; ++x) {
        const double along = (axis == Axis::rows ? y : x) + 0.5 - moved(x + 0.5, y + 0.5);
        magnitude(y, x) = static_cast<float>(30 + 30 * std::cos(2 * CV_PI * along / pitch_px));
      }
    const auto samples = lock_in(magnitude, axis, pitch_px, 240, 2);
    REQUIRE(samples.size() > 60);
    double offset = 0;
    for (const WarpSample& s : samples)
      offset +=
          ((axis == Axis::rows ? s.moved.y : s.moved.x) - moved(s.at.x, s.at.y)) / double(samples.size());
    double worst = 0;
    for (const WarpSample& s : samples) {
      CHECK((axis == Axis::rows ? s.moved.x : s.moved.y) == 0);
      const double found = axis == Axis::rows ? s.moved.y : s.moved.x;
      worst = std::max(worst, std::abs(found - moved(s.at.x, s.at.y) - offset));
    }
    CHECK(worst < 0.02 * pitch_px);
  }
  CHECK(lock_in(cv::Mat1f(page, 0.0F), Axis::rows, pitch_px, 240, 2).empty());
  CHECK(lock_in(cv::Mat1f(40, 60, 10.0F), Axis::rows, pitch_px, 240, 2).empty());
}

TEST_CASE("text under glare is brought to the contrast of the rest; a hand leaves nothing", "[photo]") {
  // Rows of strokes; on the right, glare leaves an eighth of their contrast; a hand covers a corner.
  cv::Mat luma(900, 1600, CV_8UC3, cv::Scalar::all(30));
  for (int y = 20; y < 880; y += 20)
    for (int x = 20; x < 1580; x += 7)
      if ((x / 7 + y / 20) % 3 != 0) luma(cv::Rect(x, y, 2, 9)).setTo(cv::Scalar::all(150));
  const LumaPicture even(luma);
  CHECK(ContrastField(even).even());
  for (int y = 0; y < luma.rows; ++y)
    for (int x = 900; x < luma.cols; ++x) {
      auto& p = luma.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c) p[c] = static_cast<std::uint8_t>(225 + (p[c] - 30) / 8);
    }
  luma(cv::Rect(0, 600, 500, 300)).setTo(cv::Scalar::all(90));
  const LumaPicture picture(luma);
  const ContrastField field(picture);
  REQUIRE_FALSE(field.even());
  const auto strongest = [&](const cv::Rect& area) {
    double most = 0;
    cv::minMaxLoc(field.strokes()(area), nullptr, &most);
    return most;
  };
  const double clear = strongest({100, 100, 600, 400}), glared = strongest({1100, 100, 400, 700});
  CAPTURE(clear, glared);
  CHECK(glared > 0.5 * clear);
  CHECK(glared < 2 * clear);
  CHECK(strongest({5, 640, 480, 250}) < 0.05 * clear);
}

TEST_CASE("a rectified page shows the picture's points where its view says", "[photo]") {
  const cv::Size picture(1600, 1200);
  cv::Mat bgr(picture, CV_8UC3, cv::Scalar::all(10));
  PlaneFit fit;
  fit.plane = plane_at(20, -15, 8, picture, 1200);
  fit.text = {-0.3, -0.25, 0.6, 0.5};
  PageView view = view_of(fit, 1.0, 4e6);
  std::vector<WarpSample> samples;
  for (int i = 0; i < 100; ++i) samples.push_back({cv::Point2d(i % 10 * 70, i / 10 * 60.0), {2, -1.5}});
  view = view.straightened(samples, 1);
  const cv::Point2d marked = view.to_picture({400.5, 300.5});
  cv::circle(bgr, cv::Point(cv::Point2d(marked * 16 - cv::Point2d(8, 8))), 6 * 16, cv::Scalar::all(250), -1,
             cv::LINE_AA, 4);
  const cv::Mat page = rectify(bgr, view, 2);
  REQUIRE(page.size() == view.size);
  cv::Mat grey;
  cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);
  grey.convertTo(grey, CV_32F);
  grey -= 10;
  const cv::Moments m = cv::moments(grey);
  CHECK(m.m10 / m.m00 + 0.5 == Approx(400.5).margin(0.3));
  CHECK(m.m01 / m.m00 + 0.5 == Approx(300.5).margin(0.3));
  // Luma alone, sampled once or four times a pixel, is the same page; half a turn shows it upside down.
  const LumaPicture luma(bgr);
  for (const Sampling sampling : {Sampling::quick, Sampling::full}) {
    const cv::Mat1f page_luma = rectify_luma(luma, view, sampling, 2);
    REQUIRE(page_luma.size() == view.size);
    CHECK(cv::norm(page_luma - 10, grey, cv::NORM_L2) < 0.1 * cv::norm(grey));
  }
  const PageView turned = view.upside_down();
  CHECK(cv::norm(turned.to_picture({view.size.width - 400.5, view.size.height - 300.5}) - marked) < 1e-6);
  CHECK(cv::norm(turned.upside_down().to_picture({400.5, 300.5}) - marked) < 1e-6);
  const PageView part = view.cropped({150, 100, 400, 300});
  CHECK(part.size == cv::Size(400, 300));
  CHECK(cv::norm(part.to_picture({250.5, 200.5}) - marked) < 1e-9);
  CHECK(cv::norm(part.rescaled(2).upside_down().to_picture({800 - 501, 600 - 401}) - marked) < 1e-6);
  const cv::Point2d half = view.rescaled(0.5).to_picture({200.25, 150.25});
  CHECK(cv::norm(half - marked) < 1e-9);
}
