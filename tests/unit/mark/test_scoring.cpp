// Registry scoring: who drew it is found, with a probability that holds; nobody else is.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/unit/mark/fixtures.hpp"
#include "watermark/mark/evidence.hpp"
#include "watermark/mark/linear_tests.hpp"
#include "watermark/mark/name_scorer.hpp"
#include "watermark/mark/scoring.hpp"

using namespace spoor;
using namespace spoor::mark_code;

namespace {

std::vector<RegisteredSession> random_registry(test::Rng& rng, std::size_t sessions, std::uint32_t slots) {
  std::vector<RegisteredSession> registry;
  for (std::size_t i = 0; i < sessions; ++i)
    registry.push_back({rng() & kTokenMax, 1 + static_cast<std::uint32_t>(rng() % slots)});
  return registry;
}

bool same(const SessionScore& a, const SessionScore& b) {
  return a.session == b.session && a.slot == b.slot && a.test == b.test && a.scenario == b.scenario &&
         a.inverted == b.inverted && a.log10_p == b.log10_p && a.log10_p_corrected == b.log10_p_corrected &&
         a.log10_likelihood_ratio == b.log10_likelihood_ratio;
}

}  // namespace

TEST_CASE("the fast name scores are the plain sums", "[scoring]") {
  const Coder coder = test::make_coder(20);
  test::Rng rng(1);
  std::array<std::int8_t, kPolarLength> fine{};
  std::array<std::int8_t, kPolarLength> coarse{};
  for (std::size_t j = 0; j < kPolarLength; ++j) {
    if (rng() % 3 == 0) continue;
    fine[j] = static_cast<std::int8_t>(static_cast<int>(rng() % 255) - 127);
    coarse[j] = static_cast<std::int8_t>(fine[j] / 9);
  }
  fine[0] = 127;
  coarse[0] = 15;
  fine[1] = -127;
  coarse[1] = -15;
  const NameScorer scorer(coder.state(), fine, coarse);
  std::array<std::uint64_t, kNameLanes> packed{};
  for (std::uint64_t& p : packed) p = rng();
  NameScores scores;
  scorer.score(packed, scores);
  for (std::size_t lane = 0; lane < kNameLanes; ++lane) {
    const auto table = test::table_a(coder, packed[lane] >> 16, static_cast<std::uint16_t>(packed[lane]));
    int sum_fine = 0;
    int sum_coarse = 0;
    for (std::size_t j = 0; j < kPolarLength; ++j) {
      sum_fine += test::sign_at(table, j) * fine[j];
      sum_coarse += test::sign_at(table, j) * coarse[j];
    }
    CHECK(scores.fine[lane] == sum_fine);
    CHECK(scores.coarse[lane] == sum_coarse);
  }
}

TEST_CASE("the viewer who drew it is found, in his slot", "[scoring]") {
  const Coder coder = test::make_coder(21);
  test::Rng rng(2);
  const auto registry = random_registry(rng, 200, 500);
  for (int i = 0; i < 30; ++i) {
    const std::size_t guilty = rng() % registry.size();
    const auto slot = static_cast<std::uint16_t>(rng() % registry[guilty].slots);
    const auto chips = test::measured(test::random_page(rng, 180, 60), 1, rng,
                                      test::table_a(coder, registry[guilty].token, slot),
                                      test::table_b(coder, registry[guilty].token));
    const auto scored = score_registry(coder, chips, registry);
    REQUIRE(scored.has_value());
    REQUIRE(scored->best.has_value());
    CHECK(scored->best->session == guilty);
    CHECK(scored->best->slot == slot);
    CHECK(scored->best->log10_p_corrected < -9);
    CHECK(scored->best->log10_likelihood_ratio > 9);
    CHECK_FALSE(scored->best->inverted);
    REQUIRE(scored->runner_up.has_value());
    CHECK(scored->runner_up->session != guilty);
    CHECK(scored->runner_up->log10_p_corrected > -5);
    CHECK(scored->runner_up->log10_likelihood_ratio < 0);
    CHECK(scored->expected_log10_p_corrected < -9);
  }
}

