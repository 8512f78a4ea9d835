#include "viewer/gpu/scene.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::gpu {
namespace {

// Cuts a glyph's box at the clip; false if nothing is left. A box is whole pixels, so cutting is exact.
bool cut(const text::AtlasGlyph& glyph, int x_px, int y_px, const Box& clip, GlyphInstance& out) {
  const int left = std::max(x_px, clip.x_px);
  const int top = std::max(y_px, clip.y_px);
  const int right = std::min(x_px + glyph.width_px, clip.x_px + clip.width_px);
  const int bottom = std::min(y_px + glyph.height_px, clip.y_px + clip.height_px);
  if (right <= left || bottom <= top) return false;
  out.x_px = static_cast<std::int16_t>(left);
  out.y_px = static_cast<std::int16_t>(top);
  out.u_px = static_cast<std::uint16_t>(glyph.u_px + (left - x_px));
  out.v_px = static_cast<std::uint16_t>(glyph.v_px + (top - y_px));
  out.width_px = static_cast<std::uint16_t>(right - left);
  out.height_px = static_cast<std::uint16_t>(bottom - top);
  return true;
}

}  // namespace

void Scene::add_rect(const Box& box, Rgba color) {
  if (box.width_px <= 0 || box.height_px <= 0) return;
  rects.push_back({static_cast<std::int16_t>(box.x_px), static_cast<std::int16_t>(box.y_px),
                   static_cast<std::int16_t>(box.width_px), static_cast<std::int16_t>(box.height_px), color});
}

tl::expected<void, text::TextError> Scene::add_row(std::span<const text::PlacedGlyph> row, int baseline_y_px,
                                                   const Box& clip, std::span<const Rgba> palette,
                                                   text::GlyphAtlas& atlas) {
  for (const text::PlacedGlyph& placed : row) {
    // Nearest phase: the sum of whole pixel and phase is within 1/512 px of the exact place.
    const auto steps = static_cast<int>(std::floor(placed.x_px * text::kPhases + 0.5));
    const int phase = steps & (text::kPhases - 1);
    const int pen_px = (steps - phase) / text::kPhases;
    const auto glyph = atlas.glyph(placed.code_point, phase);
    if (!glyph) return tl::unexpected(glyph.error());
    GlyphInstance instance;
    if (!cut(*glyph, pen_px + glyph->left_px, baseline_y_px - glyph->top_px, clip, instance)) continue;
    instance.color = palette[placed.color < palette.size() ? placed.color : 0];
    glyphs.push_back(instance);
  }
  return {};
}

}  // namespace spoor::gpu
