#include "photographs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <string>

#include "tests/camera/camera.hpp"
#include "tests/camera/presets.hpp"

namespace spoor::blackbox {
namespace {

using Random = std::mt19937_64;
using Settings = std::vector<std::string>;

constexpr int kPoses = 20;  // that are tried

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

// A picture that holds so many rows of code, from a row with text on, in its full height.
Damaged close_up(const Screen& screen, int rows, double most_deg, Random& random) {
  constexpr double kFrame = 4.0 / 3.0, kMargin = 1.15;  // width a height; room about the rows
  const RowPlace place = rows_with_text(screen, rows, random);
  const double middle = screen.code.top_px + (place.first_row + 0.5 * place.rows) * screen.code.row_px;
  const double across = kFrame * kMargin * place.rows * screen.code.row_px;
  const double left = screen.code.x_px + 0.5 * std::min<double>(across, screen.code.width_px);
  Damaged out = shot_with(
      screen.bgr, "ordinary",
      {"framing=part", fmt::format("across_px={}", across), fmt::format("aim_x={}", left / screen.bgr.cols),
       fmt::format("aim_y={}", middle / screen.bgr.rows), fmt::format("yaw_deg={}..{}", -most_deg, most_deg),
       fmt::format("pitch_deg={}..{}", -most_deg, most_deg)},
      random);
  out.first_row = place.first_row, out.rows = place.rows;
  return out;
}

Condition of(std::string name, double required, const char* preset, Settings settings,
             bool full_page = true) {
  return {std::move(name), required, full_page,
          [preset, settings = std::move(settings)](const Screen& screen, Random& random) {
            return shot_with(screen.bgr, preset, settings, random);
          }};
}

}  // namespace

const std::vector<Condition>& photograph_conditions() {
  static const std::vector<Condition> kConditions = {
      of("photo, 30 degrees, any roll", 0.995, "ordinary", {"roll_deg=-180..180"}),
      of("photo, 50 degrees, any roll", 0.97, "ordinary",
         {"yaw_deg=-50..50", "pitch_deg=-35..35", "roll_deg=-180..180"}),
      {"photo, 8 lines in the frame", 0.98, false,
       [](const Screen& s, Random& r) { return close_up(s, 8, 30, r); }},
      {"photo, 3 lines in the frame", 0.93, false,
       [](const Screen& s, Random& r) { return close_up(s, 3, 20, r); }},
      of("photo, messenger 1600", 0.99, "messenger", {}),
      of("photo, messenger 1280", 0.97, "messenger", {"messenger_px=1280"}),
      of("photo, shrunk to 1000", 0.90, "messenger", {"messenger_px=1000"}),
      of("photo, out of focus, shaken", 0.97, "ordinary",
         {"defocus_px=1.5", "motion_px=3", "well_e=800..1500", "read_e=3..6"}),
      of("photo, glare and a hand", 0.98, "ordinary",
         {"glare=0.3..0.8", "glare_area=0.33", "hand_cover=0.25", "hand_deg=0..360"}),
      of("photo, half out of the frame", 0.98, "ordinary",
         {"fill=1.3", "shift_x=-0.35..0.35", "shift_y=-0.35..0.35"}, false),
  };
  return kConditions;
}

}  // namespace spoor::blackbox
