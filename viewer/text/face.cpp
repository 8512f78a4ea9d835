#include "viewer/text/face.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "viewer/text/fallback.hpp"
#include "viewer/text/outline.hpp"
#include "viewer/text/width.hpp"

namespace spoor::text {
namespace {

struct FontFile {
  FontId id;
  std::string_view name;
  const char* path;
  std::string_view package;
};

constexpr std::array kFiles = {
    FontFile{FontId::jetbrains_mono, "JetBrains Mono",
             "/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf", "fonts-jetbrains-mono"},
    FontFile{FontId::dejavu_sans_mono, "DejaVu Sans Mono",
             "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", "fonts-dejavu-core"},
    FontFile{FontId::fira_code, "Fira Code", "/usr/share/fonts/truetype/firacode/FiraCode-Regular.ttf",
             "fonts-firacode"},
};

constexpr const FontFile& file_of(FontId id) {
  return kFiles[static_cast<std::size_t>(id)];
}

std::string bare(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (c != ' ' && c != '-' && c != '_') out += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

/// Where a glyph that has no advance is to be drawn, to stand in the middle of its cell: a combining mark.
double mark_shift_em(const FT_Glyph_Metrics& metrics, double units_per_em, double advance_em) {
  const double middle = static_cast<double>(metrics.horiBearingX) + static_cast<double>(metrics.width) / 2;
  return advance_em / 2 - middle / units_per_em;
}

/// A fallback font's glyph in the cells that it takes: narrowed as a whole where it is wider, else in their
/// middle.
Placing placing_in_cells(FT_Face face, char32_t code_point, double advance_em, const Placing& primary,
                         double em_px) {
  const double units_per_em = face->units_per_EM;
  const FT_Glyph_Metrics& metrics = face->glyph->metrics;
  const double glyph_em = static_cast<double>(metrics.horiAdvance) / units_per_em;
  const double cells_em = advance_em * std::max(1, cell_columns(code_point, true));
  const double scale = glyph_em > cells_em ? cells_em / glyph_em : 1;
  const double shift_em = metrics.horiAdvance == 0 ? mark_shift_em(metrics, units_per_em, advance_em)
                                                   : (cells_em - glyph_em * scale) / 2;
  return {em_px * scale / units_per_em, primary.pen_x_px + shift_em * em_px, primary.pen_y_px};
}

// Sizes the strip's box to the contours.
void fit(const Contours& contours, GlyphStrip& strip) {
  Point low{1e9, 1e9};
  Point high{-1e9, -1e9};
  for (const auto& contour : contours)
    for (const Point& p : contour) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
  strip.left_px = static_cast<int>(std::floor(low.x));
  strip.top_px = static_cast<int>(std::ceil(high.y));
  strip.width_px = static_cast<int>(std::ceil(high.x)) - strip.left_px;
  strip.height_px = strip.top_px - static_cast<int>(std::floor(low.y));
}

void fill(const Contours& contours, GlyphStrip& strip) {
  CoverageGrid grid(strip.width_px * strip.oversample, strip.height_px);
  const auto to_grid = [&strip](const Point& p) {
    return Point{(p.x - strip.left_px) * strip.oversample, strip.top_px - p.y};
  };
  for (const auto& contour : contours) {
    Point from = to_grid(contour.back());
    for (const Point& p : contour) {
      const Point to = to_grid(p);
      grid.add_edge(from, to);
      from = to;
    }
  }
  strip.coverage = grid.coverage();
}

GlyphStrip with_ink(const Contours& contours, GlyphStrip strip) {
  if (contours.empty()) return strip;
  fit(contours, strip);
  if (strip.width_px > 0 && strip.height_px > 0) fill(contours, strip);
  return strip;
}

}  // namespace

std::string_view font_name(FontId id) noexcept {
  return file_of(id).name;
}

std::filesystem::path font_file(FontId id) {
  return file_of(id).path;
}

std::optional<FontId> font_by_name(std::string_view name) noexcept {
  for (const FontFile& f : kFiles)
    if (bare(f.name) == bare(name)) return f.id;
  return std::nullopt;
}

struct Face::Impl {
  FontId id{};
  FT_Library library = nullptr;
  FT_Face face = nullptr;
  double units_per_em = 1;
  std::shared_ptr<const Fallback> fallback = std::make_shared<const Fallback>();

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (face != nullptr) FT_Done_Face(face);
    if (library != nullptr) FT_Done_FreeType(library);
  }
};

Face::Face(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Face::Face(Face&&) noexcept = default;
Face& Face::operator=(Face&&) noexcept = default;
Face::~Face() = default;

tl::expected<Face, TextError> Face::open(FontId id) {
  const FontFile& file = file_of(id);
  auto impl = std::make_unique<Impl>();
  impl->id = id;
  if (FT_Init_FreeType(&impl->library) != 0)
    return tl::unexpected(TextError{TextErrorCode::font_damaged, "FreeType could not be started."});
  if (FT_New_Face(impl->library, file.path, 0, &impl->face) != 0)
    return tl::unexpected(TextError{
        TextErrorCode::font_missing,
        fmt::format("The font {} could not be opened: install the package {}.", file.name, file.package)});
  if (FT_IS_SCALABLE(impl->face) == 0 || impl->face->units_per_EM == 0)
    return tl::unexpected(TextError{
        TextErrorCode::font_damaged,
        fmt::format("The font {} has no outlines: reinstall the package {}.", file.name, file.package)});
  impl->units_per_em = impl->face->units_per_EM;
  return Face(std::move(impl));
}

FontId Face::id() const noexcept {
  return impl_->id;
}

double Face::advance_em() const noexcept {
  return impl_->face->max_advance_width / impl_->units_per_em;
}
double Face::ascent_em() const noexcept {
  return impl_->face->ascender / impl_->units_per_em;
}
double Face::descent_em() const noexcept {
  return -impl_->face->descender / impl_->units_per_em;
}

std::shared_ptr<const Fallback> Face::fallback() const {
  return impl_->fallback;
}

bool Face::has(char32_t code_point) const noexcept {
  return FT_Get_Char_Index(impl_->face, code_point) != 0;
}

tl::expected<GlyphStrip, TextError> Face::rasterise(char32_t code_point, double em_px, int oversample,
                                                    double pen_x_px, double pen_y_px) const {
  if (!(em_px >= 1 && em_px <= 512) || oversample < 1 || oversample > 64)
    return tl::unexpected(
        TextError{TextErrorCode::out_of_range, "A font size must lie between 1 and 512 px."});
  FT_Face face = impl_->face;
  Placing placing{em_px / impl_->units_per_em, pen_x_px, pen_y_px};
  GlyphStrip strip;
  strip.oversample = oversample;
  FT_UInt index = FT_Get_Char_Index(face, code_point);
  if (index == 0) {
    Contours borrowed;
    const bool found = impl_->fallback->with_glyph(code_point, [&](FT_Face other) {
      borrowed =
          flatten(other->glyph->outline, placing_in_cells(other, code_point, advance_em(), placing, em_px));
    });
    if (found) return with_ink(borrowed, std::move(strip));
    index = FT_Get_Char_Index(face, 0xFFFD);
  }
  // Unscaled outline, scaled here in doubles: FreeType's own size selection rounds to 1/64 px an em.
  if (FT_Load_Glyph(face, index, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0)
    return tl::unexpected(
        TextError{TextErrorCode::font_damaged,
                  fmt::format("The font {} has a damaged glyph: reinstall it.", font_name(id()))});
  if (face->glyph->metrics.horiAdvance == 0)
    placing.pen_x_px += em_px * mark_shift_em(face->glyph->metrics, impl_->units_per_em, advance_em());
  return with_ink(flatten(face->glyph->outline, placing), std::move(strip));
}

}  // namespace spoor::text
