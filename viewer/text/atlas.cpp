#include "viewer/text/atlas.hpp"

#include <algorithm>
#include <cstring>

namespace spoor::text {
namespace {

constexpr int kFirstHeightPx = 256;
constexpr int kShelfStepPx = 4;  // shelves of similar glyphs are shared

}  // namespace

GlyphAtlas::GlyphAtlas(const Face& face, double em_px)
    : face_(&face), em_px_(em_px), direct_(kDirect * kPhases, 0) {
  grow_to(kFirstHeightPx);
}

void GlyphAtlas::clear() {
  shelves_.clear();
  glyphs_.clear();
  others_.clear();
  std::fill(direct_.begin(), direct_.end(), 0U);
  std::fill(pixels_.begin(), pixels_.end(), std::uint8_t{0});
  next_shelf_px_ = 0;
  ++modified_;
  dirty_ = {0, height_px_};
}

DirtyRows GlyphAtlas::take_dirty() noexcept {
  const DirtyRows rows = dirty_;
  dirty_ = {};
  return rows;
}

tl::expected<AtlasGlyph, TextError> GlyphAtlas::glyph(char32_t code_point, int phase) {
  const std::uint64_t key = std::uint64_t{code_point} * kPhases + static_cast<unsigned>(phase);
  if (code_point < kDirect) {
    if (const std::uint32_t index = direct_[key]; index != 0) return glyphs_[index - 1];
  } else if (const auto found = others_.find(key); found != others_.end()) {
    return glyphs_[found->second - 1];
  }
  auto drawn = draw(code_point, phase);
  if (!drawn) return drawn;
  glyphs_.push_back(*drawn);
  const auto index = static_cast<std::uint32_t>(glyphs_.size());
  if (code_point < kDirect)
    direct_[key] = index;
  else
    others_.emplace(key, index);
  return drawn;
}

tl::expected<AtlasGlyph, TextError> GlyphAtlas::draw(char32_t code_point, int phase) {
  const auto ink = face_->rasterise(code_point, em_px_, 1, static_cast<double>(phase) / kPhases);
  if (!ink) return tl::unexpected(ink.error());
  if (ink->width_px <= 0 || ink->height_px <= 0) return AtlasGlyph{};
  const auto place = reserve(ink->width_px, ink->height_px);
  if (!place) return tl::unexpected(place.error());
  const auto width = static_cast<std::size_t>(ink->width_px);
  for (std::size_t r = 0; r < static_cast<std::size_t>(ink->height_px); ++r) {
    const std::size_t to =
        (static_cast<std::size_t>(place->v_px) + r) * kWidthPx + static_cast<std::size_t>(place->u_px);
    std::memcpy(&pixels_[to], &ink->coverage[r * width], width);
  }
  ++modified_;
  const int end_px = place->v_px + ink->height_px;
  const bool clean = dirty_.end <= dirty_.first;
  dirty_ = {clean ? place->v_px : std::min(dirty_.first, place->v_px),
            clean ? end_px : std::max(dirty_.end, end_px)};
  return AtlasGlyph{static_cast<std::uint16_t>(place->u_px),   static_cast<std::uint16_t>(place->v_px),
                    static_cast<std::uint16_t>(ink->width_px), static_cast<std::uint16_t>(ink->height_px),
                    static_cast<std::int16_t>(ink->left_px),   static_cast<std::int16_t>(ink->top_px)};
}

tl::expected<GlyphAtlas::Place, TextError> GlyphAtlas::reserve(int width_px, int height_px) {
  const int shelf_px = (height_px + kShelfStepPx - 1) / kShelfStepPx * kShelfStepPx;
  for (Shelf& shelf : shelves_)
    if (shelf.height_px == shelf_px && shelf.used_px + width_px <= kWidthPx) {
      const Place place{shelf.used_px, shelf.top_px};
      shelf.used_px += width_px;
      return place;
    }
  const int end_px = next_shelf_px_ + shelf_px;
  if (end_px > kMaxHeightPx || width_px > kWidthPx)
    return tl::unexpected(
        TextError{TextErrorCode::atlas_full, "The glyph atlas is full: choose a smaller font size."});
  if (end_px > height_px_) grow_to(std::min(kMaxHeightPx, std::max(2 * height_px_, end_px)));
  shelves_.push_back({next_shelf_px_, shelf_px, width_px});
  const Place place{0, next_shelf_px_};
  next_shelf_px_ = end_px;
  return place;
}

void GlyphAtlas::grow_to(int height_px) {
  height_px_ = height_px;
  pixels_.resize(static_cast<std::size_t>(kWidthPx) * static_cast<std::size_t>(height_px));
  ++resized_;
  dirty_ = {0, height_px};
}

}  // namespace spoor::text
