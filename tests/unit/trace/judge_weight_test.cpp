// What a match weighs, and what an inconclusive capture lacks.
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "judge_synthetic.hpp"
#include "tests/support/page_render.hpp"
#include "watermark/trace/verbal_scale.hpp"
#include "watermark/trace/weight.hpp"

namespace spoor::trace {
namespace {

TEST_CASE("the verbal scale changes where ENFSI's does") {
  CHECK(support_of(std::log10(0.49)) == Support::alternative);
  CHECK(support_of(0) == Support::neither);
  CHECK(support_of(std::log10(1.9)) == Support::neither);
  CHECK(support_of(std::log10(2.0)) == Support::weak);
  CHECK(support_of(std::log10(9.9)) == Support::weak);
  CHECK(support_of(1) == Support::moderate);
  CHECK(support_of(2) == Support::moderately_strong);
  CHECK(support_of(3) == Support::strong);
  CHECK(support_of(4) == Support::very_strong);
  CHECK(support_of(5.99) == Support::very_strong);
  CHECK(support_of(6) == Support::extremely_strong);
  CHECK(support_of(300) == Support::extremely_strong);
  CHECK(support_of(std::nan("")) == Support::neither);
}

TEST_CASE("the slot window gives up what is improbable and no more") {
  const auto is = [](SlotWindow window, unsigned first, unsigned last) {
    return window.first == first && window.last == last;
  };
  CHECK(is(slot_window(std::vector<double>{-20, 12, -20, -20}, 1e-6), 1, 1));
  CHECK(is(slot_window(std::vector<double>{-20, 12, 11, -20, 9, -20}, 1e-6), 1, 4));
  CHECK(is(slot_window(std::vector<double>{3, 3, 3}, 1e-6), 0, 2));
  CHECK(is(slot_window(std::vector<double>{5}, 1e-6), 0, 0));
}

TEST_CASE("a match weighs against other sessions and against no mark; an unmarked page speaks for no mark") {
  const seal::Kit kit = synthetic::make_kit(11, 30, 16);
  const Judge judge = synthetic::make_judge(kit);
  synthetic::PageOptions page;
  page.rows = 20;
  const mark::KerningTable table = judge.table_of(7, 3);
  const Verdict match = synthetic::judge_one(judge, synthetic::measure_page(table, page, 1));
  REQUIRE(match.kind == VerdictKind::match);
  REQUIRE(match.weight.has_value());
  REQUIRE(match.weight->sessions.size() == 30);
  CHECK(match.weight->log10_against_registered.value_or(0) > 9);
  CHECK(match.weight->log10_against_unmarked > 9);
  CHECK(match.weight->window.first <= 3);
  CHECK(match.weight->window.last >= 3);
  for (std::size_t i = 0; i < 30; ++i) CHECK((match.weight->sessions[i] > 0) == (i == 7));

  page.strength_em = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Measurement plain = synthetic::measure_page(table, page, seed);
    const Pooled pooled = pool(std::span(&plain, 1), judge.pool_options());
    CHECK(log10_against_unmarked(pooled, table, judge.pool_options()) < 0);
  }
}

TEST_CASE("a glyph's displacement of any one spread is no evidence against an unmarked page") {
  const Judge judge = synthetic::make_judge(synthetic::make_kit(12, 3, 4));
  const mark::KerningTable table = judge.table_of(1, 1), other = judge.table_of(2, 1);
  synthetic::PageOptions page;
  page.rows = 40;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Measurement drawn = synthetic::measure_page(other, page, seed);
    const Pooled pooled = pool(std::span(&drawn, 1), judge.pool_options());
    CHECK(log10_against_unmarked(pooled, table, judge.pool_options()) < 0);
  }
}

TEST_CASE("a kit of one session weighs against no mark alone") {
  const Judge judge = synthetic::make_judge(synthetic::make_kit(13, 1, 8));
  const Verdict verdict = synthetic::judge_one(judge, synthetic::measure_page(judge.table_of(0, 2), {}, 1));
  REQUIRE(verdict.weight.has_value());
  CHECK_FALSE(verdict.weight->log10_against_registered.has_value());
  CHECK(least_log10_ratio(*verdict.weight) == verdict.weight->log10_against_unmarked);
}

// The promise of "about N more glyphs": pages of so many glyphs are named mostly, and not long before.
TEST_CASE("the glyphs that are said to be missing are about those that are") {
  const seal::Kit kit = synthetic::make_kit(14, 50, 32);
  const Judge judge = synthetic::make_judge(kit);
  int promised = 0, kept = 0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    synthetic::PageOptions page;
    page.sigma_strengths = 0.8;
    page.rows = 3;
    page.first_line = 200 + 97 * seed;
    const mark::KerningTable table = judge.table_of(seed, 5);
    const Verdict few = synthetic::judge_one(judge, synthetic::measure_page(table, page, seed));
    if (few.kind != VerdictKind::inconclusive || !few.shortfall || !few.shortfall->more_glyphs) continue;
    ++promised;
    const double wanted = static_cast<double>(few.glyphs + *few.shortfall->more_glyphs);
    std::size_t glyphs = 0;
    Verdict more;
    for (page.rows = 4; page.rows < 80 && static_cast<double>(glyphs) < wanted; ++page.rows) {
      const Measurement longer = synthetic::measure_page(table, page, seed);
      glyphs = longer.glyphs.size();
      if (static_cast<double>(glyphs) >= wanted) more = synthetic::judge_one(judge, longer);
    }
    if (more.kind == VerdictKind::match) ++kept;
    CAPTURE(few.glyphs, wanted);
    // a third of what is said to be needed is too little
    page.rows = std::max<std::size_t>(1, page.rows / 3);
    CHECK(synthetic::judge_one(judge, synthetic::measure_page(table, page, seed)).kind != VerdictKind::match);
  }
  CHECK(promised >= 5);
  CHECK(kept * 4 >= promised * 2);
}

}  // namespace
}  // namespace spoor::trace
