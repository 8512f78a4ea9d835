#include "viewer/text/width.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "viewer/text/long_line.hpp"
#include "viewer/text/place.hpp"
#include "viewer/text/row.hpp"
#include "watermark/mark/fold.hpp"

using namespace spoor;
using namespace spoor::text;

namespace {

const Face& face() {
  static const Face opened = std::move(*Face::open(FontId::jetbrains_mono));
  return opened;
}
const Repertoire& repertoire() {
  static const Repertoire made(face());
  return made;
}

constexpr ColorClass kPicture = 9;

Row lay_out(std::string_view bytes, std::uint64_t first_column = 0, std::size_t columns = 100) {
  Row row;
  lay_out_row({bytes, {}}, {}, repertoire(), {8, 3, kPicture}, first_column, columns, row);
  return row;
}

std::vector<PlacedGlyph> placed(const Row& row) {
  mark::KerningTable table;
  for (auto& word : table.a) word = UINT64_MAX;
  for (auto& word : table.b) word = UINT64_MAX;
  std::vector<PlacedGlyph> out;
  place_row(row.cells, {0, 10, 16}, {&table, 0.01}, out);
  return out;
}

/// Where a glyph has ink, in em right of the pen.
struct Ink {
  double left = 0;
  double right = 0;
};
Ink ink_of(char32_t c) {
  const auto strip = face().rasterise(c, 100, 1);
  REQUIRE(strip);
  return {strip->left_px / 100.0, (strip->left_px + strip->width_px) / 100.0};
}

}  // namespace

TEST_CASE("East Asian wide characters and emoji take two cells, marks none", "[width]") {
  for (const char32_t c : U"\u4E2D\u3042\uAC00\uFF21\u3000\U0001F600\U00020000") {
    if (c == 0) break;
    CHECK(cell_columns(c, false) == 2);
    CHECK(cell_columns(c, true) == 2);
  }
  for (const char32_t c : U"a\u00E9\u0416\u05D0\u0915\u2500\uFF71") {
    if (c == 0) break;
    CHECK(cell_columns(c, false) == 1);
  }
  for (const char32_t c : U"\u0301\u0308\u20DD\u05B0\u0E31\u3099") {
    if (c == 0) break;
    CHECK(cell_columns(c, false) == 0);
    CHECK(cell_columns(c, true) == 1);  // there is nothing below it
  }
  CHECK(columns_of("a\xE4\xB8\xAD"
                   "e\xCC\x81") == 4);
}

TEST_CASE("what is not seen is a sign in a cell of its own, variation selectors and fillers too", "[width]") {
  for (const char32_t c : U"\u200B\u202E\u2066\uFE0F\uFE00\U000E0100\U000E0041\u3164\u115F\u034F\u00AD") {
    if (c == 0) break;
    CHECK(is_hidden(c));
    CHECK(cell_columns(c, false) == 1);
    CHECK(repertoire().shown(c).picture);
  }
  CHECK(!is_hidden(U'a'));
  CHECK(!is_hidden(0x4E2D));
  CHECK(!is_hidden(0x301));
}

TEST_CASE("the second cell of a wide character is a neighbour that is not read", "[width]") {
  const Row row = lay_out("x\xE4\xB8\xADy");
  REQUIRE(row.cells.size() == 4);
  CHECK(row.cells[1].code_point == 0x4E2D);
  CHECK(row.cells[2].code_point == kWideRest);
  CHECK(row.cell_bytes == std::vector<std::uint64_t>{0, 1, 1, 4});
  CHECK(row.end == LinePoint{5, 4});
  CHECK(mark::fold(kWideRest) == mark::fold(0x4E2D));  // as any character that has no class of its own
  const auto glyphs = placed(row);
  REQUIRE(glyphs.size() == 3);
  CHECK(glyphs[1].code_point == 0x4E2D);
  CHECK(glyphs[1].x_px == Approx(10.16));  // marked like all others
  CHECK(glyphs[2].x_px == Approx(30.16));
}

TEST_CASE("a row that begins within a wide character still shows it", "[width]") {
  const Row row = lay_out("x\xE4\xB8\xADy", 2, 5);
  REQUIRE(row.cells.size() == 2);
  const auto glyphs = placed(row);
  REQUIRE(glyphs.size() == 2);
  CHECK(glyphs[0].code_point == 0x4E2D);
  CHECK(glyphs[0].x_px == Approx(-9.84));
  CHECK(lay_out("x\xE4\xB8\xADy", 0, 2).cells.size() == 2);
}

TEST_CASE("marks stand on the character before them, two at most; more are seen to be there", "[width]") {
  const Row row = lay_out("e\xCC\x81\xCC\xA3z");
  REQUIRE(row.cells.size() == 2);
  CHECK(row.cells[0].marks == std::array<char32_t, 2>{0x301, 0x323});
  CHECK(row.cells[0].color == 3);
  const auto glyphs = placed(row);
  REQUIRE(glyphs.size() == 4);
  CHECK(glyphs[1].x_px == glyphs[0].x_px);
  const Row many = lay_out("e\xCC\x81\xCC\x81\xCC\x81z");
  CHECK(many.cells[0].color == kPicture);
  CHECK(lay_out("\xCC\x81z").cells.size() == 2);  // at the line's beginning: in a cell of its own
  CHECK(placed(lay_out("a \xCC\x81")).size() == 2);
  CHECK(lay_out("ab\xCC\x81", 0, 2).cells[1].marks[0] == 0x301);
}

TEST_CASE("columns and bytes agree in lines of wide characters and marks", "[width]") {
  std::string line;
  for (int i = 0; i < 9000; ++i) line += i % 3 == 0 ? "\xE4\xB8\xAD" : i % 3 == 1 ? "e\xCC\x81" : "\t";
  LongLineIndex index(8);
  for (std::size_t at = 0; at < line.size(); at += 777) index.append(std::string_view(line).substr(at, 777));
  index.finish();
  Row whole;
  lay_out_row({line, {}}, {}, repertoire(), {8, 3, kPicture}, 0, line.size() * 8, whole);
  CHECK(index.end() == whole.end);
  for (std::uint64_t column = 5; column + 60 < whole.cells.size(); column += 997) {
    const LinePoint from = index.before_column(column);
    Row part;
    lay_out_row({std::string_view(line).substr(from.byte), from}, {}, repertoire(), {8, 3, kPicture}, column,
                50, part);
    for (std::size_t i = 0; i < part.cells.size(); ++i) CHECK(part.cells[i] == whole.cells[column + i]);
    CHECK(byte_at_column({line, {}}, 8, column) == whole.cell_bytes[column]);
  }
}

TEST_CASE("fallback fonts draw what the chosen one lacks, inside its cells", "[width]") {
  const double cell_em = face().advance_em();
  for (const char32_t c : U"\u4E2D\u3042\uAC00\U0001F600\u05D0\u0627\u0E01\u0915\u2603") {
    if (c == 0) break;
    INFO(static_cast<unsigned>(c));
    CHECK(!face().has(c));
    CHECK(repertoire().shown(c).code_point == c);
    const Ink ink = ink_of(c);
    CHECK(ink.right - ink.left > 0.05);
    CHECK(ink.left >= -0.02);
    CHECK(ink.right <= cell_em * cell_columns(c, true) + 0.02);
  }
  const Ink accent = ink_of(0x301);
  CHECK((accent.left + accent.right) / 2 == Approx(cell_em / 2).margin(0.03));
  CHECK(repertoire().shown(0x10FFFE).code_point == U'\uFFFD');
}
