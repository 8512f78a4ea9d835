#include "watermark/mark/linear_tests.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include "watermark/mark/collusion.hpp"
#include "watermark/mark/name_scorer.hpp"

namespace spoor::mark_code {
namespace {

struct Plan {
  CodeTest test;
  Scenario scenario;
  bool inverted;
  double share;
};

// The lone viewer is by far the most frequent case, so half of the permitted false accusations go to the test
// that is best for him: it then pays a factor of 2 for all the others.
constexpr std::array<Plan, kTests> kPlans = {{
    {CodeTest::ab, Scenario::alone, false, 0.50},
    {CodeTest::a, Scenario::alone, false, 0.20},
    {CodeTest::a, Scenario::alone, true, 0.02},
    {CodeTest::b, Scenario::alone, false, 0.03},
    {CodeTest::ab, Scenario::mixture, false, 0.05},
    {CodeTest::ab, Scenario::majority, false, 0.03},
    {CodeTest::b, Scenario::minority_of_three, false, 0.05},
    {CodeTest::ab, Scenario::minority_of_five, false, 0.04},
    {CodeTest::b, Scenario::minority_of_five, false, 0.02},
    {CodeTest::b, Scenario::coin, false, 0.02},
    {CodeTest::b, Scenario::all_plus, false, 0.02},
    {CodeTest::b, Scenario::all_minus, false, 0.02},
}};

constexpr double kLargestTotal = 1 << 17;  // of a scenario's weights: what the exact recursion affords
constexpr double kFinestStep = 64;         // weights per nat
constexpr double kLargestWeight = 32767;

double bias_at(const Coder::State& state, std::size_t position) noexcept {
  return state.bias[position] / kBiasScale;
}

// A coin falls where the innocent's sign is the one that the weight rewards.
void add_coin(LinearTest& test, std::int64_t weight, double bias) {
  if (weight == 0) return;
  test.coins.add(static_cast<std::uint32_t>(std::abs(weight)), weight > 0 ? bias : 1 - bias);
}

// Mean of a coin for the session that drew the chip: Bayes, from the chip and the sign's bias.
double expected_coin(std::int64_t weight, double bias, double llr) noexcept {
  const double prior = weight > 0 ? bias : 1 - bias;
  const double agrees = weight > 0 ? llr : -llr;
  const double odds = prior / (1 - prior) * std::exp(std::clamp(agrees, -300.0, 300.0));
  return static_cast<double>(std::abs(weight)) * odds / (1 + odds);
}

// The log-likelihood weights of the seen positions of code B, in nats.
std::vector<double> nats_b(const LinearTests& tests, const SoftChips& chips, Scenario scenario) {
  std::array<SignOdds, 256> by_bias;
  for (std::size_t bias = 1; bias < by_bias.size(); ++bias)
    by_bias[bias] = odds_of(scenario, static_cast<double>(bias) / kBiasScale);
  std::vector<double> nats;
  nats.reserve(tests.seen.size());
  for (const SeenB& seen : tests.seen) {
    const double llr = chips.b[seen.position] * static_cast<double>(chips.unit_b);
    nats.push_back(scenario == Scenario::alone ? llr : sign_weight(by_bias[seen.bias], llr));
  }
  return nats;
}

// Steps per nat, such that a collusion scenario's weights stay affordable.
double affordable_steps(const LinearTests& tests, const std::vector<double>& nats) noexcept {
  double sum = 0;
  for (const double value : nats) sum += std::abs(value);
  for (const std::int8_t r : tests.coarse) sum += std::abs(r) / static_cast<double>(kCoarseMax);
  return std::min(kFinestStep, kLargestTotal / std::max(sum, 1.0));
}

void add_name(LinearTest& test, const LinearTests& tests, double unit_a) {
  const auto& weights = test.part == NamePart::fine ? tests.fine : tests.coarse;
  if (test.name_factor == 0 ||
      std::all_of(weights.begin(), weights.end(), [](std::int8_t w) { return w == 0; }))
    test.part = NamePart::none;
  if (test.part == NamePart::none) return;
  for (std::size_t j = 0; j < kPolarLength; ++j) {
    const std::int64_t weight = std::int64_t{test.name_factor} * weights[j];
    add_coin(test, weight, 0.5);
    if (weight != 0) test.expected += expected_coin(weight, 0.5, tests.fine[j] * unit_a);
  }
}

void add_b(LinearTest& test, LinearTests& tests, std::size_t column, const SoftChips& chips,
           const std::vector<double>& nats, double steps) {
  for (std::size_t i = 0; i < tests.seen.size(); ++i) {
    const double bias = tests.seen[i].bias / kBiasScale;
    const std::int64_t weight = std::lround(std::clamp(nats[i] * steps, -kLargestWeight, kLargestWeight));
    tests.weights_b[i][column] = static_cast<std::int32_t>(weight);
    if (weight == 0) continue;
    add_coin(test, weight, bias);
    test.constant_b += weight < 0 ? -weight : 0;
    test.expected +=
        expected_coin(weight, bias, chips.b[tests.seen[i].position] * static_cast<double>(chips.unit_b));
  }
}

void fill_test(LinearTests& tests, std::size_t column, const SoftChips& chips) {
  const Plan& plan = kPlans[column];
  LinearTest& test = tests.tests[column];
  test.test = plan.test;
  test.scenario = plan.scenario;
  test.inverted = plan.inverted;
  test.uses_b = plan.test != CodeTest::a;
  test.share = plan.share;
  const std::vector<double> nats = test.uses_b ? nats_b(tests, chips, plan.scenario) : std::vector<double>();
  // Alone, the weight is the log-likelihood ratio itself, in q's own steps.
  const double unit_a = chips.unit_a > 0 ? chips.unit_a : chips.unit_b;
  const bool alone = plan.scenario == Scenario::alone;
  const double steps = alone ? 1 / unit_a : affordable_steps(tests, nats);
  if (plan.test != CodeTest::b && alone) {
    test.part = NamePart::fine;
    test.name_factor = plan.inverted ? -1 : 1;
  } else if (plan.test != CodeTest::b) {
    const SignOdds odds = odds_of(plan.scenario, 0.5);
    const double certain = 2 * (odds.if_plus - odds.if_minus);  // nats of a certain chip, to first order
    test.part = NamePart::coarse;
    test.name_factor = static_cast<std::int32_t>(std::lround(steps * certain / kCoarseMax));
  }
  add_name(test, tests, unit_a);
  if (test.uses_b) add_b(test, tests, column, chips, nats, steps);
}

}  // namespace

LinearTests make_tests(const Coder::State& state, const SoftChips& chips) {
  LinearTests tests;
  for (std::size_t j = 0; j < kPolarLength; ++j) {
    tests.fine[j] = chips.a[j];
    const double llr = chips.a[j] * static_cast<double>(chips.unit_a);
    tests.coarse[j] = static_cast<std::int8_t>(std::lround(kCoarseMax * std::tanh(llr / 2)));
  }
  for (std::size_t j = 0; j < chips.b.size(); ++j)
    if (chips.b[j] != 0) tests.seen.push_back({static_cast<std::uint16_t>(j), state.bias[j]});
  tests.weights_b.resize(tests.seen.size());
  for (std::size_t column = 0; column < kTests; ++column) fill_test(tests, column, chips);
  return tests;
}

double affordable_log10_tail(const WeightedCoins& coins, std::int64_t threshold) {
  constexpr std::uint64_t kMostSteps = 4'000'000'000;
  constexpr std::uint64_t kMostTotal = 1U << 19;
  const std::uint64_t total = coins.total();
  const bool affordable = total <= kMostTotal && total * coins.weights.size() <= kMostSteps;
  return affordable ? log10_tail(coins, threshold) : log10_tail_bound(coins, threshold);
}

double log10_alone_ratio(const Coder& coder, const SoftChips& chips, const Payload& payload) {
  std::array<std::uint64_t, mark::kPositionsA / 64> a{};
  std::vector<std::uint64_t> b(mark::kPositionsB / 64);
  coder.table_a(payload.token, payload.slot, a);
  coder.table_b(payload.token, std::span<std::uint64_t, mark::kPositionsB / 64>(b));
  double nats = 0;
  const auto add = [&](double llr, bool plus, double bias) {
    // P(chip | own) / (bias P(chip | +) + (1 - bias) P(chip | -)), with P(chip | +) / P(chip | -) = e^llr
    const double own = plus ? llr : 0.0;
    const double high = std::max(llr, 0.0);
    nats += own - high - std::log(bias * std::exp(llr - high) + (1 - bias) * std::exp(-high));
  };
  for (std::size_t j = 0; j < kPolarLength; ++j)
    if (chips.a[j] != 0)
      add(chips.a[j] * static_cast<double>(chips.unit_a), ((a[j / 64] >> (j % 64)) & 1U) != 0, 0.5);
  for (std::size_t j = 0; j < chips.b.size(); ++j)
    if (chips.b[j] != 0)
      add(chips.b[j] * static_cast<double>(chips.unit_b), ((b[j / 64] >> (j % 64)) & 1U) != 0,
          bias_at(coder.state(), j));
  return nats / std::numbers::ln10;
}

}  // namespace spoor::mark_code
