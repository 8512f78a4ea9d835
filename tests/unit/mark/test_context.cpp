// Folding, hashing, the split and the displacement. The values are a format: a change makes old captures
// unreadable.
#include <set>
#include <string>

#include "tests/unit/mark/fixtures.hpp"
#include "watermark/mark/context.hpp"
#include "watermark/mark/fold.hpp"

using namespace spoor;
using mark::fold;

TEST_CASE("characters that a blurred picture confuses fold together", "[fold]") {
  for (const std::u32string row : {U"lI1|!i", U"O0oQDGB8", U".,:;", U"'`\"^", U"-~=+*", U"({[", U")}]",
                                   U"5S$", U"2Zz", U"7?", U"bh", U"mn", U"uw", U"vy"})
    for (const char32_t c : row) CHECK(fold(c) == fold(row[0]));
  CHECK(fold(U'a') != fold(U'e'));
  CHECK(fold(U'(') != fold(U')'));
  CHECK(fold(U'.') != fold(U'-'));
}

TEST_CASE("the fold of ASCII is frozen", "[fold][vector]") {
  std::string folded;
  for (char32_t c = 0x21; c < 0x7F; ++c) folded.push_back(static_cast<char>(fold(c)));
  CHECK(folded ==
        "l'#5%&'()--.-./Ol23456"
        "7O9..<->7@AOCOEFOHlJKLMNOPOR5TUVWXY2(\\)'_'abcdefgbljklmmOpqrstuvuxv2(l)-");
}

TEST_CASE("every code point has a class", "[fold]") {
  for (const char32_t c : {U'\0', U' ', char32_t{0xA0}, char32_t{0x2003}, char32_t{0x200B}, char32_t{0x3000},
                           char32_t{0xFEFF}, char32_t{0xAD}})
    CHECK(fold(c) == mark::kBlankClass);
  CHECK(fold(U'é') == fold(U'e'));
  CHECK(fold(U'Ø') == fold(U'O'));
  CHECK(fold(U'ß') == fold(U's'));
  CHECK(fold(U'ž') == fold(U'z'));
  const auto other = fold(U'中');
  CHECK(other != mark::kBlankClass);
  for (const char32_t c : {char32_t{0x2400}, char32_t{0xFFFD}, char32_t{0x1F600}, char32_t{0x10FFFF},
                           char32_t{0xFFFFFFFF}, char32_t{0x2502}, U'×', U'α'})
    CHECK(fold(c) == other);
}

TEST_CASE("positions of code are frozen", "[context][vector]") {
  const std::u32string text =
      U"  for (std::size_t i = 0; i < n; ++i) return self.value[i] /* caf\u00e9 \u4e2d */  ";
  std::vector<std::uint64_t> words;
  for (std::size_t i = 2; i + 2 < text.size(); ++i) {
    const mark::Position p = mark::position_of({text[i - 2], text[i - 1], text[i], text[i + 1], text[i + 2]});
    words.push_back(static_cast<std::uint64_t>(p.code) << 32 | p.index);
  }
  CHECK(test::digest(words) == 0xAF4AC32C64160DE9ULL);
}

TEST_CASE("a blank has no position and no displacement", "[context]") {
  mark::KerningTable table;
  CHECK(mark::position_of({U'a', U'b', U' ', U'c', U'd'}) == mark::Position{});
  CHECK(mark::offset_em({U'a', U'b', U'\u00a0', U'c', U'd'}, table, mark::kDefaultStrengthEm) == 0.0);
}

TEST_CASE("code A depends on the trigram, code B on all five cells", "[context]") {
  test::Rng rng(1);
  std::size_t seen_b = 0;
  for (int i = 0; i < 20000; ++i) {
    mark::Window window;
    for (char32_t& c : window) c = 0x61 + static_cast<char32_t>(rng() % 26);
    mark::Window outer = window;
    outer[0] = U'#';
    outer[4] = U'%';
    const mark::Position p = mark::position_of(window);
    const mark::Position q = mark::position_of(outer);
    CHECK(p.code == q.code);
    if (p.code == mark::Code::a) CHECK(p == q);
    if (p.code == mark::Code::a) CHECK(p.index < mark::kPositionsA);
    if (p.code == mark::Code::b) ++seen_b;
  }
  CHECK(seen_b > 20);    // listed trigrams and those that share a bit with one
  CHECK(seen_b < 2000);  // most letter trigrams are not frequent in code
}

TEST_CASE("reading errors inside a class leave the position unchanged", "[context]") {
  const mark::Position right = mark::position_of({U'i', U'f', U'(', U'l', U'0'});
  CHECK(mark::position_of({U'1', U'f', U'{', U'I', U'O'}) == right);
}

TEST_CASE("the displacement is the table's sign times strength and stacking factor", "[context]") {
  mark::KerningTable plus;
  plus.a.fill(~std::uint64_t{0});
  plus.b.assign(plus.b.size(), ~std::uint64_t{0});
  const mark::KerningTable minus;
  const mark::Window letter = {U'x', U'y', U'k', U'q', U'r'};
  const mark::Window bar = {U' ', U' ', U'|', U' ', U' '};
  const mark::Window box = {U' ', U' ', U'\u2502', U' ', U' '};
  CHECK(mark::offset_em(letter, plus, 0.009) == Approx(0.009));
  CHECK(mark::offset_em(letter, minus, 0.009) == Approx(-0.009));
  CHECK(mark::offset_em(bar, plus, 0.009) == Approx(0.009 * mark::stack_factor(U'|')));
  CHECK(mark::stack_factor(U'|') < 1);
  CHECK(mark::offset_em(box, plus, 0.009) < 0.009);
  CHECK(mark::stack_factor(U'l') == 1);
}