TEST_CASE("each code names alone", "[scoring]") {
  const Coder coder = test::make_coder(22);
  test::Rng rng(3);
  const auto registry = random_registry(rng, 100, 50);
  const auto a = test::table_a(coder, registry[7].token, 0);
  const auto b = test::table_b(coder, registry[7].token);
  SoftChips name = test::measured(test::random_page(rng, 300, 0), 1, rng, a, b);
  name.b.clear();
  const auto by_name = score_registry(coder, name, registry);
  REQUIRE((by_name && by_name->best));
  CHECK(by_name->best->session == 7);
  CHECK(by_name->best->log10_p_corrected < -9);
  CHECK(by_name->positions_b == 0);
  const SoftChips other = test::measured(test::random_page(rng, 0, 500), 1, rng, a, b);
  const auto by_b = score_registry(coder, other, registry);
  REQUIRE((by_b && by_b->best));
  CHECK(by_b->best->session == 7);
  CHECK(by_b->best->log10_p_corrected < -9);
  CHECK_FALSE(by_b->best->slot.has_value());
  CHECK(by_b->positions_a == 0);
}

TEST_CASE("a flipped table is found inverted", "[scoring]") {
  const Coder coder = test::make_coder(23);
  test::Rng rng(4);
  const auto registry = random_registry(rng, 50, 20);
  auto a = test::table_a(coder, registry[3].token, 0);
  for (std::uint64_t& word : a) word = ~word;
  const auto chips =
      test::measured(test::random_page(rng, 400, 0), 1, rng, a, test::TableB(mark::kPositionsB / 64));
  const auto scored = score_registry(coder, chips, registry);
  REQUIRE((scored && scored->best));
  CHECK(scored->best->session == 3);
  CHECK(scored->best->inverted);
  CHECK(scored->best->log10_p_corrected < -9);
}

TEST_CASE("the result does not depend on threads", "[scoring]") {
  const Coder coder = test::make_coder(24);
  test::Rng rng(5);
  const auto registry = random_registry(rng, 700, 40);
  const auto chips = test::measured(test::random_page(rng, 100, 50), 1, rng, test::table_a(coder, 5, 5),
                                    test::table_b(coder, registry[650].token));
  const auto one = score_registry(coder, chips, registry, {1, 1});
  REQUIRE(one.has_value());
  for (const unsigned threads : {2U, 3U, 8U}) {
    const auto many = score_registry(coder, chips, registry, {threads, 1});
    REQUIRE(many.has_value());
    REQUIRE(many->leading.size() == one->leading.size());
    for (std::size_t i = 0; i < one->leading.size(); ++i) CHECK(same(many->leading[i], one->leading[i]));
  }
}

TEST_CASE("the wrong key names nobody", "[scoring]") {
  const Coder right = test::make_coder(25);
  const Coder wrong = test::make_coder(26);
  test::Rng rng(6);
  const auto registry = random_registry(rng, 100, 20);
  for (int i = 0; i < 50; ++i) {
    const std::size_t guilty = rng() % registry.size();
    const auto chips = test::measured(test::random_page(rng, 500, 300), 4, rng,
                                      test::table_a(right, registry[guilty].token, 0),
                                      test::table_b(right, registry[guilty].token));
    const auto scored = score_registry(wrong, chips, registry);
    REQUIRE((scored && scored->best));
    CHECK(scored->best->log10_p_corrected > -4);
    CHECK(scored->expected_log10_p_corrected < -50);  // there was evidence enough: this is "unmarked" here
    CHECK(scored->best->log10_likelihood_ratio < -9);
  }
}

TEST_CASE("corrections count what was tried", "[scoring]") {
  const Coder coder = test::make_coder(27);
  test::Rng rng(7);
  const std::vector<RegisteredSession> one = {{rng() & kTokenMax, 1}};
  const auto chips =
      test::measured(test::random_page(rng, 200, 50), 1, rng, test::table_a(coder, one[0].token, 0),
                     test::table_b(coder, one[0].token));
  const auto alone = score_registry(coder, chips, one);
  ScoreOptions options;
  options.extra_hypotheses = 1000;
  const auto more = score_registry(coder, chips, one, options);
  REQUIRE((alone && more));
  CHECK(more->best->log10_p == alone->best->log10_p);
  CHECK(more->best->log10_p_corrected == Approx(alone->best->log10_p_corrected + 3));
  CHECK(more->hypotheses == Approx(1000 * alone->hypotheses));
  CHECK(alone->best->log10_p_corrected > alone->best->log10_p);
}

