#include "parameter_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <type_traits>

namespace spoor::camera {
namespace {

using C = CameraParameters;

constexpr std::array<std::string_view, 3> layouts{"rgb", "bgr", "pentile"};
constexpr std::array<std::string_view, 2> framings{"whole", "part"};
constexpr std::array<std::string_view, 2> demosaics{"malvar", "bilinear"};
constexpr std::array<std::string_view, 4> codecs{"jpeg", "webp", "heic", "png"};

template <auto Group, auto Field>
double get_field(const C& p) {
  return static_cast<double>((p.*Group).*Field);
}

template <auto Group, auto Field>
void set_field(C& p, double value) {
  using T = std::remove_reference_t<decltype((p.*Group).*Field)>;
  if constexpr (std::is_same_v<T, double>)
    (p.*Group).*Field = value;
  else
    (p.*Group).*Field = static_cast<T>(std::lround(value));
}

template <auto Group, auto Field>
constexpr ParameterSpec number(std::string_view name, double least, double most) {
  using T = std::remove_cvref_t<decltype((std::declval<C>().*Group).*Field)>;
  return {
      name, least, most, {}, !std::is_same_v<T, double>, get_field<Group, Field>, set_field<Group, Field>};
}

template <auto Group, auto Field, std::size_t N>
constexpr ParameterSpec choice(std::string_view name, const std::array<std::string_view, N>& names) {
  return {name, 0, static_cast<double>(N - 1), names, true, get_field<Group, Field>, set_field<Group, Field>};
}

// clang-format off
constexpr std::array table{
    choice<&C::panel, &PanelParameters::layout>("layout", layouts),
    number<&C::panel, &PanelParameters::gap_x>("gap_x", 0, 0.8),
    number<&C::panel, &PanelParameters::gap_y>("gap_y", 0, 0.8),
    number<&C::panel, &PanelParameters::panel_black>("panel_black", 0, 0.1),
    number<&C::panel, &PanelParameters::falloff>("falloff", 0, 4),
    choice<&C::pose, &PoseParameters::framing>("framing", framings),
    number<&C::pose, &PoseParameters::yaw_deg>("yaw_deg", -75, 75),
    number<&C::pose, &PoseParameters::pitch_deg>("pitch_deg", -75, 75),
    number<&C::pose, &PoseParameters::roll_deg>("roll_deg", -180, 180),
    number<&C::pose, &PoseParameters::fill>("fill", 0.05, 3),
    number<&C::pose, &PoseParameters::across_px>("across_px", 20, 40000),
    number<&C::pose, &PoseParameters::aim_x>("aim_x", -1, 2),
    number<&C::pose, &PoseParameters::aim_y>("aim_y", -1, 2),
    number<&C::pose, &PoseParameters::shift_x>("shift_x", -2, 2),
    number<&C::pose, &PoseParameters::shift_y>("shift_y", -2, 2),
    number<&C::lens, &LensParameters::width_px>("width_px", 16, 16384),
    number<&C::lens, &LensParameters::height_px>("height_px", 16, 16384),
    number<&C::lens, &LensParameters::focal_mm>("focal_mm", 8, 400),
    number<&C::lens, &LensParameters::center_x_px>("center_x_px", -500, 500),
    number<&C::lens, &LensParameters::center_y_px>("center_y_px", -500, 500),
    number<&C::lens, &LensParameters::k1>("k1", -0.5, 0.5),
    number<&C::lens, &LensParameters::k2>("k2", -0.5, 0.5),
    number<&C::lens, &LensParameters::k3>("k3", -0.5, 0.5),
    number<&C::lens, &LensParameters::p1>("p1", -0.02, 0.02),
    number<&C::lens, &LensParameters::p2>("p2", -0.02, 0.02),
    number<&C::lens, &LensParameters::chroma_r>("chroma_r", -0.005, 0.005),
    number<&C::lens, &LensParameters::chroma_b>("chroma_b", -0.005, 0.005),
    number<&C::lens, &LensParameters::vignette>("vignette", 0, 1),
    number<&C::optics, &OpticsParameters::lens_sigma_px>("lens_sigma_px", 0.3, 4),
    number<&C::optics, &OpticsParameters::defocus_px>("defocus_px", 0, 12),
    number<&C::optics, &OpticsParameters::defocus_edge_px>("defocus_edge_px", 0, 6),
    number<&C::shutter, &ShutterParameters::exposure_ms>("exposure_ms", 0.05, 1000),
    number<&C::shutter, &ShutterParameters::readout_ms>("readout_ms", 0, 200),
    number<&C::shutter, &ShutterParameters::motion_px>("motion_px", 0, 40),
    number<&C::shutter, &ShutterParameters::motion_deg>("motion_deg", -360, 360),
    number<&C::shutter, &ShutterParameters::flicker_hz>("flicker_hz", 20, 5000),
    number<&C::shutter, &ShutterParameters::flicker_depth>("flicker_depth", 0, 1),
    number<&C::shutter, &ShutterParameters::flicker_duty>("flicker_duty", 0.05, 1),
    number<&C::shutter, &ShutterParameters::flicker_scan>("flicker_scan", 0, 1),
    number<&C::shutter, &ShutterParameters::flicker_phase>("flicker_phase", 0, 1),
    number<&C::scene, &SceneParameters::ambient>("ambient", 0, 10),
    number<&C::scene, &SceneParameters::panel_haze>("panel_haze", 0, 0.2),
    number<&C::scene, &SceneParameters::bezel_px>("bezel_px", 0, 1000),
    number<&C::scene, &SceneParameters::bezel_tone>("bezel_tone", 0, 1),
    number<&C::scene, &SceneParameters::desk_tone>("desk_tone", 0, 1),
    number<&C::scene, &SceneParameters::desk_warmth>("desk_warmth", 0, 1),
    number<&C::scene, &SceneParameters::desk_texture>("desk_texture", 0, 1),
    number<&C::scene, &SceneParameters::glare>("glare", 0, 10),
    number<&C::scene, &SceneParameters::glare_area>("glare_area", 0.001, 1),
    number<&C::scene, &SceneParameters::glare_x>("glare_x", -1, 2),
    number<&C::scene, &SceneParameters::glare_y>("glare_y", -1, 2),
    number<&C::scene, &SceneParameters::reflection>("reflection", 0, 2),
    number<&C::scene, &SceneParameters::reflection_x>("reflection_x", -1, 2),
    number<&C::scene, &SceneParameters::reflection_y>("reflection_y", -1, 2),
    number<&C::hand, &HandParameters::hand_cover>("hand_cover", 0, 0.6),
    number<&C::hand, &HandParameters::hand_deg>("hand_deg", -360, 360),
    number<&C::hand, &HandParameters::hand_soft_px>("hand_soft_px", 1, 200),
    number<&C::hand, &HandParameters::hand_tone>("hand_tone", 0.02, 0.8),
    number<&C::sensor, &SensorParameters::supersample>("supersample", 0, 6),
    number<&C::sensor, &SensorParameters::meter_mean>("meter_mean", 0.01, 0.9),
    number<&C::sensor, &SensorParameters::meter_clip>("meter_clip", 0.2, 10),
    number<&C::sensor, &SensorParameters::well_e>("well_e", 50, 200000),
    number<&C::sensor, &SensorParameters::read_e>("read_e", 0, 200),
    number<&C::sensor, &SensorParameters::prnu>("prnu", 0, 0.1),
    choice<&C::develop, &DevelopParameters::demosaic>("demosaic", demosaics),
    number<&C::develop, &DevelopParameters::balance_r>("balance_r", -0.5, 0.5),
    number<&C::develop, &DevelopParameters::balance_b>("balance_b", -0.5, 0.5),
    number<&C::develop, &DevelopParameters::denoise_luma>("denoise_luma", 0, 0.3),
    number<&C::develop, &DevelopParameters::denoise_chroma_px>("denoise_chroma_px", 0, 10),
    number<&C::develop, &DevelopParameters::sharpen>("sharpen", 0, 5),
    number<&C::develop, &DevelopParameters::sharpen_px>("sharpen_px", 0.3, 5),
    number<&C::develop, &DevelopParameters::contrast>("contrast", 0, 1),
    number<&C::develop, &DevelopParameters::saturation>("saturation", 0, 3),
    choice<&C::codec, &CodecParameters::codec>("codec", codecs),
    number<&C::codec, &CodecParameters::quality>("quality", 1, 100),
    number<&C::codec, &CodecParameters::orientation>("orientation", 0, 8),
    number<&C::codec, &CodecParameters::messenger_px>("messenger_px", 0, 16384),
    number<&C::codec, &CodecParameters::messenger_quality>("messenger_quality", 1, 100),
};
// clang-format on

std::string limits_text(const ParameterSpec& p) {
  if (p.choices.empty())
    return fmt::format("a {}number from {} to {}", p.whole ? "whole " : "", p.least, p.most);
  return fmt::format("{}", fmt::join(p.choices, ", "));
}

Result<double> parse_value(const ParameterSpec& p, std::string_view text) {
  const auto bad = [&] {
    return failure(CameraErrorCode::bad_parameter,
                   fmt::format("{} cannot be '{}'; give {}.", p.name, text, limits_text(p)));
  };
  if (!p.choices.empty()) {
    const auto found = std::find(p.choices.begin(), p.choices.end(), text);
    if (found == p.choices.end()) return bad();
    return static_cast<double>(found - p.choices.begin());
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return bad();
  if (!(value >= p.least && value <= p.most)) return bad();
  if (p.whole && value != std::round(value)) return bad();
  return value;
}

}  // namespace

std::span<const ParameterSpec> parameter_table() {
  return table;
}

const ParameterSpec* find_parameter(std::string_view name) {
  const auto* found = std::find_if(table.begin(), table.end(), [&](const auto& p) { return p.name == name; });
  return found == table.end() ? nullptr : found;
}

Result<NamedRange> parse_assignment(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  const ParameterSpec* parameter = find_parameter(name);
  if (parameter == nullptr)
    return failure(CameraErrorCode::bad_parameter,
                   fmt::format("There is no parameter '{}'; --list shows them.", name));
  if (equals == std::string_view::npos)
    return failure(CameraErrorCode::bad_parameter,
                   fmt::format("'{}' sets nothing; write {}=VALUE or {}=LEAST..MOST.", text, name, name));
  const std::string_view value = text.substr(equals + 1);
  const std::size_t dots = value.find("..");
  const Result<double> least = parse_value(*parameter, value.substr(0, dots));
  if (!least) return tl::unexpected(least.error());
  if (dots == std::string_view::npos) return NamedRange{parameter, {*least, *least}};
  const Result<double> most = parse_value(*parameter, value.substr(dots + 2));
  if (!most) return tl::unexpected(most.error());
  if (*most < *least)
    return failure(
        CameraErrorCode::bad_parameter,
        fmt::format("The range of {} ends before it begins; write the smaller value first.", name));
  return NamedRange{parameter, {*least, *most}};
}

std::string parameter_text(const ParameterSpec& parameter, double value) {
  if (parameter.choices.empty()) return fmt::format("{}", value);
  return std::string(parameter.choices[static_cast<std::size_t>(value)]);
}

}  // namespace spoor::camera
