// The stated false-accusation probabilities against counts: innocents' p-values fall below a level at most as
// often as it says, for the name, for code B and for both, on honest and on pirated chips.
#include <algorithm>

#include "tests/unit/mark/fixtures.hpp"
#include "watermark/mark/linear_tests.hpp"
#include "watermark/mark/scoring.hpp"

using namespace spoor;
using namespace spoor::mark_code;

namespace {

// Score X of an innocent session in one test, from its tables alone: independent of the fast scorer.
std::int64_t plain_score(const LinearTests& tests, std::size_t k, const test::TableA& a,
                         const test::TableB& b) {
  const LinearTest& test = tests.tests[k];
  std::int64_t x = 0;
  if (test.part != NamePart::none) {
    const auto& weights = test.part == NamePart::fine ? tests.fine : tests.coarse;
    for (std::size_t j = 0; j < kPolarLength; ++j) {
      const std::int64_t weight = std::int64_t{test.name_factor} * weights[j];
      if (weight != 0 && (weight > 0) == (test::sign_at(a, j) > 0)) x += std::abs(weight);
    }
  }
  if (test.uses_b)
    for (std::size_t i = 0; i < tests.seen.size(); ++i) {
      const std::int64_t weight = tests.weights_b[i][k];
      if (weight != 0 && (weight > 0) == (test::sign_at(b, tests.seen[i].position) > 0))
        x += std::abs(weight);
    }
  return x;
}

struct Counts {
  int tried = 0;
  std::array<int, 3> below{};  // 1e-1, 1e-2, 1e-3
};

// At most as often as stated: the count may exceed its mean by four standard deviations of a binomial (a
// one-sided confidence of 99.997 %).
void check_calibrated(const Counts& counts) {
  REQUIRE(counts.tried >= 20000);
  for (std::size_t k = 0; k < counts.below.size(); ++k) {
    const double mean = counts.tried * std::pow(10, -1.0 - static_cast<double>(k));
    INFO("level 1e-" << k + 1 << ": " << counts.below[k] << " of " << counts.tried);
    CHECK(counts.below[k] <= mean + 4 * std::sqrt(mean));
  }
}

}  // namespace

TEST_CASE("p-values of innocents are calibrated", "[calibration]") {
  const Coder coder = test::make_coder(40);
  test::Rng rng(1);
  std::array<Counts, kTests> counts{};
  constexpr int kPages = 20;
  constexpr int kInnocents = 1100;
  for (int page = 0; page < kPages; ++page) {
    // The guilty one's table is drawn, so that the chips depend on the mask, the interleaver and the biases.
    const std::uint64_t guilty = rng() & kTokenMax;
    const auto a = test::table_a(coder, guilty, 1);
    auto b = test::table_b(coder, guilty);
    if (page % 2 == 1)  // a pirated page: all-ones of two
      for (std::size_t w = 0; w < b.size(); ++w) b[w] |= test::table_b(coder, guilty + 1)[w];
    const auto chips =
        test::measured(test::random_page(rng, 60 + rng() % 300, 30 + rng() % 200), 1, rng, a, b);
    const LinearTests tests = make_tests(coder.state(), chips);
    for (int i = 0; i < kInnocents; ++i) {
      const std::uint64_t token = rng() & kTokenMax;
      const auto own_a = test::table_a(coder, token, static_cast<std::uint16_t>(rng()));
      const auto own_b = test::table_b(coder, token);
      for (std::size_t k = 0; k < kTests; ++k) {
        const std::int64_t x = plain_score(tests, k, own_a, own_b);
        ++counts[k].tried;
        // The bound is cheap and never below the exact value: only what might fall below .1 is worked out.
        const double log10_p =
            log10_tail_bound(tests.tests[k].coins, x) > -0.9 ? 0 : log10_tail(tests.tests[k].coins, x);
        for (std::size_t level = 0; level < 3; ++level)
          counts[k].below[level] += log10_p <= -1.0 - static_cast<double>(level) ? 1 : 0;
      }
    }
  }
  for (const Counts& c : counts) check_calibrated(c);
}

TEST_CASE("corrected probabilities of whole registries are calibrated", "[calibration]") {
  const Coder coder = test::make_coder(41);
  test::Rng rng(2);
  constexpr int kCaptures = 1500;
  int below_tenth = 0;
  int below_hundredth = 0;
  for (int i = 0; i < kCaptures; ++i) {
    const std::uint64_t guilty = rng() & kTokenMax;  // not in the registry
    const auto chips = test::measured(test::random_page(rng, 120, 60), 1, rng,
                                      test::table_a(coder, guilty, 0), test::table_b(coder, guilty));
    std::vector<RegisteredSession> registry;
    for (int k = 0; k < 20; ++k) registry.push_back({rng() & kTokenMax, 5});
    const auto scored = score_registry(coder, chips, registry);
    REQUIRE((scored && scored->best));
    below_tenth += scored->best->log10_p_corrected <= -1 ? 1 : 0;
    below_hundredth += scored->best->log10_p_corrected <= -2 ? 1 : 0;
  }
  CHECK(below_tenth <= kCaptures * 0.1 + 4 * std::sqrt(kCaptures * 0.1));
  CHECK(below_hundredth <= kCaptures * 0.01 + 4 * std::sqrt(kCaptures * 0.01));
  CHECK(below_tenth >= 10);  // not slack by more than what Bonferroni's bound costs
}
