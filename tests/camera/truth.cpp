#include "truth.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "parameter_table.hpp"

namespace spoor::camera {
namespace {

using nlohmann::json;

json size_json(cv::Size size) {
  return {{"width", size.width}, {"height", size.height}};
}

json parameters_json(const CameraParameters& parameters) {
  json all = json::object();
  for (const ParameterSpec& p : parameter_table()) {
    const double value = p.get(parameters);
    if (!p.choices.empty())
      all[std::string(p.name)] = parameter_text(p, value);
    else if (p.whole)
      all[std::string(p.name)] = static_cast<int>(value);
    else
      all[std::string(p.name)] = value;
  }
  return all;
}

json corner_json(const Projection& projection, Vec2 screen, double scale) {
  const auto& plane = projection.plane();
  if (plane[6] * screen.x + plane[7] * screen.y + plane[8] <= 0) return nullptr;
  const Vec2 at = projection.to_picture(screen);
  return json::array({(at.x + 0.5) * scale - 0.5, (at.y + 0.5) * scale - 0.5});
}

}  // namespace

std::string truth_json(const Shot& shot, const EncodedPicture& encoded, const CameraParameters& parameters,
                       cv::Size screen, std::uint64_t seed) {
  const LensParameters& lens = parameters.lens;
  const Projection& projection = shot.projection;
  json truth{{"seed", seed},
             {"parameters", parameters_json(parameters)},
             {"screen", size_json(screen)},
             {"sensor", size_json({lens.width_px, lens.height_px})},
             {"picture", size_json(encoded.size)},
             {"exposure", shot.exposure}};
  truth["camera"] = {{"fx", projection.focal_px()},
                     {"fy", projection.focal_px()},
                     {"cx", projection.principal_px().x},
                     {"cy", projection.principal_px().y},
                     {"distortion", {lens.k1, lens.k2, lens.p1, lens.p2, lens.k3}}};
  const auto& plane = projection.plane();
  for (std::size_t row = 0; row < 3; ++row)
    truth["plane"].push_back({plane[3 * row], plane[3 * row + 1], plane[3 * row + 2]});
  truth["skew_a_row"] = {projection.skew_a_row().x, projection.skew_a_row().y};
  const double w = screen.width, h = screen.height;
  for (const Vec2 corner : {Vec2{0, 0}, Vec2{w, 0}, Vec2{w, h}, Vec2{0, h}})
    truth["corners"].push_back(corner_json(projection, corner, encoded.scale));
  return truth.dump(1) + "\n";
}

}  // namespace spoor::camera
