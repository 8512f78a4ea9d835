#include "viewer/print/pdf.hpp"

#include <hpdf.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "viewer/print/curves.hpp"

namespace spoor::printing {
namespace {

constexpr double kRuleWidthPt = 0.5;

struct Free {
  void operator()(HPDF_Doc document) const { HPDF_Free(document); }
};
using Document = std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, Free>;

/// To a thousandth of a point: what libharu writes of a float is short then, and as exact as any printer.
HPDF_REAL real(double value_pt) {
  constexpr double kSteps = 1000;
  return static_cast<HPDF_REAL>(std::round(value_pt * kSteps) / kSteps);
}

/// Draws glyphs of one size, each shape written in the same bytes wherever it stands, which packs well.
class Press {
 public:
  Press(CurveFont font, double em_pt) : font_(std::move(font)), em_pt_(em_pt) {}

  tl::expected<void, text::TextError> put(HPDF_Page page, const text::PlacedGlyph& glyph,
                                          double baseline_pt) {
    auto known = glyphs_.find(glyph.code_point);
    if (known == glyphs_.end()) {
      auto curves = font_.glyph(glyph.code_point);
      if (!curves) return tl::unexpected(curves.error());
      known = glyphs_.emplace(glyph.code_point, std::move(*curves)).first;
    }
    if (known->second.empty()) return {};
    HPDF_Page_GSave(page);
    HPDF_Page_Concat(page, 1, 0, 0, 1, real(glyph.x_px), real(baseline_pt));
    fill(page, known->second);
    HPDF_Page_GRestore(page);
    return {};
  }

 private:
  /// A single rectangle is put on whole dots by whatever rasters it, as if it were a rule: a point more on
  /// its first edge makes it a shape like the others.
  [[nodiscard]] static bool is_rectangle(const GlyphCurves& curves) {
    constexpr std::size_t kCorners = 4;
    if (curves.size() != kCorners && curves.size() != kCorners + 1) return false;
    return std::all_of(curves.begin() + 1, curves.end(),
                       [](const Curve& c) { return c.kind == Curve::Kind::line; });
  }

  void fill(HPDF_Page page, const GlyphCurves& curves) const {
    const bool rectangle = is_rectangle(curves);
    const auto x = [this](const CurvePoint& p) { return real(p.x * em_pt_); };
    const auto y = [this](const CurvePoint& p) { return real(p.y * em_pt_); };
    bool open = false;
    for (const Curve& c : curves) {
      switch (c.kind) {
        case Curve::Kind::move:
          if (open) HPDF_Page_ClosePath(page);
          open = true;
          HPDF_Page_MoveTo(page, x(c.to), y(c.to));
          if (rectangle) {
            const CurvePoint& next = curves[1].to;
            const CurvePoint middle{(c.to.x + next.x) / 2, (c.to.y + next.y) / 2};
            HPDF_Page_LineTo(page, x(middle), y(middle));
          }
          break;
        case Curve::Kind::line:
          HPDF_Page_LineTo(page, x(c.to), y(c.to));
          break;
        case Curve::Kind::cubic:
          HPDF_Page_CurveTo(page, x(c.control1), y(c.control1), x(c.control2), y(c.control2), x(c.to),
                            y(c.to));
          break;
      }
    }
    HPDF_Page_ClosePath(page);
    HPDF_Page_Fill(page);
  }

  CurveFont font_;
  double em_pt_;
  std::map<char32_t, GlyphCurves> glyphs_;
};

tl::expected<void, text::TextError> draw(HPDF_Page out, const Page& page, const Sheet& sheet, Press& press,
                                         const text::Marking& marking) {
  HPDF_Page_SetLineWidth(out, real(kRuleWidthPt));
  for (const int rule : page.rules) {
    HPDF_Page_MoveTo(out, real(kLeftPt), real(sheet.rule_pt(rule)));
    HPDF_Page_LineTo(out, real(kLeftPt + sheet.columns * sheet.lattice.advance_px),
                     real(sheet.rule_pt(rule)));
    HPDF_Page_Stroke(out);
  }
  std::vector<text::PlacedGlyph> glyphs;
  for (const PageRow& row : page.rows) {
    glyphs.clear();
    text::place_row(row.cells, sheet.lattice, marking, glyphs);
    for (const text::PlacedGlyph& glyph : glyphs)
      if (auto put = press.put(out, glyph, sheet.baseline_pt(row.row)); !put) return put;
  }
  return {};
}

std::vector<std::uint8_t> bytes_of(HPDF_Doc document) {
  if (HPDF_GetError(document) != HPDF_OK || HPDF_SaveToStream(document) != HPDF_OK) return {};
  std::vector<std::uint8_t> out(HPDF_GetStreamSize(document));
  auto size = static_cast<HPDF_UINT32>(out.size());
  HPDF_ResetStream(document);
  if (HPDF_ReadFromStream(document, out.data(), &size) != HPDF_OK || size != out.size()) return {};
  return out;
}

}  // namespace

tl::expected<std::vector<std::uint8_t>, PrintError> to_pdf(const std::vector<Page>& pages, const Sheet& sheet,
                                                           text::FontId font, const text::Marking& marking,
                                                           const std::string& title) {
  const PrintError no_memory{PrintErrorCode::no_memory,
                             "The pages could not be made; check that memory is left."};
  auto curves = CurveFont::open(font);
  if (!curves) return tl::unexpected(PrintError{PrintErrorCode::no_font, curves.error().message});
  Press press(std::move(*curves), sheet.lattice.em_px);
  const Document document(HPDF_New(nullptr, nullptr));
  if (!document) return tl::unexpected(no_memory);
  HPDF_SetCompressionMode(document.get(), HPDF_COMP_ALL);
  for (const Page& page : pages) {
    const HPDF_Page out = HPDF_AddPage(document.get());
    if (out == nullptr) return tl::unexpected(no_memory);
    HPDF_Page_SetWidth(out, real(sheet.width_pt));
    HPDF_Page_SetHeight(out, real(sheet.height_pt));
    if (auto drawn = draw(out, page, sheet, press, marking); !drawn)
      return tl::unexpected(PrintError{PrintErrorCode::no_font, drawn.error().message});
  }
  // No date is set: the same pages give the same bytes.
  HPDF_SetInfoAttr(document.get(), HPDF_INFO_TITLE, title.c_str());
  auto bytes = bytes_of(document.get());
  if (bytes.empty()) return tl::unexpected(no_memory);
  return bytes;
}

}  // namespace spoor::printing
