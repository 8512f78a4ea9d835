#include "viewer/text/place.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace spoor::text;
namespace mark = spoor::mark;

namespace {

mark::KerningTable random_table(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  mark::KerningTable table;
  for (auto& word : table.a) word = random();
  for (auto& word : table.b) word = random();
  return table;
}

std::vector<Cell> cells_of(std::u32string_view text) {
  std::vector<Cell> cells;
  for (const char32_t c : text) cells.push_back({c, 0});
  return cells;
}

constexpr Lattice kLattice{100, 8.4, 14};

}  // namespace

TEST_CASE("a glyph stands at origin + column * advance + offset", "[place]") {
  const auto table = random_table(1);
  const std::u32string text = U"  if (a == b) return;";
  std::vector<PlacedGlyph> placed;
  place_row(cells_of(text), kLattice, {&table, 0.009}, placed);
  std::size_t next = 0;
  const auto at = [&](std::ptrdiff_t i) {
    return i < 0 || i >= static_cast<std::ptrdiff_t>(text.size()) ? U' ' : text[static_cast<std::size_t>(i)];
  };
  for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(text.size()); ++i) {
    if (at(i) == U' ') continue;
    const mark::Window window{at(i - 2), at(i - 1), at(i), at(i + 1), at(i + 2)};
    const double want = 100 + static_cast<double>(i) * 8.4 + mark::offset_em(window, table, 0.009) * 14;
    REQUIRE(next < placed.size());
    CHECK(placed[next].x_px == Approx(want).margin(1e-9));
    CHECK(placed[next].code_point == at(i));
    ++next;
  }
  CHECK(next == placed.size());
}

TEST_CASE("the row is blank beyond its ends: contexts know nothing of what is not drawn", "[place]") {
  const auto table = random_table(2);
  std::vector<PlacedGlyph> alone;
  std::vector<PlacedGlyph> padded;
  place_row(cells_of(U"xyz"), kLattice, {&table, 0.009}, alone);
  place_row(cells_of(U"xyz    "), kLattice, {&table, 0.009}, padded);
  REQUIRE(alone.size() == padded.size());
  for (std::size_t i = 0; i < alone.size(); ++i) CHECK(alone[i].x_px == padded[i].x_px);
}

TEST_CASE("no glyph is displaced by more than the strength, and stacking ones by half", "[place]") {
  const auto table = random_table(3);
  std::mt19937 random(4);
  std::u32string text;
  for (int i = 0; i < 5000; ++i) text += static_cast<char32_t>(0x21 + random() % 94);
  std::vector<PlacedGlyph> marked;
  std::vector<PlacedGlyph> plain;
  place_row(cells_of(text), kLattice, {&table, 0.009}, marked);
  place_row_unmarked(cells_of(text), kLattice, plain);
  REQUIRE(marked.size() == plain.size());
  double largest_em = 0;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    const double offset_em = std::abs(marked[i].x_px - plain[i].x_px) / kLattice.em_px;
    largest_em = std::max(largest_em, offset_em);
    CHECK(offset_em == Approx(0.009 * mark::stack_factor(marked[i].code_point)).margin(1e-9));
  }
  CHECK(largest_em <= 0.009 + 1e-9);
}

TEST_CASE("equal contexts are displaced equally, wherever they are drawn", "[place]") {
  const auto table = random_table(5);
  std::vector<PlacedGlyph> high;
  std::vector<PlacedGlyph> low;
  place_row(cells_of(U"  foo(bar)"), kLattice, {&table, 0.009}, high);
  place_row(cells_of(U"      foo(bar)"), kLattice, {&table, 0.009}, low);
  REQUIRE(high.size() == low.size());
  for (std::size_t i = 0; i < high.size(); ++i)
    CHECK(low[i].x_px - high[i].x_px == Approx(4 * 8.4).margin(1e-9));
}
