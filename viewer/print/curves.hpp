// Glyphs as curves. A page is printed as curves and not as text of a font: whatever rasters a page sets text
// on whole dots, three times as coarse as the mark at 300 dots an inch, but fills a curve where it is. And no
// text can be taken out of such a page.
#pragma once

#include <cstdint>
#include <memory>
#include <tl/expected.hpp>
#include <vector>

#include "viewer/text/face.hpp"

namespace spoor::printing {

struct CurvePoint {
  double x = 0;
  double y = 0;
};

/// A piece of a closed contour; `move` begins one.
struct Curve {
  enum class Kind : std::uint8_t { move, line, cubic } kind = Kind::move;
  CurvePoint control1{};  ///< of a cubic
  CurvePoint control2{};  ///< of a cubic
  CurvePoint to{};
};
using GlyphCurves = std::vector<Curve>;

/// The unhinted glyphs of a face, in em, y upward from the baseline, x from the pen. To be filled by the
/// non-zero winding rule.
class CurveFont {
 public:
  /// Errors: as Face::open.
  static tl::expected<CurveFont, text::TextError> open(text::FontId id);
  CurveFont(CurveFont&&) noexcept;
  CurveFont& operator=(CurveFont&&) noexcept;
  ~CurveFont();

  /// A missing glyph is U+FFFD. Error: font_damaged.
  [[nodiscard]] tl::expected<GlyphCurves, text::TextError> glyph(char32_t code_point) const;

 private:
  struct Impl;
  explicit CurveFont(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace spoor::printing
