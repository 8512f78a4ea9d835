// What the GPU draws against a reference composed on the CPU from Face::rasterise at the exact pen positions.
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "viewer/gpu/frame_target.hpp"
#include "viewer/gpu/headless.hpp"
#include "viewer/gpu/scene_renderer.hpp"

using namespace spoor;

namespace {

constexpr int kWidth = 700;
constexpr int kHeight = 220;
constexpr gpu::Rgba kInk{255, 255, 255, 255};
constexpr gpu::Rgba kPaper{0, 0, 0, 255};

struct Line {
  std::vector<text::PlacedGlyph> glyphs;
  int baseline_px = 0;
};

std::vector<Line> marked_lines(const text::Face& face, double em_px) {
  std::mt19937_64 random(42);
  mark::KerningTable table;
  for (auto& word : table.a) word = random();
  for (auto& word : table.b) word = random();
  const std::u32string sample = U"for (int i = 0; i < n; ++i) { sum += a[i] * b[i]; }  // @#%&|WMgjpqy\\";
  std::vector<Line> lines;
  for (int row = 1; row <= 4; ++row) {
    std::vector<text::Cell> cells(static_cast<std::size_t>(row));
    for (const char32_t c : sample) cells.push_back({c, 0});
    Line line{{}, row * 50};
    text::place_row(cells, {10, face.advance_em() * em_px, em_px}, {&table, 0.009}, line.glyphs);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<double> cpu_picture(const text::Face& face, double em_px, const std::vector<Line>& lines) {
  constexpr int kOversample = 4;
  std::vector<double> picture(static_cast<std::size_t>(kWidth) * kHeight, kPaper.r);
  for (const Line& line : lines)
    for (const text::PlacedGlyph& glyph : line.glyphs) {
      const double whole = std::floor(glyph.x_px);
      const auto strip = *face.rasterise(glyph.code_point, em_px, kOversample, glyph.x_px - whole);
      for (int r = 0; r < strip.height_px; ++r)
        for (int c = 0; c < strip.width_px; ++c) {
          double coverage = 0;
          for (int s = 0; s < kOversample; ++s)
            coverage += strip.coverage[static_cast<std::size_t>((r * strip.width_px + c) * kOversample + s)];
          coverage /= 255.0 * kOversample;
          const int x = static_cast<int>(whole) + strip.left_px + c;
          const int y = line.baseline_px - strip.top_px + r;
          if (x < 0 || y < 0 || x >= kWidth || y >= kHeight) continue;
          double& pixel = picture[static_cast<std::size_t>(y) * kWidth + static_cast<std::size_t>(x)];
          pixel += coverage * (kInk.r - pixel);
        }
    }
  return picture;
}

gpu::Picture gpu_picture(const text::Face& face, double em_px, const std::vector<Line>& lines) {
  text::GlyphAtlas atlas(face, em_px);
  gpu::Scene scene;
  scene.width_px = kWidth;
  scene.height_px = kHeight;
  scene.background = kPaper;
  for (const Line& line : lines)
    REQUIRE(
        scene.add_row(line.glyphs, line.baseline_px, {0, 0, kWidth, kHeight}, std::span(&kInk, 1), atlas));
  auto renderer = gpu::SceneRenderer::create();
  REQUIRE(renderer);
  auto target = gpu::FrameTarget::create(kWidth, kHeight);
  REQUIRE(target);
  target->bind();
  renderer->draw(scene, atlas);
  return target->read();
}

}  // namespace

TEST_CASE("the GPU's glyphs are the exact outlines at their exact places", "[gpu]") {
  const auto context = gpu::HeadlessContext::create();
  REQUIRE(context);
  for (const text::FontId font : text::kAllFonts) {
    const text::Face face = std::move(*text::Face::open(font));
    for (const double em_px : {11.0, 14.0, 15.5, 28.0}) {
      const auto lines = marked_lines(face, em_px);
      const auto want = cpu_picture(face, em_px, lines);
      const auto got = gpu_picture(face, em_px, lines);
      double worst = 0;
      double ink = 0;
      for (std::size_t i = 0; i < want.size(); ++i) {
        worst = std::max(worst, std::abs(want[i] - got.rgb[3 * i]));
        ink += want[i];
      }
      INFO(text::font_name(font) << " at " << em_px << " px, off by " << worst << "/255");
      CHECK(ink > 1e5);
      CHECK(worst <= 2.0);
    }
  }
}

TEST_CASE("glyphs are cut at the clip's edges and nowhere else", "[gpu]") {
  const auto context = gpu::HeadlessContext::create();
  REQUIRE(context);
  const text::Face face = std::move(*text::Face::open(text::FontId::jetbrains_mono));
  const auto lines = marked_lines(face, 28);
  const gpu::Picture whole = gpu_picture(face, 28, lines);
  text::GlyphAtlas atlas(face, 28);
  gpu::Scene scene;
  scene.width_px = kWidth;
  scene.height_px = kHeight;
  scene.background = kPaper;
  const gpu::Box clip{33, 41, 200, 77};
  for (const Line& line : lines)
    REQUIRE(scene.add_row(line.glyphs, line.baseline_px, clip, std::span(&kInk, 1), atlas));
  auto renderer = gpu::SceneRenderer::create();
  auto target = gpu::FrameTarget::create(kWidth, kHeight);
  REQUIRE(renderer);
  REQUIRE(target);
  target->bind();
  renderer->draw(scene, atlas);
  const gpu::Picture cut = target->read();
  std::size_t wrong = 0;
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      const auto i = 3 * (static_cast<std::size_t>(y) * kWidth + static_cast<std::size_t>(x));
      wrong += cut.rgb[i] != (clip.contains(x, y) ? whole.rgb[i] : kPaper.r) ? 1U : 0U;
    }
  CHECK(wrong == 0);
}

TEST_CASE("a picture larger than the driver allows is refused", "[gpu]") {
  const auto context = gpu::HeadlessContext::create();
  REQUIRE(context);
  const auto target = gpu::FrameTarget::create(1 << 24, 16);
  REQUIRE(!target);
  CHECK(target.error().code == gpu::GpuErrorCode::out_of_resources);
}
