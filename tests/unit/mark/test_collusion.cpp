// What mixed tables leave of their owners' signs, and that those who mixed are found.
#include <algorithm>

#include "tests/unit/mark/fixtures.hpp"
#include "watermark/mark/collusion.hpp"
#include "watermark/mark/scoring.hpp"

using namespace spoor;
using namespace spoor::mark_code;

TEST_CASE("odds of a pirated sign", "[collusion]") {
  for (const double p : {0.1, 0.5, 0.9}) {
    const SignOdds alone = odds_of(Scenario::alone, p);
    CHECK(alone.if_plus == 1);
    CHECK(alone.if_minus == 0);
    const SignOdds mixture = odds_of(Scenario::mixture, p);  // one of four: 1/4 own, 3/4 the bias
    CHECK(mixture.if_plus == Approx(0.25 + 0.75 * p));
    CHECK(mixture.if_minus == Approx(0.75 * p));
    const SignOdds minority = odds_of(Scenario::minority_of_three, p);
    CHECK(minority.if_plus == Approx(p * p + (1 - p) * (1 - p)));
    CHECK(minority.if_minus == Approx(2 * p * (1 - p)));
    const SignOdds plus = odds_of(Scenario::all_plus, p);
    CHECK(plus.if_plus == Approx(1));
    CHECK(plus.if_minus == Approx(1 - std::pow(1 - p, 3)));
    const SignOdds minus = odds_of(Scenario::all_minus, p);
    CHECK(minus.if_plus == Approx(std::pow(p, 3)));
    CHECK(minus.if_minus == Approx(0).margin(1e-12));
  }
}

TEST_CASE("a fair code is blind to three who draw the minority's sign", "[collusion]") {
  const SignOdds odds = odds_of(Scenario::minority_of_three, 0.5);
  CHECK(odds.if_plus == Approx(odds.if_minus));
  CHECK(sign_weight(odds, 5) == Approx(0).margin(1e-12));
  CHECK(sign_weight(odds_of(Scenario::minority_of_three, 0.1), 5) > 0.5);
}

TEST_CASE("weights are log-likelihood ratios and stay finite", "[collusion]") {
  CHECK(sign_weight({1, 0}, 3) == Approx(3));
  CHECK(sign_weight({0.5, 0.5}, 3) == Approx(0).margin(1e-12));
  CHECK(sign_weight({0.75, 0.25}, 700) == Approx(std::log(3.0)));
  for (const double llr : {-1e4, -700.0, 0.0, 700.0, 1e4}) CHECK(std::isfinite(sign_weight({1, 0}, llr)));
}

TEST_CASE("three who cancel every correlation of a fair code are found by code B", "[collusion]") {
  const Coder coder = test::make_coder(60);
  test::Rng rng(1);
  for (int round = 0; round < 5; ++round) {
    std::vector<RegisteredSession> registry;
    for (int i = 0; i < 300; ++i) registry.push_back({rng() & kTokenMax, 4});
    std::array<test::TableA, 3> a;
    std::array<test::TableB, 3> b;
    for (std::size_t i = 0; i < 3; ++i) {
      a[i] = test::table_a(coder, registry[i].token, 0);
      b[i] = test::table_b(coder, registry[i].token);
    }
    const auto minority = [](const auto& tables, std::size_t j) {
      const int sum = test::sign_at(tables[0], j) + test::sign_at(tables[1], j) + test::sign_at(tables[2], j);
      return std::abs(sum) == 3 ? sum / 3 : -(sum > 0 ? 1 : -1);
    };
    const auto chips = test::measured_drawn(
        test::random_page(rng, 1000, 2500), 1, rng, [&](std::size_t j) { return minority(a, j); },
        [&](std::size_t j) { return minority(b, j); });
    const auto scored = score_registry(coder, chips, registry);
    REQUIRE((scored && scored->best));
    CHECK(scored->best->log10_p_corrected < -9);
    CHECK(scored->best->scenario == Scenario::minority_of_three);
    for (const SessionScore& score : scored->leading)
      if (score.log10_p_corrected < -9) CHECK(score.session < 3);
  }
}
