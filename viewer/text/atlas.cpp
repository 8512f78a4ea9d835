#include "viewer/text/atlas.hpp"

#include <algorithm>
#include <cstring>

#include "viewer/text/phase.hpp"

namespace spoor::text {
namespace {

constexpr int kOversample = 64;  // FreeType's own grid of 1/64 px then is 1/4096 px in x
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

tl::expected<const GlyphStrip*, TextError> GlyphAtlas::strip(char32_t code_point) {
  if (const auto found = strips_.find(code_point); found != strips_.end()) return &found->second;
  auto made = face_->rasterise(code_point, em_px_, kOversample);
  if (!made) return tl::unexpected(made.error());
  return &strips_.emplace(code_point, std::move(*made)).first->second;
}

tl::expected<AtlasGlyph, TextError> GlyphAtlas::draw(char32_t code_point, int phase) {
  const auto ink = strip(code_point);
  if (!ink) return tl::unexpected(ink.error());
  const GlyphStrip& from = **ink;
  if (from.width_px <= 0 || from.height_px <= 0) return AtlasGlyph{};
  const int width_px = from.width_px + 1;
  const auto place = reserve(width_px, from.height_px);
  if (!place) return tl::unexpected(place.error());
  std::vector<std::uint8_t> coverage(static_cast<std::size_t>(width_px) *
                                     static_cast<std::size_t>(from.height_px));
  box_filter(from, static_cast<double>(phase) / kPhases, coverage);
  for (int r = 0; r < from.height_px; ++r)
    std::memcpy(&pixels_[static_cast<std::size_t>(place->v_px + r) * kWidthPx +
                         static_cast<std::size_t>(place->u_px)],
                &coverage[static_cast<std::size_t>(r) * static_cast<std::size_t>(width_px)],
                static_cast<std::size_t>(width_px));
  ++modified_;
  const bool clean = dirty_.end <= dirty_.first;
  dirty_ = {clean ? place->v_px : std::min(dirty_.first, place->v_px),
            clean ? place->v_px + from.height_px : std::max(dirty_.end, place->v_px + from.height_px)};
  return AtlasGlyph{static_cast<std::uint16_t>(place->u_px), static_cast<std::uint16_t>(place->v_px),
                    static_cast<std::uint16_t>(width_px),    static_cast<std::uint16_t>(from.height_px),
                    static_cast<std::int16_t>(from.left_px), static_cast<std::int16_t>(from.top_px)};
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
