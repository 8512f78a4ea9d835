#include "viewer/text/atlas.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "viewer/text/coverage.hpp"

using namespace spoor::text;

namespace {

// Mean of a strip's samples over each pixel: the exact box filter at the pen that it was rasterised with.
std::vector<double> pixel_coverage(const GlyphStrip& strip) {
  std::vector<double> out(static_cast<std::size_t>(strip.width_px) *
                          static_cast<std::size_t>(strip.height_px));
  for (std::size_t i = 0; i < strip.coverage.size(); ++i)
    out[i / static_cast<std::size_t>(strip.oversample)] +=
        strip.coverage[i] / static_cast<double>(strip.oversample);
  return out;
}

// Coverage at a pixel right of and below the pen's whole pixel; 0 outside of the box.
double at(const GlyphStrip& strip, const std::vector<double>& coverage, int x, int y) {
  const int c = x - strip.left_px;
  const int r = y + strip.top_px;
  if (c < 0 || r < 0 || c >= strip.width_px || r >= strip.height_px) return 0;
  return coverage[static_cast<std::size_t>(r) * static_cast<std::size_t>(strip.width_px) +
                  static_cast<std::size_t>(c)];
}

double at(const GlyphAtlas& atlas, const AtlasGlyph& glyph, int x, int y) {
  const int c = x - glyph.left_px;
  const int r = y + glyph.top_px;
  if (c < 0 || r < 0 || c >= glyph.width_px || r >= glyph.height_px) return 0;
  return atlas.pixels()[static_cast<std::size_t>(glyph.v_px + r) * GlyphAtlas::kWidthPx +
                        static_cast<std::size_t>(glyph.u_px + c)];
}

}  // namespace

TEST_CASE("a phase in the atlas is the outline's exact coverage at that pen position", "[atlas]") {
  for (const FontId font : kAllFonts) {
    const Face face = std::move(*Face::open(font));
    GlyphAtlas atlas(face, 14);
    for (const char32_t c : std::u32string(U"lIiMW@{}|_#g")) {
      for (const int phase : {0, 1, 17, 64, 128, 255}) {
        const AtlasGlyph glyph = *atlas.glyph(c, phase);
        const GlyphStrip strip = *face.rasterise(c, 14, 32, static_cast<double>(phase) / kPhases);
        const auto exact = pixel_coverage(strip);
        double worst = 0;
        for (int y = -16; y < 6; ++y)
          for (int x = -3; x < 14; ++x)
            worst = std::max(worst, std::abs(at(atlas, glyph, x, y) - at(strip, exact, x, y)));
        INFO(font_name(font) << " U+" << std::hex << static_cast<unsigned>(c) << " phase " << std::dec
                             << phase);
        CHECK(worst <= 1.0);
      }
    }
  }
}

TEST_CASE("coverage does not depend on the oversampling, at any size", "[face]") {
  for (const FontId font : kAllFonts) {
    const Face face = std::move(*Face::open(font));
    for (const double em_px : {14.0, 60.0, 512.0})
      for (const char32_t c : std::u32string(U"%@6W&C3")) {
        const GlyphStrip fine = *face.rasterise(c, em_px, 64, 0.3);
        const GlyphStrip coarse = *face.rasterise(c, em_px, 1, 0.3);
        REQUIRE(fine.width_px == coarse.width_px);
        const auto exact = pixel_coverage(fine);
        double worst = 0;
        for (std::size_t i = 0; i < exact.size(); ++i)
          worst = std::max(worst, std::abs(exact[i] - coarse.coverage[i]));
        CHECK(worst <= 1.0);
      }
  }
}

TEST_CASE("a polygon's coverage is its exact area in each cell", "[coverage]") {
  const auto area = [](const std::vector<Point>& polygon, int width, int height) {
    CoverageGrid grid(width, height);
    for (std::size_t i = 0; i < polygon.size(); ++i)
      grid.add_edge(polygon[i], polygon[(i + 1) % polygon.size()]);
    return grid.coverage();
  };
  using Cells = std::vector<std::uint8_t>;
  CHECK(area({{0.25, 0}, {1.5, 0}, {1.5, 1}, {0.25, 1}}, 3, 1) == Cells{191, 128, 0});
  CHECK(area({{0, 0}, {2, 0}, {2, 2}, {0, 2}}, 2, 2) == Cells{255, 255, 255, 255});
  CHECK(area({{0, 0}, {4, 1}, {0, 1}}, 4, 1) == Cells{223, 159, 96, 32});  // 7/8, 5/8, 3/8, 1/8
  CHECK(area({{0, 0.5}, {2, 0.5}, {2, 0.75}, {0, 0.75}}, 2, 2) == Cells{64, 64, 0, 0});
  CHECK(area({{3, 0}, {3, 1}, {0, 1}}, 3, 1) == Cells{43, 128, 213});
}

TEST_CASE("counters and dirty rows tell what to upload", "[atlas]") {
  const Face face = std::move(*Face::open(FontId::jetbrains_mono));
  GlyphAtlas atlas(face, 14);
  CHECK(atlas.take_dirty().end == atlas.height_px());
  const auto modified = atlas.modified();
  const AtlasGlyph first = *atlas.glyph(U'a', 3);
  CHECK(atlas.modified() == modified + 1);
  const DirtyRows dirty = atlas.take_dirty();
  CHECK(dirty.first <= first.v_px);
  CHECK(dirty.end >= first.v_px + first.height_px);
  const AtlasGlyph again = *atlas.glyph(U'a', 3);
  CHECK(atlas.modified() == modified + 1);
  CHECK(again.u_px == first.u_px);
  CHECK(atlas.take_dirty().end == 0);
}

TEST_CASE("the atlas grows, keeps what it has, fills up and starts over", "[atlas]") {
  const Face face = std::move(*Face::open(FontId::jetbrains_mono));
  GlyphAtlas atlas(face, 200);
  const AtlasGlyph first = *atlas.glyph(U'M', 0);
  const double inside = at(atlas, first, 30, -60);
  const auto resized = atlas.resized();
  tl::expected<AtlasGlyph, TextError> last = first;
  for (int i = 0; last && i < 200 * kPhases; ++i)
    last = atlas.glyph(U'!' + static_cast<char32_t>(i / kPhases), i % kPhases);
  REQUIRE(!last);
  CHECK(last.error().code == TextErrorCode::atlas_full);
  CHECK(atlas.resized() > resized);
  CHECK(atlas.height_px() <= GlyphAtlas::kMaxHeightPx);
  CHECK(at(atlas, first, 30, -60) == inside);
  atlas.clear();
  CHECK(atlas.glyph(U'Z', 5));
}

TEST_CASE("a blank has an empty box", "[atlas]") {
  const Face face = std::move(*Face::open(FontId::jetbrains_mono));
  GlyphAtlas atlas(face, 14);
  CHECK(atlas.glyph(U' ', 0)->width_px == 0);
}
