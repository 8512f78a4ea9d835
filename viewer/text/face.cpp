#include "viewer/text/face.hpp"

#include <fmt/format.h>
#include <ft2build.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

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

constexpr double kFixed26_6 = 64.0;

/// From an outline in font units to pixels.
struct Placing {
  double px_per_unit = 1;
  double pen_x_px = 0;
  double pen_y_px = 0;
};

// Moves the outline to its place in the strip's box, oversampled in x, and sizes that box.
void place_outline(FT_Outline& outline, const Placing& placing, GlyphStrip& strip) {
  double x_min = 1e9, x_max = -1e9, y_min = 1e9, y_max = -1e9;
  std::vector<std::pair<double, double>> points(static_cast<std::size_t>(outline.n_points));
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i] = {static_cast<double>(outline.points[i].x) * placing.px_per_unit + placing.pen_x_px,
                 static_cast<double>(outline.points[i].y) * placing.px_per_unit + placing.pen_y_px};
    x_min = std::min(x_min, points[i].first), x_max = std::max(x_max, points[i].first);
    y_min = std::min(y_min, points[i].second), y_max = std::max(y_max, points[i].second);
  }
  strip.left_px = static_cast<int>(std::floor(x_min));
  strip.top_px = static_cast<int>(std::ceil(y_max));
  strip.width_px = static_cast<int>(std::ceil(x_max)) - strip.left_px;
  strip.height_px = strip.top_px - static_cast<int>(std::floor(y_min));
  const int bottom_px = strip.top_px - strip.height_px;
  for (std::size_t i = 0; i < points.size(); ++i) {
    outline.points[i].x = std::lround((points[i].first - strip.left_px) * strip.oversample * kFixed26_6);
    outline.points[i].y = std::lround((points[i].second - bottom_px) * kFixed26_6);
  }
}

// FreeType's rasteriser keeps the cells of one row in a pool of 16 KiB and gives up on a row that needs more,
// so a wide strip is filled window by window; it clips exactly.
constexpr int kWindowSamples = 256;

bool fill(FT_Library library, FT_Outline& outline, GlyphStrip& strip) {
  const int row_samples = strip.width_px * strip.oversample;
  strip.coverage.assign(static_cast<std::size_t>(row_samples) * static_cast<std::size_t>(strip.height_px), 0);
  for (int first = 0; first < row_samples; first += kWindowSamples) {
    FT_Bitmap bitmap{};
    bitmap.rows = static_cast<unsigned>(strip.height_px);
    bitmap.width = static_cast<unsigned>(std::min(kWindowSamples, row_samples - first));
    bitmap.pitch = row_samples;
    bitmap.buffer = strip.coverage.data() + first;
    bitmap.num_grays = 256;
    bitmap.pixel_mode = FT_PIXEL_MODE_GRAY;
    if (FT_Outline_Get_Bitmap(library, &outline, &bitmap) != 0) return false;
    FT_Outline_Translate(&outline, static_cast<FT_Pos>(-kWindowSamples * kFixed26_6), 0);
  }
  return true;
}

}  // namespace

std::string_view font_name(FontId id) noexcept {
  return file_of(id).name;
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

bool Face::has(char32_t code_point) const noexcept {
  return FT_Get_Char_Index(impl_->face, code_point) != 0;
}

tl::expected<GlyphStrip, TextError> Face::rasterise(char32_t code_point, double em_px, int oversample,
                                                    double pen_x_px, double pen_y_px) const {
  if (!(em_px >= 1 && em_px <= 512) || oversample < 1 || oversample > 64)
    return tl::unexpected(
        TextError{TextErrorCode::out_of_range, "A font size must lie between 1 and 512 px."});
  FT_Face face = impl_->face;
  FT_UInt index = FT_Get_Char_Index(face, code_point);
  if (index == 0) index = FT_Get_Char_Index(face, 0xFFFD);
  // Unscaled outline, scaled here in doubles: FreeType's own size selection rounds to 1/64 px an em.
  if (FT_Load_Glyph(face, index, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0)
    return tl::unexpected(
        TextError{TextErrorCode::font_damaged,
                  fmt::format("The font {} has a damaged glyph: reinstall it.", font_name(id()))});
  FT_Outline& outline = face->glyph->outline;
  GlyphStrip strip;
  strip.oversample = oversample;
  if (outline.n_points <= 0) return strip;
  place_outline(outline, {em_px / impl_->units_per_em, pen_x_px, pen_y_px}, strip);
  if (strip.width_px <= 0 || strip.height_px <= 0) return strip;
  if (!fill(impl_->library, outline, strip))
    return tl::unexpected(
        TextError{TextErrorCode::font_damaged,
                  fmt::format("The font {} has a damaged glyph: reinstall it.", font_name(id()))});
  return strip;
}

}  // namespace spoor::text
