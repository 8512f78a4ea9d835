// Likelihood ratios of registered sessions: the plain sums, and a mean of 1 among innocents.
#include <cmath>

#include "tests/unit/mark/fixtures.hpp"
#include "watermark/mark/likelihood.hpp"
#include "watermark/mark/linear_tests.hpp"

using namespace spoor;
using namespace spoor::mark_code;

namespace {

SoftChips random_chips(test::Rng& rng, std::size_t of_a, std::size_t of_b) {
  std::vector<float> a(mark::kPositionsA), b(mark::kPositionsB);
  const auto fill = [&](std::vector<float>& out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      out[rng() % out.size()] = static_cast<float>(static_cast<double>(rng() % 8001) / 1000.0 - 4.0);
  };
  fill(a, of_a);
  fill(b, of_b);
  return make_chips(a, b);
}

}  // namespace

TEST_CASE("a slot's ratio is the one that is taken position by position", "[likelihood]") {
  const Coder coder = test::make_coder(31);
  test::Rng rng(4);
  const SoftChips chips = random_chips(rng, 300, 200);
  const std::vector<RegisteredSession> sessions = {{rng() & kTokenMax, 70}, {rng() & kTokenMax, 1}};
  const auto ratios = session_ratios(coder, chips, sessions, 2);
  REQUIRE(ratios.size() == 2);
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    const auto slots = slot_ratios(coder, chips, sessions[s]);
    REQUIRE(slots.size() == sessions[s].slots);
    double sum = 0;
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      const double plain =
          log10_alone_ratio(coder, chips, {sessions[s].token, static_cast<std::uint16_t>(slot)});
      CHECK(slots[slot] == Approx(plain).margin(1e-9));
      sum += std::pow(10, plain);
    }
    CHECK(ratios[s].log10_mean == Approx(std::log10(sum / static_cast<double>(slots.size()))));
    CHECK(ratios[s].log10_best == slots[ratios[s].best_slot]);
  }
}

TEST_CASE("without a chip, every ratio is one", "[likelihood]") {
  const Coder coder = test::make_coder(32);
  const std::vector<RegisteredSession> sessions = {{1, 3}};
  CHECK(session_ratios(coder, {}, sessions, 1)[0].log10_mean == 0);
  CHECK(std::isinf(log10_mean_of({})));
}

// Markov: an innocent's ratio has mean 1, so that it exceeds 100 in one of 100 at most.
TEST_CASE("innocents' ratios are rarely large", "[likelihood]") {
  const Coder coder = test::make_coder(33);
  test::Rng rng(5);
  std::vector<RegisteredSession> sessions(4000);
  for (RegisteredSession& session : sessions) session = {rng() & kTokenMax, 1};
  const auto ratios = session_ratios(coder, random_chips(rng, 60, 40), sessions, 2);
  int large = 0;
  for (const SessionRatio& ratio : ratios) large += ratio.log10_mean >= 2;
  CHECK(large <= 40 + 3 * 7);  // expected at most 40, three standard deviations
}
