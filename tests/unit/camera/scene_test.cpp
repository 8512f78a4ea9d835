// The reflections' light and the hand's share of the frame.
#include "tests/camera/scene.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/camera/hand.hpp"

namespace spoor::camera {

TEST_CASE("glare is brighter than half of its peak over the asked part of the panel") {
  SceneParameters p;
  p.ambient = 0;
  p.glare = 2;
  p.glare_area = 0.2;
  const Scene scene(p, 400, 300, 1);
  int bright = 0;
  for (int v = 0; v < 300; ++v)
    for (int u = 0; u < 400; ++u) bright += scene.light(u + 0.5, v + 0.5, 1)[1] > 1 ? 1 : 0;
  CHECK(bright / 120000.0 == Approx(0.2).epsilon(0.02));
  CHECK(scene.light(200, 150, 1)[0] == Approx(2));
}

TEST_CASE("panel, bezel and desk reflect what they are said to") {
  SceneParameters p;
  p.ambient = 0.5;
  p.panel_haze = 0.02;
  p.bezel_px = 20;
  p.bezel_tone = 0.1;
  p.desk_tone = 0.4;
  p.desk_warmth = 0;
  p.desk_texture = 0;
  const Scene scene(p, 400, 300, 1);
  CHECK(scene.light(100, 100, 1)[0] == Approx(0.01));
  CHECK(scene.light(-10, 100, 1)[1] == Approx(0.05));
  CHECK(scene.light(100, 340, 1)[2] == Approx(0.2));
  CHECK(scene.light(0, 100, 1)[1] == Approx((0.01 + 0.05) / 2));  // the border itself
}

TEST_CASE("a mirrored window has a cross in it") {
  SceneParameters p;
  p.ambient = 0;
  p.reflection = 0.3;
  const Scene scene(p, 400, 300, 1);
  CHECK(scene.light(200, 150, 1)[0] == Approx(0).margin(1e-6));
  CHECK(scene.light(225, 180, 1)[0] == Approx(0.3));
  CHECK(scene.light(20, 20, 1)[0] == Approx(0).margin(1e-6));
}

TEST_CASE("a hand hides the asked part of the frame, from any side") {
  for (const double cover : {0.05, 0.25, 0.4})
    for (const double side : {0.0, 90.0, 215.0}) {
      HandParameters p;
      p.hand_cover = cover;
      p.hand_deg = side;
      const Hand hand(p, 400, 300, 0.1);
      double hidden = 0;
      for (int y = 0; y < 300; ++y)
        for (int x = 0; x < 400; ++x) hidden += static_cast<double>(hand.look(x, y).cover) / 120000;
      CHECK(hidden == Approx(cover).margin(0.015));
    }
  CHECK(Hand(HandParameters{}, 400, 300, 0.1).look(200, 150).cover == 0);
}

}  // namespace spoor::camera
