// The glyph atlas: plain CPU memory with the coverage of every glyph at every sub-pixel phase that was drawn.
// Counters tell a renderer when to upload; the atlas knows no GL.
//
// A phase is 1/256 px, so a glyph stands within 1/512 px of its exact place and a pixel's coverage within
// about 1/255 of the exact box filter's. Each phase is cut out of one strip that is oversampled 64 times in
// x.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "viewer/text/face.hpp"

namespace spoor::text {

inline constexpr int kPhases = 256;

/// A glyph's box in the atlas and around its pen, whole pixels.
struct AtlasGlyph {
  std::uint16_t u_px = 0;
  std::uint16_t v_px = 0;
  std::uint16_t width_px = 0;  ///< 0: draws nothing
  std::uint16_t height_px = 0;
  std::int16_t left_px = 0;  ///< from the pen's whole pixel to the box's left edge
  std::int16_t top_px = 0;   ///< from the baseline up to the box's top edge
};

struct DirtyRows {
  int first = 0;
  int end = 0;  ///< none if end <= first
};

class GlyphAtlas {
 public:
  static constexpr int kWidthPx = 2048;
  static constexpr int kMaxHeightPx = 8192;

  /// `face` must outlive the atlas. em_px: 1 to 512.
  GlyphAtlas(const Face& face, double em_px);

  /// The box of a glyph at phase / kPhases px right of a whole pixel (phase < kPhases); draws it first if it
  /// is not there yet. Errors: atlas_full (clear() and lay the frame out anew), font_damaged, out_of_range.
  tl::expected<AtlasGlyph, TextError> glyph(char32_t code_point, int phase);

  /// Forgets all glyphs.
  void clear();

  [[nodiscard]] double em_px() const noexcept { return em_px_; }
  [[nodiscard]] int height_px() const noexcept { return height_px_; }
  [[nodiscard]] std::span<const std::uint8_t> pixels() const noexcept { return pixels_; }  ///< kWidthPx a row
  [[nodiscard]] std::uint64_t modified() const noexcept { return modified_; }  ///< grows with each new glyph
  [[nodiscard]] std::uint64_t resized() const noexcept { return resized_; }    ///< grows with each new height
  /// The rows that changed since the last call.
  DirtyRows take_dirty() noexcept;

 private:
  struct Shelf {
    int top_px = 0;
    int height_px = 0;
    int used_px = 0;
  };
  struct Place {
    int u_px = 0;
    int v_px = 0;
  };

  tl::expected<AtlasGlyph, TextError> draw(char32_t code_point, int phase);
  tl::expected<Place, TextError> reserve(int width_px, int height_px);
  void grow_to(int height_px);

  static constexpr std::size_t kDirect = 128;  ///< code points looked up without hashing

  const Face* face_;
  double em_px_;
  int height_px_ = 0;
  int next_shelf_px_ = 0;
  std::vector<std::uint8_t> pixels_;
  std::vector<Shelf> shelves_;
  std::vector<AtlasGlyph> glyphs_;
  std::vector<std::uint32_t>
      direct_;  ///< code point * kPhases + phase -> 1 + index into glyphs_; 0: not drawn
  std::unordered_map<std::uint64_t, std::uint32_t> others_;
  std::uint64_t modified_ = 0;
  std::uint64_t resized_ = 0;
  DirtyRows dirty_{};
};

}  // namespace spoor::text
