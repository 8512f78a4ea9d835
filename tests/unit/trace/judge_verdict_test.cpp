// The rule of the verdict on synthetic measurements: nobody innocent is named, whoever drew it is.
#include <catch2/catch.hpp>

#include "judge_synthetic.hpp"
#include "tests/support/page_render.hpp"

namespace spoor::trace {
namespace {

using synthetic::PageOptions;

struct Tally {
  int correct = 0, wrong = 0, inconclusive = 0, unmarked = 0, slots = 0;
};

// Pages of a kit's own sessions; each is judged against the whole registry.
Tally tally_marked(const PageOptions& page, int pages, std::uint64_t seed) {
  const seal::Kit kit = synthetic::make_kit(seed, 50, 32);
  const Judge judge = synthetic::make_judge(kit);
  Tally tally;
  for (int i = 0; i < pages; ++i) {
    const auto session = static_cast<std::size_t>(i * 7) % kit.sessions.size();
    const auto slot = static_cast<std::uint16_t>(i % 32);
    PageOptions mine = page;
    mine.first_line = 100 + static_cast<std::size_t>(i) * 37;
    JudgeOptions options;
    options.missing = false;
    const Verdict verdict = synthetic::judge_one(
        judge, synthetic::measure_page(judge.table_of(session, slot), mine, seed + static_cast<unsigned>(i)),
        options);
    if (verdict.kind == VerdictKind::unmarked) ++tally.unmarked;
    if (verdict.kind == VerdictKind::inconclusive) ++tally.inconclusive;
    if (verdict.kind != VerdictKind::match) continue;
    const bool right = verdict.best->index == session && (!verdict.slot || *verdict.slot == slot);
    ++(right ? tally.correct : tally.wrong);
    if (verdict.slot) ++tally.slots;
  }
  return tally;
}

// Every glyph has its displacement, and the context of another: a lattice that slipped.
Measurement slipped(Measurement page) {
  for (std::size_t i = 0; i + 1 < page.glyphs.size(); ++i)
    page.glyphs[i].window = page.glyphs[(i * 7919 + 17) % page.glyphs.size()].window;
  return page;
}

TEST_CASE("a full page names its session and slot") {
  PageOptions page;
  page.sigma_strengths = 0.5;
  const Tally tally = tally_marked(page, 40, 1);
  CHECK(tally.correct == 40);
  CHECK(tally.slots == 40);
}

TEST_CASE("twelve lines at a good signal name their session") {
  PageOptions page;
  page.rows = 12;
  page.sigma_strengths = 0.4;
  const Tally tally = tally_marked(page, 40, 2);
  CHECK(tally.correct >= 38);
  CHECK(tally.wrong == 0);
  CHECK(tally.unmarked == 0);
}

TEST_CASE("a full page far below the noise of one glyph is enough, too") {
  PageOptions page;
  page.rows = 55;
  page.sigma_strengths = 1.2;
  page.misread = 0.02;
  const Tally tally = tally_marked(page, 40, 3);
  CHECK(tally.correct >= 38);
  CHECK(tally.wrong == 0);
}

TEST_CASE("one line is inconclusive and the reason counts what is missing") {
  PageOptions page;
  page.rows = 1;
  page.sigma_strengths = 1;
  const Tally tally = tally_marked(page, 30, 4);
  CHECK(tally.inconclusive == 30);
  const seal::Kit kit = synthetic::make_kit(4, 50, 32);
  const Judge judge = synthetic::make_judge(kit);
  const Verdict verdict = synthetic::judge_one(judge, synthetic::measure_page(judge.table_of(0, 0), page, 4));
  CHECK_THAT(verdict.reason, Catch::Contains("more glyphs than the"));
}

TEST_CASE("a marked page is never spoken free, however badly it is measured") {
  for (const double sigma : {0.3, 0.6, 1.0, 2.0, 4.0}) {
    PageOptions page;
    page.rows = 20;
    page.sigma_strengths = sigma;
    page.misread = 0.05;
    const Tally tally = tally_marked(page, 20, 5);
    CAPTURE(sigma);
    CHECK(tally.unmarked == 0);
    CHECK(tally.wrong == 0);
  }
}

TEST_CASE("a few sharp lines of another vault are told from lines without a mark") {
  const Judge judge = synthetic::make_judge(synthetic::make_kit(6, 50, 32));
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    PageOptions page;
    page.rows = 14;
    page.sigma_strengths = 0.15;
    page.first_line = 100 + seed * 41;
    const auto reason = [&] {
      const Measurement measured = synthetic::measure_page(support::random_table(seed), page, seed);
      return synthetic::judge_one(judge, measured).reason;
    };
    CHECK_THAT(reason(), Catch::Contains("a mark of this kind, but of no session in this kit"));
    page.strength_em = 0;
    CHECK_THAT(reason(), Catch::Contains("the glyphs stand on their grid"));
  }
}

TEST_CASE("a photograph whose marked page was misread is not called unmarked") {
  const seal::Kit kit = synthetic::make_kit(9, 50, 32);
  const Judge judge = synthetic::make_judge(kit);
  JudgeOptions options;
  options.missing = false;
  int freed_as_screen = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Measurement page = slipped(synthetic::measure_page(judge.table_of(seed, std::uint16_t{3}), {}, seed));
    if (synthetic::judge_one(judge, page, options).kind == VerdictKind::unmarked) ++freed_as_screen;
    page.photograph = true;
    CHECK(synthetic::judge_one(judge, page, options).kind == VerdictKind::inconclusive);
  }
  CHECK(freed_as_screen > 0);  // or this would show nothing
  PageOptions plain;
  plain.strength_em = 0;
  plain.sigma_strengths = 0.15;
  Measurement unmarked = synthetic::measure_page(judge.table_of(0, std::uint16_t{0}), plain, 5);
  unmarked.photograph = true;
  CHECK(synthetic::judge_one(judge, unmarked, options).kind == VerdictKind::unmarked);
}

