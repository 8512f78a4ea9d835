#include "viewer/text/long_line.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace spoor::text;

namespace {

std::string messy_line(std::size_t bytes) {
  std::mt19937 random(7);
  const std::vector<std::string> parts = {"a",    "\t",   "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80",
                                          "\xFF", "word "};
  std::string line;
  while (line.size() < bytes) line += parts[random() % parts.size()];
  return line;
}

}  // namespace

TEST_CASE("a point of the index is where laying out from the beginning gets to", "[long_line]") {
  const std::string line = messy_line(200'000);
  const Repertoire repertoire(*Face::open(FontId::jetbrains_mono));
  LongLineIndex index(8);
  std::mt19937 random(11);
  for (std::size_t at = 0; at < line.size();) {  // parts of any size, cut anywhere
    const std::size_t size = 1 + random() % 5000;
    index.append(std::string_view(line).substr(at, size));
    at += size;
  }
  index.finish();
  Row whole;
  lay_out_row({line, {}}, {}, repertoire, {8, 0, 1}, 0, line.size() * 8, whole);
  CHECK(index.end() == whole.end);
  for (std::uint64_t column = 0; column < whole.cells.size(); column += 977) {
    const LinePoint from = index.before_column(column);
    REQUIRE(from.column <= column);
    Row part;
    lay_out_row({std::string_view(line).substr(from.byte), from}, {}, repertoire, {8, 0, 1}, column, 50,
                part);
    for (std::size_t i = 0; i < part.cells.size(); ++i) {
      REQUIRE(part.cells[i] == whole.cells[column + i]);
      REQUIRE(part.cell_bytes[i] == whole.cell_bytes[column + i]);
    }
    CHECK(index.before_byte(whole.cell_bytes[column]).byte <= whole.cell_bytes[column]);
  }
}

TEST_CASE("the step between points is bounded", "[long_line]") {
  LongLineIndex index(8);
  index.append(std::string(100'000, 'x'));
  for (std::uint64_t column : {0U, 8191U, 8192U, 50'000U, 99'999U})
    CHECK(column - index.before_column(column).column <= LongLineIndex::kLongLineStepBytes);
}
