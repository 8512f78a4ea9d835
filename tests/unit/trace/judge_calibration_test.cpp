// The stated probability is honest: over many innocent pages p-values below 1e-2, 1e-3 and 1e-4 occur at most
// as often as they say, through the whole judging path.
#include <catch2/catch.hpp>
#include <cmath>

#include "judge_synthetic.hpp"
#include "tests/support/page_render.hpp"

namespace spoor::trace {
namespace {

// Largest number of hits that a true rate of `rate` shows in `trials` with probability 0.999 (normal
// approximation with a continuity term; the rates here give means of 2 and more).
double upper_count(double rate, double trials) {
  constexpr double kOneSided999 = 3.09;
  return rate * trials + kOneSided999 * std::sqrt(rate * trials) + 1;
}

TEST_CASE("p-values of innocents are at most as frequent as they say") {
  constexpr int kKits = 2000, kSessionsPerKit = 10;  // each capture is judged against one session at a time
  int below_2 = 0, below_3 = 0, below_4 = 0;
  double trials = 0;
  JudgeOptions options;
  options.blind = false;  // has no probability of its own
  for (int i = 0; i < kKits; ++i) {
    const auto seed = static_cast<std::uint64_t>(i);
    synthetic::PageOptions page;
    page.rows = 3 + seed % 25;
    page.first_line = 60 + (seed * 131) % 4000;
    page.sigma_strengths = 0.3 + 0.2 * static_cast<double>(seed % 7);
    page.misread = 0.01 * static_cast<double>(seed % 4);
    if (i % 4 == 0) page.strength_em = 0;
    const Measurement measurement = synthetic::measure_page(support::random_table(seed + 77), page, seed);
    for (int s = 0; s < kSessionsPerKit; ++s) {
      const seal::Kit kit = synthetic::make_kit(seed * 100 + static_cast<unsigned>(s) + 1'000'000, 1, 1);
      const Verdict verdict = synthetic::judge_one(synthetic::make_judge(kit), measurement, options);
      CHECK(verdict.kind != VerdictKind::match);
      if (!verdict.best) continue;
      ++trials;
      const double log10_p = verdict.best->log10_p_corrected;
      below_2 += log10_p <= -2, below_3 += log10_p <= -3, below_4 += log10_p <= -4;
    }
  }
  REQUIRE(trials >= 20'000 * 0.98);
  INFO(trials << " tests: " << below_2 << " below 1e-2, " << below_3 << " below 1e-3, " << below_4
              << " below 1e-4");
  CHECK(below_2 <= upper_count(1e-2, trials));
  CHECK(below_3 <= upper_count(1e-3, trials));
  CHECK(below_4 <= upper_count(1e-4, trials));
  CHECK(below_2 > 0);  // the test can see something
}

}  // namespace
}  // namespace spoor::trace