TEST_CASE("a misread screen whose glyphs are placed worse than a mark moves them is not called unmarked") {
  const seal::Kit kit = synthetic::make_kit(9, 50, 32);
  const Judge judge = synthetic::make_judge(kit);
  JudgeOptions options;
  options.missing = false;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    PageOptions full;
    full.rows = 120;
    full.sigma_strengths = 1.2;
    const Measurement page =
        slipped(synthetic::measure_page(judge.table_of(seed, std::uint16_t{3}), full, seed));
    CHECK(synthetic::judge_one(judge, page, options).kind == VerdictKind::inconclusive);
  }
}

TEST_CASE(
    "a session that stands out, but not far enough, is not named, and the reason says what is missing") {
  const seal::Kit kit = synthetic::make_kit(4, 50, 32);
  const Judge judge = synthetic::make_judge(kit);
  int met = 0;
  for (std::size_t rows = 2; rows <= 12; ++rows) {
    PageOptions page;
    page.rows = rows;
    page.sigma_strengths = 1;
    const Verdict verdict =
        synthetic::judge_one(judge, synthetic::measure_page(judge.table_of(0, 0), page, rows));
    if (verdict.kind == VerdictKind::match || verdict.best->log10_p_corrected >= -2) continue;
    ++met;
    CHECK(verdict.kind == VerdictKind::inconclusive);
    CHECK_THAT(verdict.reason, Catch::Contains("one session stands out"));
    CHECK_THAT(verdict.reason, !Catch::Contains("Reviewer"));
    REQUIRE(verdict.shortfall.has_value());
    REQUIRE(verdict.shortfall->more_glyphs.has_value());
    // What is said to be missing is.
    PageOptions longer = page;
    longer.rows = 1 + rows * 2 * (verdict.glyphs + *verdict.shortfall->more_glyphs) / verdict.glyphs;
    CHECK(synthetic::judge_one(judge, synthetic::measure_page(judge.table_of(0, 0), longer, rows)).kind ==
          VerdictKind::match);
  }
  CHECK(met > 0);  // or this would show nothing
}

TEST_CASE("a screen whose pitch was mistaken is not called unmarked") {
  const seal::Kit kit = synthetic::make_kit(9, 50, 32);
  const Judge judge = synthetic::make_judge(kit);
  JudgeOptions options;
  options.missing = false;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    PageOptions few;
    few.rows = 8;
    few.sigma_strengths = 0.1;
    Measurement page = synthetic::measure_page(judge.table_of(seed, std::uint16_t{3}), few, seed);
    // What a wrong pitch leaves: offsets that drift over the columns and start anew where it is a whole cell
    // off.
    for (std::size_t i = 0; i < page.glyphs.size(); ++i)
      page.glyphs[i].offset_em +=
          static_cast<float>(few.strength_em * 3 * (static_cast<double>(i * 37 % 100) / 50 - 1));
    CHECK(synthetic::judge_one(judge, page, options).kind != VerdictKind::unmarked);
  }
}

