// Pages as a PDF: where another program finds the glyphs.
#include "viewer/print/pdf.hpp"

#include <fmt/format.h>
#include <poppler-document.h>
#include <poppler-font.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <random>

using namespace spoor;
using namespace spoor::printing;

namespace {

mark::KerningTable random_table(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  mark::KerningTable table;
  for (std::uint64_t& word : table.a) word = random();
  for (std::uint64_t& word : table.b) word = random();
  return table;
}

struct Pressed {
  text::Face face;
  Sheet sheet;
  mark::KerningTable table = random_table(1);
  std::vector<Page> pages;

  explicit Pressed(text::FontId font)
      : face(text::Face::open(font).value()), sheet(sheet_of(Paper::a4, face)) {
    const text::Repertoire repertoire(face);
    std::mt19937_64 random(2);
    Listing listing{1, 70, {}};
    for (std::uint64_t line = 1; line <= 70; ++line) {
      ListingRow row{line, false, {}};
      // A blank behind every glyph, so that the ink of each can be told from its neighbours'.
      for (int i = 0; i < 60; ++i)
        row.cells.push_back({i % 2 == 0 ? static_cast<char32_t>(U'!' + random() % 94) : U' ', 0});
      listing.rows.push_back(row);
    }
    pages = pages_of(listing, {"p.c", "r", "", "who", "s", "t"}, sheet, repertoire,
                     [](std::size_t page) { return std::to_string(page); });
  }
  [[nodiscard]] std::vector<std::uint8_t> pdf(double strength_em = mark::kDefaultStrengthEm) const {
    return to_pdf(pages, sheet, face.id(), {&table, strength_em}, "title").value();
  }
};

constexpr double kDotsPerPt = 1200 / 72.0;

/// The ink of some rows of the sheet as poppler rasters them, 0 to 1, and where it begins.
struct Ink {
  int width = 0, height = 0, top_px = 0;
  std::vector<double> ink;
};

Ink ink_of(const std::vector<std::uint8_t>& pdf, const Sheet& sheet, int first_row, int rows) {
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_raw_data(
      reinterpret_cast<const char*>(pdf.data()), static_cast<int>(pdf.size())));
  REQUIRE(document);
  const std::unique_ptr<poppler::page> page(document->create_page(0));
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  renderer.set_render_hints(poppler::page_renderer::antialiasing);
  Ink out;
  out.top_px = static_cast<int>((sheet.height_pt - sheet.baseline_pt(first_row) - 10) * kDotsPerPt);
  const poppler::image image = renderer.render_page(page.get(), 1200, 1200, 0, out.top_px,
                                                    static_cast<int>(sheet.width_pt * kDotsPerPt),
                                                    static_cast<int>(rows * kRowPt * kDotsPerPt));
  REQUIRE(image.is_valid());
  out.width = image.width(), out.height = image.height();
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x)
      out.ink.push_back(1 - static_cast<unsigned char>(image.const_data()[y * image.bytes_per_row() + x]) /
                                255.0);
  return out;
}

/// Centre of the ink in a box, in points from the left edge.
double centre_of(const Ink& page, double left_pt, double right_pt, double top_pt, double bottom_pt) {
  double sum = 0, at = 0;
  for (int y = static_cast<int>(top_pt * kDotsPerPt); y < static_cast<int>(bottom_pt * kDotsPerPt); ++y)
    for (int x = static_cast<int>(left_pt * kDotsPerPt); x < static_cast<int>(right_pt * kDotsPerPt); ++x) {
      const int row = y - page.top_px;
      if (row < 0 || row >= page.height || x < 0 || x >= page.width) continue;
      const double ink = page.ink[static_cast<std::size_t>(row * page.width + x)];
      sum += ink, at += ink * (x + 0.5);
    }
  return at / sum / kDotsPerPt;
}

}  // namespace

TEST_CASE("the same pages give the same bytes, another table others", "[print]") {
  const Pressed one(text::FontId::jetbrains_mono);
  Pressed other(text::FontId::jetbrains_mono);
  CHECK(one.pdf() == other.pdf());
  other.table = random_table(3);
  CHECK(one.pdf() != other.pdf());
}

TEST_CASE("another program's raster has every glyph where the table puts it", "[print]") {
  constexpr int kRows = 3;
  for (const text::FontId font : text::kAllFonts) {
    INFO(text::font_name(font));
    const Pressed pressed(font);
    CHECK(pressed.pages.size() == 2);
    const Sheet& sheet = pressed.sheet;
    const Ink marked = ink_of(pressed.pdf(), sheet, Sheet::kHeadRows, kRows);
    const Ink plain = ink_of(pressed.pdf(0), sheet, Sheet::kHeadRows, kRows);
    double worst_pt = 0, sum_pt = 0;
    std::size_t glyphs = 0;
    for (const PageRow& row : pressed.pages[0].rows) {
      if (row.row < Sheet::kHeadRows || row.row >= Sheet::kHeadRows + kRows) continue;
      std::vector<text::PlacedGlyph> with, without;
      text::place_row(row.cells, sheet.lattice, {&pressed.table, mark::kDefaultStrengthEm}, with);
      text::place_row_unmarked(row.cells, sheet.lattice, without);
      const double baseline = sheet.height_pt - sheet.baseline_pt(row.row);
      for (std::size_t i = 0; i < with.size(); ++i) {
        if (without[i].x_px < kLeftPt + 6 * sheet.lattice.advance_px) continue;  // the line's number
        const double left = without[i].x_px - 2, right = without[i].x_px + sheet.lattice.advance_px + 2;
        const double moved = centre_of(marked, left, right, baseline - 9, baseline + 2.6) -
                             centre_of(plain, left, right, baseline - 9, baseline + 2.6);
        const double off_pt = std::abs(moved - (with[i].x_px - without[i].x_px));
        worst_pt = std::max(worst_pt, off_pt);
        sum_pt += off_pt;
        ++glyphs;
      }
    }
    CHECK(glyphs == 90);
    // The raster's dots are .06 pt, the mark is .08 pt.
    CHECK(worst_pt < 0.04);
    CHECK(sum_pt / static_cast<double>(glyphs) < 0.008);
  }
}

TEST_CASE("no text can be taken out of the pages", "[print]") {
  const auto pdf = Pressed(text::FontId::jetbrains_mono).pdf();
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_raw_data(
      reinterpret_cast<const char*>(pdf.data()), static_cast<int>(pdf.size())));
  REQUIRE(document);
  CHECK(document->pages() == 2);
  const std::unique_ptr<poppler::page> page(document->create_page(0));
  CHECK(page->text_list().empty());
  CHECK(document->fonts().empty());
}
