#include "presets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "random.hpp"

namespace spoor::camera {
namespace {

struct Line {
  std::string_view name;
  Range range;
};

// A phone held by hand in front of a desktop screen in a lit room. What is not named stays as in
// parameters.hpp.
constexpr std::array ordinary_lines{
    Line{"layout", {0, 1}},
    Line{"gap_x", {0.15, 0.4}},
    Line{"gap_y", {0.1, 0.35}},
    Line{"panel_black", {0.0004, 0.002}},
    Line{"falloff", {0.2, 1.2}},
    Line{"yaw_deg", {-30, 30}},
    Line{"pitch_deg", {-30, 30}},
    Line{"roll_deg", {-12, 12}},
    Line{"fill", {0.8, 0.97}},
    Line{"shift_x", {-0.02, 0.02}},
    Line{"shift_y", {-0.02, 0.02}},
    Line{"focal_mm", {24, 28}},
    Line{"center_x_px", {-20, 20}},
    Line{"center_y_px", {-20, 20}},
    Line{"k1", {-0.03, 0.05}},
    Line{"k2", {-0.04, 0.03}},
    Line{"k3", {-0.01, 0.01}},
    Line{"p1", {-0.0008, 0.0008}},
    Line{"p2", {-0.0008, 0.0008}},
    Line{"chroma_r", {-0.00015, 0.00015}},
    Line{"chroma_b", {-0.00015, 0.00015}},
    Line{"vignette", {0.1, 0.4}},
    Line{"lens_sigma_px", {0.4, 0.7}},
    Line{"defocus_px", {0, 1}},
    Line{"defocus_edge_px", {0.3, 1}},
    Line{"exposure_ms", {8, 25}},
    Line{"readout_ms", {12, 30}},
    Line{"motion_px", {0, 1.5}},
    Line{"motion_deg", {0, 360}},
    Line{"flicker_hz", {120, 480}},
    Line{"flicker_depth", {0, 0.25}},
    Line{"flicker_duty", {0.4, 0.95}},
    Line{"flicker_phase", {0, 1}},
    Line{"ambient", {0.03, 0.25}},
    Line{"panel_haze", {0.005, 0.02}},
    Line{"bezel_px", {15, 70}},
    Line{"bezel_tone", {0.02, 0.12}},
    Line{"desk_tone", {0.1, 0.7}},
    Line{"desk_warmth", {0, 1}},
    Line{"desk_texture", {0.05, 0.5}},
    Line{"glare", {0, 0.06}},
    Line{"glare_area", {0.01, 0.1}},
    Line{"glare_x", {0, 1}},
    Line{"glare_y", {0, 1}},
    Line{"reflection", {0, 0.02}},
    Line{"reflection_x", {0, 1}},
    Line{"reflection_y", {0, 1}},
    Line{"meter_mean", {0.15, 0.3}},
    Line{"meter_clip", {0.7, 1.4}},
    Line{"well_e", {1500, 5000}},
    Line{"read_e", {1.5, 4}},
    Line{"prnu", {0.002, 0.008}},
    Line{"balance_r", {-0.08, 0.08}},
    Line{"balance_b", {-0.08, 0.08}},
    Line{"denoise_luma", {0.008, 0.025}},
    Line{"denoise_chroma_px", {1, 3}},
    Line{"sharpen", {0.3, 1.0}},
    Line{"sharpen_px", {0.8, 1.4}},
    Line{"contrast", {0.1, 0.5}},
    Line{"saturation", {1, 1.25}},
    Line{"quality", {85, 96}},
};

constexpr std::array good_lines{
    Line{"yaw_deg", {-8, 8}},       Line{"pitch_deg", {-8, 8}},        Line{"roll_deg", {-3, 3}},
    Line{"fill", {0.93, 0.98}},     Line{"lens_sigma_px", {0.4, 0.5}}, Line{"defocus_px", {0, 0.3}},
    Line{"motion_px", {0, 0.3}},    Line{"flicker_depth", {0, 0.05}},  Line{"glare", {0, 0}},
    Line{"reflection", {0, 0.005}}, Line{"ambient", {0.02, 0.1}},      Line{"well_e", {5000, 9000}},
    Line{"read_e", {1, 2}},         Line{"quality", {94, 98}},
};

constexpr std::array hard_lines{
    Line{"layout", {0, 2}},
    Line{"yaw_deg", {-50, 50}},
    Line{"pitch_deg", {-35, 35}},
    Line{"roll_deg", {-180, 180}},
    Line{"fill", {0.7, 0.97}},
    Line{"lens_sigma_px", {0.5, 0.9}},
    Line{"defocus_px", {0, 2}},
    Line{"motion_px", {0, 4}},
    Line{"flicker_depth", {0, 0.8}},
    Line{"flicker_scan", {0, 1}},
    Line{"flicker_hz", {60, 480}},
    Line{"ambient", {0.05, 0.6}},
    Line{"glare", {0.1, 1.2}},
    Line{"glare_area", {0.03, 0.33}},
    Line{"reflection", {0.01, 0.08}},
    Line{"hand_cover", {0, 0.25}},
    Line{"hand_deg", {0, 360}},
    Line{"hand_soft_px", {8, 40}},
    Line{"hand_tone", {0.05, 0.5}},
    Line{"well_e", {400, 2000}},
    Line{"read_e", {2, 8}},
    Line{"denoise_luma", {0.02, 0.05}},
    Line{"denoise_chroma_px", {2, 5}},
    Line{"sharpen", {0.3, 1.8}},
    Line{"quality", {65, 92}},
};

constexpr std::array messenger_lines{
    Line{"yaw_deg", {-20, 20}},
    Line{"pitch_deg", {-20, 20}},
    Line{"messenger_px", {1600, 1600}},
    Line{"messenger_quality", {70, 70}},
};

constexpr std::array<PresetNote, 4> notes{{
    {"good", "a steady phone, straight in front of a clean screen"},
    {"ordinary", "held by hand, up to 30 degrees aside, an office"},
    {"hard", "up to 50 degrees aside, any roll, glare, a hand, flicker, blur and little light; also pentile"},
    {"messenger", "an ordinary picture up to 20 degrees aside, reduced to 1600 pixels, JPEG 70"},
}};

void replace(std::vector<Range>& ranges, std::span<const Line> lines) {
  for (const Line& line : lines) {
    const ParameterSpec* parameter = find_parameter(line.name);
    ranges[static_cast<std::size_t>(parameter - parameter_table().data())] = line.range;
  }
}

double draw(const ParameterSpec& parameter, Range range, std::uint64_t seed) {
  const double u = uniform(stream_key(seed, parameter.name), 0);
  if (!parameter.whole) return range.least + u * (range.most - range.least);
  return std::min(range.most, range.least + std::floor(u * (range.most - range.least + 1)));
}

}  // namespace

std::span<const PresetNote> presets() {
  return notes;
}

Result<std::vector<Range>> preset_ranges(std::string_view preset) {
  std::vector<Range> ranges;
  const CameraParameters plain;
  for (const ParameterSpec& p : parameter_table()) ranges.push_back({p.get(plain), p.get(plain)});
  replace(ranges, ordinary_lines);
  if (preset == "good")
    replace(ranges, good_lines);
  else if (preset == "hard")
    replace(ranges, hard_lines);
  else if (preset == "messenger")
    replace(ranges, messenger_lines);
  else if (preset != "ordinary")
    return failure(CameraErrorCode::bad_parameter,
                   fmt::format("There is no preset '{}'; --list shows them.", preset));
  return ranges;
}

void override_ranges(std::vector<Range>& ranges, std::span<const NamedRange> assigned) {
  for (const NamedRange& a : assigned)
    ranges[static_cast<std::size_t>(a.parameter - parameter_table().data())] = a.range;
}

CameraParameters draw_parameters(std::span<const Range> ranges, std::uint64_t seed) {
  CameraParameters drawn;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const ParameterSpec& parameter = parameter_table()[i];
    parameter.set(drawn, draw(parameter, ranges[i], seed));
  }
  return drawn;
}

}  // namespace spoor::camera
