#include "viewer/text/row.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace spoor::text;

namespace {

const Repertoire& repertoire() {
  static const Repertoire made(*Face::open(FontId::jetbrains_mono));
  return made;
}

constexpr ColorClass kPlain = 3;
constexpr ColorClass kPicture = 9;

Row lay_out(std::string_view bytes, std::uint64_t first_column = 0, std::size_t columns = 100,
            std::vector<ColorSpan> spans = {}, int tab = 8, LinePoint start = {}) {
  Row row;
  lay_out_row({bytes, start}, spans, repertoire(), {tab, kPlain, kPicture}, first_column, columns, row);
  return row;
}

std::u32string text_of(const Row& row) {
  std::u32string out;
  for (const Cell& cell : row.cells) out += cell.code_point;
  return out;
}

}  // namespace

TEST_CASE("tabs reach to the next stop, counted from the line's beginning", "[row]") {
  CHECK(text_of(lay_out("\tx")) == U"        x");
  CHECK(text_of(lay_out("abc\tx\ty")) == U"abc     x       y");
  CHECK(text_of(lay_out("1234567\tx")) == U"1234567 x");
  CHECK(text_of(lay_out("12345678\tx")) == U"12345678        x");
  CHECK(text_of(lay_out("a\tb", 0, 100, {}, 4)) == U"a   b");
}

TEST_CASE("only the columns asked for are laid out", "[row]") {
  const std::string line = "0123456789abcdef";
  CHECK(text_of(lay_out(line, 3, 4)) == U"3456");
  CHECK(text_of(lay_out(line, 14, 10)) == U"ef");
  CHECK(lay_out(line, 40, 10).cells.empty());
  // A tab that begins left of the first column still covers what it reaches.
  CHECK(text_of(lay_out("ab\tcd", 5, 4)) == U"   c");
  const Row row = lay_out("ab\tcd", 5, 4);
  CHECK(row.cell_bytes == std::vector<std::uint64_t>{2, 2, 2, 3});
}

TEST_CASE("bytes and cells map to each other", "[row]") {
  const Row row = lay_out("a\xC3\xA9\tz");
  CHECK(text_of(row) == U"a\u00E9      z");
  CHECK(row.cell_bytes == std::vector<std::uint64_t>{0, 1, 3, 3, 3, 3, 3, 3, 4});
  CHECK(row.end == LinePoint{5, 9});
}

TEST_CASE("layout goes on from a point inside the line", "[row]") {
  const Row row = lay_out("\tq", 12, 100, {}, 8, {1000, 11});
  CHECK(text_of(row) == U"    q");  // the tab covers columns 11 to 15, of which 11 is left of the first
  CHECK(row.cell_bytes.back() == 1001);
}

TEST_CASE("control characters are drawn as pictures, in their own colour", "[row]") {
  const Row row = lay_out(std::string_view("a\0\x1B\r\x7F", 5));
  for (std::size_t i = 1; i < row.cells.size(); ++i) CHECK(row.cells[i].color == kPicture);
  CHECK(row.cells[0] == Cell{U'a', kPlain});
  CHECK(row.cells.size() == 5);
  for (const Cell& cell : row.cells) CHECK(cell.code_point >= U'a');
}

TEST_CASE("invisible and bidirectional characters are visible", "[row]") {
  // U+202E right-to-left override, U+200B zero width space, U+2066 isolate, U+FEFF byte order mark
  const Row row = lay_out("\xE2\x80\xAE\xE2\x80\x8B\xE2\x81\xA6\xEF\xBB\xBF");
  REQUIRE(row.cells.size() == 4);
  for (const Cell& cell : row.cells) CHECK(cell == Cell{U'\uFFFD', kPicture});
}

TEST_CASE("invalid UTF-8 and characters that no font has draw as U+FFFD", "[row]") {
  const Row row = lay_out("\xFF\xF3\xB0\x80\x80!");  // a stray byte, a private character
  REQUIRE(row.cells.size() == 3);
  CHECK(row.cells[0] == Cell{U'\uFFFD', kPicture});
  CHECK(row.cells[1] == Cell{U'\uFFFD', kPlain});
  CHECK(row.cells[2].code_point == U'!');
}

TEST_CASE("spans colour the characters whose bytes they hold", "[row]") {
  const Row row = lay_out("if (x) y", 0, 100, {{0, 2, 5}, {4, 5, 6}});
  const std::vector<ColorClass> want = {5, 5, kPlain, kPlain, 6, kPlain, kPlain, kPlain};
  REQUIRE(row.cells.size() == want.size());
  for (std::size_t i = 0; i < want.size(); ++i) CHECK(row.cells[i].color == want[i]);
}