TEST_CASE("the shares of the tests sum to one", "[scoring]") {
  const Coder coder = test::make_coder(28);
  test::Rng rng(8);
  const auto chips = test::measured(test::random_page(rng, 100, 100), 1, rng, test::table_a(coder, 1, 1),
                                    test::table_b(coder, 1));
  double sum = 0;
  for (const LinearTest& test : make_tests(coder.state(), chips).tests) sum += test.share;
  CHECK(sum == Approx(1));
}

TEST_CASE("bad arguments are refused", "[scoring]") {
  const Coder coder = test::make_coder(29);
  const std::vector<RegisteredSession> good = {{1, 1}};
  SoftChips chips;
  chips.a[0] = 5;
  const auto code_of = [&](const SoftChips& c, const std::vector<RegisteredSession>& sessions,
                           ScoreOptions options) {
    const auto scored = score_registry(coder, c, sessions, options);
    return scored ? -1 : static_cast<int>(scored.error().code);
  };
  constexpr int kBad = static_cast<int>(CodeErrorCode::bad_argument);
  CHECK(code_of(chips, good, {}) == -1);
  CHECK(code_of(chips, {{1, 0}}, {}) == kBad);
  CHECK(code_of(chips, {{1, 65537}}, {}) == kBad);
  CHECK(code_of(chips, good, {0, 1}) == kBad);
  CHECK(code_of(chips, good, {1, 0.5}) == kBad);
  CHECK(code_of(chips, good, {1, std::nan("")}) == kBad);
  SoftChips short_b = chips;
  short_b.b.resize(10);
  CHECK(code_of(short_b, good, {}) == kBad);
  SoftChips no_unit = chips;
  no_unit.unit_a = 0;
  CHECK(code_of(no_unit, good, {}) == kBad);
}

TEST_CASE("no session or no chip gives no finding", "[scoring]") {
  const Coder coder = test::make_coder(30);
  SoftChips chips;
  const std::vector<RegisteredSession> registry = {{1, 1}, {2, 1}};
  const auto nothing = score_registry(coder, chips, registry);
  REQUIRE(nothing.has_value());
  CHECK_FALSE(nothing->best.has_value());
  chips.a[3] = 9;
  const auto nobody = score_registry(coder, chips, {});
  REQUIRE(nobody.has_value());
  CHECK_FALSE(nobody->best.has_value());
  const auto single = score_registry(coder, chips, std::span(registry).first(1));
  REQUIRE((single && single->best));
  CHECK_FALSE(single->runner_up.has_value());
}

// The drawer's name and an innocent's are words of one code: taken for rows of coins, some of so many
// innocents would reach 1e-14 and less.
TEST_CASE("on the page of a session that is not registered, innocents stay innocents", "[scoring]") {
  constexpr std::uint32_t kSlots = 65536;
  for (const int seen : {100, 494, 1000})
    for (const float unit : {0.24F, 0.03F}) {
      CAPTURE(seen, unit);
      const Coder coder = test::make_coder(31);
      test::Rng rng(static_cast<std::uint64_t>(seen));
      const auto drawn = test::table_a(coder, rng() & kTokenMax, 4);
      SoftChips chips;
      chips.unit_a = unit;
      std::vector<std::size_t> places(kPolarLength);
      std::iota(places.begin(), places.end(), std::size_t{0});
      std::shuffle(places.begin(), places.end(), rng);
      for (std::size_t i = 0; i < static_cast<std::size_t>(seen); ++i)
        chips.a[places[i]] = static_cast<std::int8_t>(16 * test::sign_at(drawn, places[i]));
      std::vector<RegisteredSession> innocents;
      for (int i = 0; i < 100; ++i) innocents.push_back({rng() & kTokenMax, kSlots});
      const auto score = score_registry(coder, chips, innocents, {2, 1}).value();
      REQUIRE(score.best.has_value());
      CHECK(score.best->log10_p_corrected > -3);
    }
}

