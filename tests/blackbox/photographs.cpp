#include "photographs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <opencv2/core.hpp>
#include <string>

#include "printed_page.hpp"
#include "tests/camera/camera.hpp"
#include "tests/camera/presets.hpp"
#include "tests/camera/scanner.hpp"

namespace spoor::blackbox {
namespace {

using Random = std::mt19937_64;
using Settings = std::vector<std::string>;

constexpr int kPoses = 20;      // that are tried
constexpr int kInkLevels = 40;  // from the background

// A photograph with the preset's parameters, some of them set; empty where none could be taken.
Damaged shot_with(const cv::Mat& screen, const char* preset, const Settings& settings, Random& random) {
  Damaged out;
  out.extension = ".jpg";
  auto ranges = camera::preset_ranges(preset);
  if (!ranges) return out;
  std::vector<camera::NamedRange> assigned;
  for (const std::string& setting : settings) {
    const auto range = camera::parse_assignment(setting);
    if (!range) return out;
    assigned.push_back(*range);
  }
  camera::override_ranges(*ranges, assigned);
  for (int pose = 0; pose < kPoses; ++pose) {
    const std::uint64_t seed = random();
    const auto photo = camera::photograph(screen, camera::draw_parameters(*ranges, seed), seed, 1);
    if (!photo) continue;
    out.file.assign(photo->encoded.file.begin(), photo->encoded.file.end());
    return out;
  }
  return out;
}

// The most frequent colour.
cv::Vec3b background_of(const cv::Mat& bgr) {
  std::map<std::array<std::uint8_t, 3>, int> seen;
  constexpr int kStep = 3;
  for (int y = 0; y < bgr.rows; y += kStep)
    for (int x = 0; x < bgr.cols; x += kStep) {
      const auto& p = bgr.at<cv::Vec3b>(y, x);
      ++seen[{p[0], p[1], p[2]}];
    }
  const auto most = std::max_element(seen.begin(), seen.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return {most->first[0], most->first[1], most->first[2]};
}

// Where the text of some rows ends, to the right of `area`'s left edge, screen pixels.
int text_width(const cv::Mat& area, cv::Vec3b background) {
  cv::Mat off;
  cv::absdiff(area, cv::Scalar(background), off);
  int last = 0;
  for (int x = 0; x < off.cols; ++x)
    if (cv::norm(off.col(x), cv::NORM_INF) > kInkLevels) last = x;
  return last + 1;
}

// Cells of some rows with ink in them; as many as are asked for where the screen's columns are not known.
int count_glyphs(const Screen& screen, const RowPlace& place, int asked) {
  const CodeRows& code = screen.code;
  if (!(code.advance_px > 0)) return asked;
  int count = 0;
  for (int row = place.first_row; row < place.first_row + place.rows; ++row) {
    const cv::Rect line(code.x_px, code.top_px + row * code.row_px, code.width_px, code.row_px);
    const cv::Vec3b background = background_of(screen.bgr(line));
    for (double x = 0; x + code.advance_px <= line.width; x += code.advance_px) {
      const cv::Rect cell(line.x + static_cast<int>(x), line.y, static_cast<int>(code.advance_px),
                          line.height);
      cv::Mat off;
      cv::absdiff(screen.bgr(cell), cv::Scalar(background), off);
      count += cv::norm(off, cv::NORM_INF) > kInkLevels ? 1 : 0;
    }
  }
  return count;
}

// Rows that hold so many glyphs, if a few tries find some.
RowPlace rows_with_glyphs(const Screen& screen, int rows, int least_glyphs, Random& random) {
  constexpr int kTries = 40;
  RowPlace best = rows_with_text(screen, rows, random);
  int most = count_glyphs(screen, best, least_glyphs);
  for (int i = 0; i < kTries && most < least_glyphs; ++i) {
    const RowPlace place = rows_with_text(screen, rows, random);
    const int glyphs = count_glyphs(screen, place, least_glyphs);
    if (glyphs > most) most = glyphs, best = place;
  }
  return best;
}

// A screen on which nothing but so many rows of code can be seen, from near enough that they fill the
// picture's width, or its height.
Damaged close_up(const Screen& screen, int rows, int least_glyphs, double most_deg, Random& random) {
  constexpr double kFrame = 4.0 / 3.0, kMargin = 1.15;  // width a height; room about the rows
  const RowPlace place = rows_with_glyphs(screen, rows, least_glyphs, random);
  const CodeRows& code = screen.code;
  const cv::Rect kept(code.x_px, code.top_px + place.first_row * code.row_px, code.width_px,
                      place.rows * code.row_px);
  const cv::Vec3b background = background_of(screen.bgr(kept));
  cv::Mat alone(screen.bgr.size(), CV_8UC3, cv::Scalar(background));
  screen.bgr(kept).copyTo(alone(kept));
  const double width = text_width(screen.bgr(kept), background);
  const double across = kMargin * std::max(width, kFrame * kept.height);
  Damaged out = shot_with(alone, "ordinary",
                          {"framing=part", fmt::format("across_px={}", across),
                           fmt::format("aim_x={}", (kept.x + 0.5 * width) / screen.bgr.cols),
                           fmt::format("aim_y={}", (kept.y + 0.5 * kept.height) / screen.bgr.rows),
                           fmt::format("yaw_deg={}..{}", -most_deg, most_deg),
                           fmt::format("pitch_deg={}..{}", -most_deg, most_deg)},
                          random);
  out.first_row = place.first_row, out.rows = place.rows;
  return out;
}

Condition of(std::string name, double required, const char* preset, Settings settings, bool archive = false,
             bool full_page = true) {
  return {std::move(name), required, full_page,
          [preset, settings = std::move(settings)](const Screen& screen, Random& random) {
            return shot_with(screen.bgr, preset, settings, random);
          },
          archive};
}

// What an office scanner makes of a printed page.
Damaged scanned(const Screen& print, Random& random) {
  Damaged out;
  out.extension = ".jpg";
  cv::Mat raster;
  cv::extractChannel(print.bgr, raster, 0);
  const std::uint64_t seed = random();
  out.file = camera::scan(raster, kPrintDotsPerInch, kScanDotsPerInch, camera::draw_scan(seed), seed);
  return out;
}

Condition first_condition(const std::string& name) {
  return of(name, 0.965, "ordinary", {"roll_deg=-180..180"});
}

std::vector<Condition> usual_conditions() {
  return {
      of("photo 30 degrees", 0.995, "ordinary", {"roll_deg=-180..180"}),
      of("photo 50 degrees", 0.97, "ordinary",
         {"yaw_deg=-50..50", "pitch_deg=-35..35", "roll_deg=-180..180"}),
      {"photo 8 lines", 0.98, false, [](const Screen& s, Random& r) { return close_up(s, 8, 0, 30, r); },
       false},
      {"photo 3 lines, archive", 0.93, false,
       [](const Screen& s, Random& r) { return close_up(s, 3, 60, 20, r); }, true},
      of("messenger 1600", 0.99, "messenger", {}),
      of("messenger 1280", 0.97, "messenger", {"messenger_px=1280"}),
      of("shrunk to 1000, archive", 0.90, "messenger", {"messenger_px=1000"}, true),
      {"screen x .4, archive", 0.90, true,
       [](const Screen& s, Random& r) { return rescaled_jpeg(s, 0.4, 75, r); }, true},
      of("defocus, noise, motion", 0.97, "ordinary",
         {"defocus_px=1.5", "motion_px=3", "well_e=800..1500", "read_e=3..6"}),
      of("glare and a hand", 0.98, "ordinary",
         {"glare=0.3..0.8", "glare_area=0.33", "hand_cover=0.25", "hand_deg=0..360"}),
      of("half out of the frame", 0.98, "ordinary",
         {"fill=1.3", "shift_x=-0.35..0.35", "shift_y=-0.35..0.35"}, false, false),
  };
}

}  // namespace

const std::vector<PhotographGroup>& photograph_groups() {
  static const std::vector<PhotographGroup> kGroups = {
      {{"usual", "JetBrains Mono", "dark"}, usual_conditions()},
      {{}, {of("any font, size, theme", 0, "ordinary", {"roll_deg=-180..180"})}},
      {{"light", "JetBrains Mono", "light"}, {first_condition("light theme")}},
      {{"11 px", "JetBrains Mono", "dark", 11}, {first_condition("11 px")}},
      {{"4K", "JetBrains Mono", "dark", 14, 2, 3840, 2160}, {first_condition("4K, scale 2")}},
      {{"Fira", "Fira Code", "dark"}, {first_condition("second font")}},
      {{}, {{"print 300, scan 200", 0.98, true, scanned, false}}, true},
  };
  return kGroups;
}

}  // namespace spoor::blackbox
