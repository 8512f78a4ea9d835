// Faces: the fonts that vendor text is drawn with, unhinted, and their glyphs' exact coverage. What the
// chosen font lacks comes from packaged fallback fonts (fallback.hpp), fitted into the cells that it takes.
// The tracer re-rasterises with this same code: one rasteriser for drawing and for measuring.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace spoor::text {

enum class FontId : std::uint8_t { jetbrains_mono, dejavu_sans_mono, fira_code };
inline constexpr std::array kAllFonts = {FontId::jetbrains_mono, FontId::dejavu_sans_mono, FontId::fira_code};

[[nodiscard]] std::string_view font_name(FontId id) noexcept;  ///< "JetBrains Mono", ...
[[nodiscard]] std::filesystem::path font_file(FontId id);      ///< the packaged file that Face::open reads
[[nodiscard]] std::optional<FontId> font_by_name(
    std::string_view name) noexcept;  ///< case, blanks and '-' ignored

enum class TextErrorCode { font_missing, font_damaged, out_of_range, atlas_full };
struct TextError {
  TextErrorCode code = TextErrorCode::font_missing;
  std::string message;  ///< one sentence: what is wrong, what to do
};

/// Coverage of one glyph: exact in y on a pixel grid whose row boundary is the baseline, oversampled in x.
/// Row r covers y in [top_px - r - 1, top_px - r] above the baseline; sample s of a row covers
/// x in [left_px + s / oversample, left_px + (s + 1) / oversample] right of the pen. 255 is full coverage.
struct GlyphStrip {
  int left_px = 0;
  int top_px = 0;
  int width_px = 0;  ///< row length is width_px * oversample
  int height_px = 0;
  int oversample = 1;
  std::vector<std::uint8_t> coverage;  ///< height_px rows of width_px * oversample samples
};

class Fallback;

class Face {
 public:
  /// Opens one of the packaged fonts. Errors: font_missing, font_damaged.
  static tl::expected<Face, TextError> open(FontId id);
  Face(Face&&) noexcept;
  Face& operator=(Face&&) noexcept;
  ~Face();

  [[nodiscard]] FontId id() const noexcept;
  [[nodiscard]] double advance_em() const noexcept;            ///< of every cell; unhinted, fractional
  [[nodiscard]] double ascent_em() const noexcept;             ///< above the baseline, positive
  [[nodiscard]] double descent_em() const noexcept;            ///< below the baseline, positive
  [[nodiscard]] bool has(char32_t code_point) const noexcept;  ///< the chosen font itself
  [[nodiscard]] std::shared_ptr<const Fallback> fallback() const;

  /// Coverage at em_px pixels an em (fractional sizes allowed, 1 to 512), with the pen at x = pen_x_px and
  /// the baseline pen_y_px above a row boundary (both in [0, 1)). Unhinted; what no
  /// font has draws as U+FFFD. A fallback font's glyph stands in the middle of its cells and is no wider.
  /// Exact to 1/255 at any oversampling: see coverage.hpp. Not safe to call on one Face from two threads.
  [[nodiscard]] tl::expected<GlyphStrip, TextError> rasterise(char32_t code_point, double em_px,
                                                              int oversample, double pen_x_px = 0,
                                                              double pen_y_px = 0) const;

 private:
  struct Impl;
  explicit Face(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace spoor::text