TEST_CASE("an innocent's evidence has mean 1 at most", "[scoring]") {
  const Coder coder = test::make_coder(32);
  test::Rng rng(7);
  const auto drawn = test::table_a(coder, rng() & kTokenMax, 9);
  SoftChips chips;
  chips.unit_a = 0.02F;  // weak, so that no rare payload carries the mean
  for (std::size_t j = 0; j < kPolarLength; j += 2)
    chips.a[j] = static_cast<std::int8_t>(8 * test::sign_at(drawn, j));
  double sum = 0, square = 0;
  constexpr int kTrials = 4000;
  for (int i = 0; i < kTrials; ++i) {
    const double e = std::pow(10, log10_evidence(coder, chips, {rng() & kTokenMax, 3}));
    sum += e, square += e * e;
  }
  const double mean = sum / kTrials, error = std::sqrt((square / kTrials - mean * mean) / kTrials);
  CHECK(mean < 1 + 4 * error);
  CHECK(mean > 1 - 4 * error);
}

TEST_CASE("an innocent's evidence from code B has mean 1 at most", "[scoring]") {
  const Coder coder = test::make_coder(34);
  test::Rng rng(8);
  std::vector<std::uint64_t> drawn(mark::kPositionsB / 64);
  coder.table_b(rng() & kTokenMax, std::span<std::uint64_t, mark::kPositionsB / 64>(drawn));
  SoftChips chips;
  chips.unit_b = 0.02F;
  chips.b.resize(mark::kPositionsB);
  for (std::size_t j = 0; j < chips.b.size(); j += 97)
    chips.b[j] = static_cast<std::int8_t>(((drawn[j / 64] >> (j % 64)) & 1U) != 0 ? 12 : -12);
  double sum = 0, square = 0;
  constexpr int kTrials = 3000;
  for (int i = 0; i < kTrials; ++i) {
    const double e = std::pow(10, log10_evidence(coder, chips, {rng() & kTokenMax, 3}));
    sum += e, square += e * e;
  }
  const double mean = sum / kTrials, error = std::sqrt((square / kTrials - mean * mean) / kTrials);
  CHECK(mean < 1 + 4 * error);
  CHECK(mean > 1 - 4 * error);
}

TEST_CASE("three who take turns, glyph for glyph, leave evidence against each and nobody else", "[scoring]") {
  constexpr std::uint16_t kSlot = 5;
  const Coder coder = test::make_coder(35);
  test::Rng rng(9);
  std::array<std::uint64_t, 3> tokens{};
  std::array<std::vector<std::uint64_t>, 3> b;
  for (std::size_t k = 0; k < tokens.size(); ++k) {
    tokens[k] = rng() & kTokenMax;
    b[k].resize(mark::kPositionsB / 64);
    coder.table_b(tokens[k], std::span<std::uint64_t, mark::kPositionsB / 64>(b[k]));
  }
  const std::array a{test::table_a(coder, tokens[0], kSlot), test::table_a(coder, tokens[1], kSlot),
                     test::table_a(coder, tokens[2], kSlot)};
  SoftChips chips;
  for (std::size_t j = 0; j < chips.a.size(); ++j)
    chips.a[j] = static_cast<std::int8_t>(64 * test::sign_at(a[rng() % 3], j));
  for (std::size_t j = 0; j < mark::kPositionsB; ++j)
    chips.b.push_back(((b[rng() % 3][j / 64] >> (j % 64)) & 1U) != 0 ? 64 : -64);
  for (const std::uint64_t token : tokens) CHECK(log10_evidence(coder, chips, {token, kSlot}) > 15);
  for (int i = 0; i < 200; ++i) CHECK(log10_evidence(coder, chips, {rng() & kTokenMax, kSlot}) < 4);
}