TEST_CASE("unmarked pages and another vault's pages match nobody") {
  const seal::Kit kit = synthetic::make_kit(6, 50, 32);
  const Judge judge = synthetic::make_judge(kit);
  int unmarked = 0, foreign = 0, foreign_told = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    PageOptions page;
    page.first_line = 100 + seed * 41;
    const Verdict other =
        synthetic::judge_one(judge, synthetic::measure_page(support::random_table(seed), page, seed));
    CHECK(other.kind != VerdictKind::match);
    if (other.kind == VerdictKind::unmarked) ++foreign;
    if (other.reason.find("of no session in this kit") != std::string::npos) ++foreign_told;
    page.strength_em = 0;
    const Verdict none =
        synthetic::judge_one(judge, synthetic::measure_page(support::random_table(seed), page, seed));
    CHECK(none.kind != VerdictKind::match);
    if (none.kind == VerdictKind::unmarked) ++unmarked;
  }
  CHECK(unmarked >= 38);
  CHECK(foreign >= 38);
  CHECK(foreign_told >= 30);
}

TEST_CASE("a page that was hardly read is not spoken free") {
  const seal::Kit kit = synthetic::make_kit(6, 50, 32);
  const Judge judge = synthetic::make_judge(kit);
  Measurement page = synthetic::measure_page(support::random_table(1), {}, 1);
  REQUIRE(synthetic::judge_one(judge, page).kind == VerdictKind::unmarked);
  for (MeasuredGlyph& glyph : page.glyphs) glyph.read_probability = 0.8F;
  CHECK(synthetic::judge_one(judge, page).kind == VerdictKind::inconclusive);
}

TEST_CASE("two sessions in one picture are told, not guessed between") {
  const seal::Kit kit = synthetic::make_kit(7, 20, 8);
  const Judge judge = synthetic::make_judge(kit);
  PageOptions page;
  Measurement both = synthetic::measure_page(judge.table_of(3, 2), page, 1);
  page.first_line = 2000;
  const Measurement second = synthetic::measure_page(judge.table_of(11, 5), page, 2);
  both.glyphs.insert(both.glyphs.end(), second.glyphs.begin(), second.glyphs.end());
  const Verdict verdict = synthetic::judge_one(judge, both);
  CHECK(verdict.kind == VerdictKind::inconclusive);
  CHECK_THAT(verdict.reason, Catch::Contains("more than one session"));
}

TEST_CASE("a stricter policy turns a match into inconclusive") {
  const seal::Kit kit = synthetic::make_kit(8, 20, 8);
  const Judge judge = synthetic::make_judge(kit);
  PageOptions page;
  page.rows = 25;
  const Measurement measurement = synthetic::measure_page(judge.table_of(3, 2), page, 1);
  const Verdict lenient = synthetic::judge_one(judge, measurement);
  REQUIRE(lenient.kind == VerdictKind::match);
  JudgeOptions strict;
  strict.max_false_accusation = 1e-300;
  const Verdict verdict = synthetic::judge_one(judge, measurement, strict);
  CHECK(verdict.kind == VerdictKind::inconclusive);
  CHECK(lenient.sign_agreement > 0.9);
  CHECK(verdict.sign_agreement == 0);
}

TEST_CASE("nothing measured and an empty registry have their own reasons") {
  const seal::Kit kit = synthetic::make_kit(9, 3, 8);
  Measurement empty;
  empty.shortcoming = "no text lattice was found";
  const Verdict none = synthetic::judge_one(synthetic::make_judge(kit), empty);
  CHECK(none.kind == VerdictKind::inconclusive);
  CHECK(none.reason == "no text lattice was found");
  const Verdict nobody = synthetic::judge_one(synthetic::make_judge(synthetic::make_kit(9, 0, 8)),
                                              synthetic::measure_page(support::random_table(1), {}, 1));
  CHECK(nobody.kind == VerdictKind::inconclusive);
  CHECK_THAT(nobody.reason, Catch::Contains("no session"));
}

TEST_CASE("everything that was tried counts") {
  const seal::Kit kit = synthetic::make_kit(10, 20, 8);
  const Judge judge = synthetic::make_judge(kit);
  const Measurement page = synthetic::measure_page(judge.table_of(3, 2), {}, 1);
  const Verdict once = synthetic::judge_one(judge, page);
  JudgeOptions options;
  options.captures = 20;
  options.attempts = 5;
  const Verdict often = synthetic::judge_one(judge, page, options);
  CHECK(once.hypotheses >= 20 * 8);
  CHECK(often.hypotheses == Approx(100 * once.hypotheses));
  CHECK(often.best->log10_p_corrected == Approx(once.best->log10_p_corrected + 2));
}

}  // namespace
}  // namespace spoor::trace
