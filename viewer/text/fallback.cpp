#include "viewer/text/fallback.hpp"

#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H

namespace spoor::text {
namespace {

constexpr long kMonoSimplified = 7;  // of the collection: "Noto Sans Mono CJK SC"

// Fixed-width fonts first, then one for each script that people write, then signs. A name alone is a font of
// fonts-noto-core.
constexpr std::array<std::string_view, kFallbackFonts> kFonts = {
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "NotoSans",
    "NotoSansHebrew",
    "NotoSansArabic",
    "NotoSansDevanagari",
    "NotoSansBengali",
    "NotoSansGurmukhi",
    "NotoSansGujarati",
    "NotoSansOriya",
    "NotoSansTamil",
    "NotoSansTelugu",
    "NotoSansKannada",
    "NotoSansMalayalam",
    "NotoSansSinhala",
    "NotoSansThai",
    "NotoSansLao",
    "NotoSerifTibetan",
    "NotoSansMyanmar",
    "NotoSansGeorgian",
    "NotoSansArmenian",
    "NotoSansEthiopic",
    "NotoSansCherokee",
    "NotoSansCanadianAboriginal",
    "NotoSansKhmer",
    "NotoSansMongolian",
    "NotoSansMath",
    "/usr/share/fonts/truetype/ancient-scripts/Symbola_hint.ttf",
    "NotoSansSymbols",
    "NotoSansSymbols2"};

}  // namespace

FallbackFont fallback_font(std::size_t index) {
  const std::string_view name = kFonts[index];
  if (name.front() != '/')
    return {fmt::format("/usr/share/fonts/truetype/noto/{}-Regular.ttf", name), 0, "fonts-noto-core"};
  if (name.ends_with(".ttc")) return {std::string(name), kMonoSimplified, "fonts-noto-cjk"};
  return {std::string(name), 0, name.find("Symbola") == name.npos ? "fonts-dejavu-core" : "fonts-symbola"};
}

Fallback::~Fallback() {
  for (const Opened& opened : opened_)
    if (opened.face != nullptr) FT_Done_Face(opened.face);
  if (library_ != nullptr) FT_Done_FreeType(library_);
}

FT_Face Fallback::open(std::size_t index) const {
  Opened& opened = opened_[index];
  if (opened.tried) return opened.face;
  opened.tried = true;
  if (library_ == nullptr && FT_Init_FreeType(&library_) != 0) {
    library_ = nullptr;
    return nullptr;
  }
  const FallbackFont font = fallback_font(index);
  FT_Face face = nullptr;
  if (FT_New_Face(library_, font.path.c_str(), font.index, &face) != 0) return nullptr;
  if (FT_IS_SCALABLE(face) == 0 || face->units_per_EM == 0) {
    FT_Done_Face(face);
    return nullptr;
  }
  return opened.face = face;
}

int Fallback::font_of(char32_t code_point) const {
  if (const auto known = known_.find(code_point); known != known_.end()) return known->second;
  int found = kNone;
  for (std::size_t i = 0; i < kFonts.size() && found == kNone; ++i)
    if (FT_Face face = open(i); face != nullptr && FT_Get_Char_Index(face, code_point) != 0)
      found = static_cast<int>(i);
  known_.emplace(code_point, found);
  return found;
}

bool Fallback::has(char32_t code_point) const {
  const std::scoped_lock lock(mutex_);
  return font_of(code_point) != kNone;
}

bool Fallback::with_glyph(char32_t code_point, const std::function<void(FT_Face)>& use) const {
  const std::scoped_lock lock(mutex_);
  const int font = font_of(code_point);
  if (font == kNone) return false;
  FT_Face face = opened_[static_cast<std::size_t>(font)].face;
  const FT_UInt index = FT_Get_Char_Index(face, code_point);
  if (FT_Load_Glyph(face, index, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0)
    return false;
  use(face);
  return true;
}

}  // namespace spoor::text
