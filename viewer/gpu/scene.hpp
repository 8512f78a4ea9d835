// What a frame shows, as plain data: filled rectangles, then glyphs, each with a colour. Whole pixels, y
// down.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "viewer/text/atlas.hpp"
#include "viewer/text/place.hpp"

namespace spoor::gpu {

/// sRGB with straight alpha, as the vertex format wants it: red in the lowest byte.
struct Rgba {
  std::uint8_t r = 0;
  std::uint8_t g = 0;
  std::uint8_t b = 0;
  std::uint8_t a = 255;
  friend bool operator==(const Rgba&, const Rgba&) = default;
};

/// [x, x + width) x [y, y + height)
struct Box {
  int x_px = 0;
  int y_px = 0;
  int width_px = 0;
  int height_px = 0;
  [[nodiscard]] bool contains(double x, double y) const noexcept {
    return x >= x_px && y >= y_px && x < x_px + width_px && y < y_px + height_px;
  }
  friend bool operator==(const Box&, const Box&) = default;
};

struct RectInstance {
  std::int16_t x_px = 0;
  std::int16_t y_px = 0;
  std::int16_t width_px = 0;
  std::int16_t height_px = 0;
  Rgba color{};
};

struct GlyphInstance {
  std::int16_t x_px = 0;
  std::int16_t y_px = 0;
  std::uint16_t u_px = 0;
  std::uint16_t v_px = 0;
  std::uint16_t width_px = 0;
  std::uint16_t height_px = 0;
  Rgba color{};
};

struct Scene {
  int width_px = 0;
  int height_px = 0;
  Rgba background{};
  std::vector<RectInstance> rects;
  std::vector<GlyphInstance> glyphs;

  void add_rect(const Box& box, Rgba color);
  /// One row of placed glyphs with its baseline at a whole pixel, cut at the clip's edges. Colours are looked
  /// up by class (a class beyond the palette takes its first). Errors: those of GlyphAtlas::glyph.
  tl::expected<void, text::TextError> add_row(std::span<const text::PlacedGlyph> row, int baseline_y_px,
                                              const Box& clip, std::span<const Rgba> palette,
                                              text::GlyphAtlas& atlas);
};

}  // namespace spoor::gpu
