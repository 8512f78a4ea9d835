// Names, limits and drawing of parameters.
#include <catch2/catch.hpp>
#include <set>

#include "tests/camera/presets.hpp"

namespace spoor::camera {

TEST_CASE("each parameter has a name of its own and keeps what is set") {
  std::set<std::string_view> names;
  for (const ParameterSpec& p : parameter_table()) {
    CHECK(names.insert(p.name).second);
    CHECK(find_parameter(p.name) == &p);
    CameraParameters all;
    CHECK(p.get(all) >= p.least);
    CHECK(p.get(all) <= p.most);
    p.set(all, p.most);
    CHECK(p.get(all) == p.most);
  }
  CHECK(find_parameter("yaw") == nullptr);
}

TEST_CASE("presets draw within the limits, each parameter by itself") {
  for (const PresetNote& note : presets()) {
    const auto ranges = preset_ranges(note.name).value();
    REQUIRE(ranges.size() == parameter_table().size());
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const ParameterSpec& p = parameter_table()[i];
      CAPTURE(p.name);
      CHECK(ranges[i].least >= p.least);
      CHECK(ranges[i].most <= p.most);
      CHECK(ranges[i].least <= ranges[i].most);
      for (std::uint64_t seed = 1; seed < 20; ++seed) {
        const double value = p.get(draw_parameters(ranges, seed));
        CHECK(value >= ranges[i].least);
        CHECK(value <= ranges[i].most);
      }
    }
  }
  auto ranges = preset_ranges("hard").value();
  const CameraParameters before = draw_parameters(ranges, 9);
  const std::array one{parse_assignment("yaw_deg=3.5").value()};
  override_ranges(ranges, one);
  const CameraParameters after = draw_parameters(ranges, 9);
  CHECK(after.pose.yaw_deg == 3.5);
  CHECK(before.pose.yaw_deg != 3.5);
  CHECK(after.pose.pitch_deg == before.pose.pitch_deg);
  CHECK(draw_parameters(ranges, 10).pose.pitch_deg != before.pose.pitch_deg);
}

TEST_CASE("choices and whole numbers are drawn evenly") {
  auto ranges = preset_ranges("hard").value();
  std::array<int, 3> layouts{};
  for (std::uint64_t seed = 0; seed < 3000; ++seed)
    ++layouts.at(static_cast<std::size_t>(draw_parameters(ranges, seed).panel.layout));
  for (const int n : layouts) CHECK(n == Approx(1000).margin(100));
}

TEST_CASE("assignments are read, or refused with a sentence") {
  CHECK(parse_assignment("layout=pentile")->range.least == 2);
  CHECK(parse_assignment("layout=rgb..pentile")->range.most == 2);
  CHECK(parse_assignment("yaw_deg=-5..10")->range.least == -5);
  CHECK(parse_assignment("yaw_deg=-5..10")->range.most == 10);
  CHECK(parse_assignment("messenger_px=1280")->range.most == 1280);
  for (const char* bad :
       {"", "=", "yaw=3", "yaw_deg", "yaw_deg=", "yaw_deg=x", "yaw_deg=1e9", "yaw_deg=nan", "yaw_deg=10..5",
        "yaw_deg=1..", "yaw_deg=5 ", "quality=92.5", "layout=rgby", "layout=1"}) {
    CAPTURE(bad);
    const auto parsed = parse_assignment(bad);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == CameraErrorCode::bad_parameter);
    CHECK(parsed.error().message.back() == '.');
  }
  CHECK_FALSE(preset_ranges("best"));
}

}  // namespace spoor::camera
