#include "viewer/print/curves.hpp"

#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <utility>

#include "viewer/text/utf8.hpp"

namespace spoor::printing {
namespace {

struct Collector {
  double em_per_unit = 1;
  GlyphCurves curves;

  [[nodiscard]] CurvePoint em(const FT_Vector* at) const {
    return {static_cast<double>(at->x) * em_per_unit, static_cast<double>(at->y) * em_per_unit};
  }
};

Collector& self(void* user) {
  return *static_cast<Collector*>(user);
}

int move_to(const FT_Vector* to, void* user) {
  self(user).curves.push_back({Curve::Kind::move, {}, {}, self(user).em(to)});
  return 0;
}

int line_to(const FT_Vector* to, void* user) {
  self(user).curves.push_back({Curve::Kind::line, {}, {}, self(user).em(to)});
  return 0;
}

/// A quadratic curve is a cubic one whose controls lie two thirds of the way to its own.
int conic_to(const FT_Vector* control, const FT_Vector* to, void* user) {
  const CurvePoint from = self(user).curves.back().to;
  const CurvePoint middle = self(user).em(control);
  const CurvePoint end = self(user).em(to);
  const auto toward = [&middle](CurvePoint p) {
    return CurvePoint{p.x + 2.0 / 3 * (middle.x - p.x), p.y + 2.0 / 3 * (middle.y - p.y)};
  };
  self(user).curves.push_back({Curve::Kind::cubic, toward(from), toward(end), end});
  return 0;
}

int cubic_to(const FT_Vector* control1, const FT_Vector* control2, const FT_Vector* to, void* user) {
  self(user).curves.push_back(
      {Curve::Kind::cubic, self(user).em(control1), self(user).em(control2), self(user).em(to)});
  return 0;
}

}  // namespace

struct CurveFont::Impl {
  text::FontId id{};
  FT_Library library = nullptr;
  FT_Face face = nullptr;

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (face != nullptr) FT_Done_Face(face);
    if (library != nullptr) FT_Done_FreeType(library);
  }
};

CurveFont::CurveFont(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CurveFont::CurveFont(CurveFont&&) noexcept = default;
CurveFont& CurveFont::operator=(CurveFont&&) noexcept = default;
CurveFont::~CurveFont() = default;

tl::expected<CurveFont, text::TextError> CurveFont::open(text::FontId id) {
  auto impl = std::make_unique<Impl>();
  impl->id = id;
  const bool opened = FT_Init_FreeType(&impl->library) == 0 &&
                      FT_New_Face(impl->library, text::font_file(id).c_str(), 0, &impl->face) == 0;
  if (!opened || impl->face->units_per_EM == 0)
    return tl::unexpected(text::TextError{
        text::TextErrorCode::font_missing,
        fmt::format("The font {} could not be opened: install its package again.", text::font_name(id))});
  return CurveFont(std::move(impl));
}

tl::expected<GlyphCurves, text::TextError> CurveFont::glyph(char32_t code_point) const {
  FT_Face face = impl_->face;
  FT_UInt index = FT_Get_Char_Index(face, code_point);
  if (index == 0) index = FT_Get_Char_Index(face, text::kReplacement);
  FT_Outline_Funcs into{};
  into.move_to = &move_to;
  into.line_to = &line_to;
  into.conic_to = &conic_to;
  into.cubic_to = &cubic_to;
  Collector out{1.0 / face->units_per_EM, {}};
  const bool drawn =
      FT_Load_Glyph(face, index, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) == 0 &&
      FT_Outline_Decompose(&face->glyph->outline, &into, &out) == 0;
  if (!drawn)
    return tl::unexpected(text::TextError{
        text::TextErrorCode::font_damaged,
        fmt::format("The font {} has a damaged glyph: reinstall it.", text::font_name(impl_->id))});
  return std::move(out.curves);
}

}  // namespace spoor::printing
