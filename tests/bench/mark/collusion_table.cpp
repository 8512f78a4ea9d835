#include <algorithm>
#include <cmath>
#include <cstdio>

#include "tests/bench/mark/sections.hpp"
#include "watermark/mark/scoring.hpp"

namespace spoor::bench {
namespace {

enum class Attack { average, interleave, majority, minority, all_ones, zero_mix };
constexpr std::array kAttacks = {Attack::average,  Attack::interleave, Attack::majority,
                                 Attack::minority, Attack::all_ones,   Attack::zero_mix};
constexpr std::array<const char*, 6> kNames = {"average",  "interleave", "majority",
                                               "minority", "all-ones",   "zero-mix"};

// Zero-mix: how often the minority's sign is drawn so that at unbiased positions the drawn sign is
// uncorrelated with every colluder's: 1/2 (1 + P(all agree) / E[|sum| / c, where they differ]). Two cannot
// reach 0: they toss a coin.
constexpr std::array<double, 6> kMinorityShare = {0, 0, 0.5, 1.0, 0.75, 0.6};

// Amplitude that `pluses` of `c` colluders draw at a position.
double pirate(Attack attack, int pluses, int c, Rng& rng) {
  std::uniform_real_distribution<double> uniform;
  const double share = static_cast<double>(pluses) / c;
  if (attack == Attack::average) return 2 * share - 1;
  if (pluses == 0 || pluses == c) return pluses == 0 ? -1 : 1;
  const double majority = 2 * pluses > c || (2 * pluses == c && uniform(rng) < 0.5) ? 1 : -1;
  switch (attack) {
    case Attack::average:
      break;
    case Attack::interleave:
      return uniform(rng) < share ? 1 : -1;
    case Attack::majority:
      return majority;
    case Attack::minority:
      return -majority;
    case Attack::all_ones:
      return 1;
    case Attack::zero_mix:
      return uniform(rng) < kMinorityShare[static_cast<std::size_t>(c)] ? -majority : majority;
  }
  return 0;
}

struct Outcome {
  int found = 0;  // trials that name a colluder
  int wrong = 0;  // trials that name anybody else
  double colluders = 0;
};

constexpr std::size_t kRegistered = 1000;  // sessions really scored, the colluders among them
constexpr double kHypotheses = 1e6;        // what is corrected for: sessions x slots
constexpr double kPermitted = -9;

Outcome run(const std::vector<Profile>& pages, const mark_code::Coder& coder, Attack attack, int c,
            Rng& rng) {
  Outcome outcome;
  for (const Profile& profile : pages) {
    std::vector<mark_code::RegisteredSession> registry;
    for (std::size_t i = 0; i < kRegistered; ++i) registry.push_back({rng() & mark_code::kTokenMax, 1});
    std::vector<Tables> tables;
    for (int i = 0; i < c; ++i)
      tables.push_back(tables_of(coder, registry[static_cast<std::size_t>(i)].token, 0));
    const auto chips = measure_drawn(profile, 1, rng, [&](mark::Code code, std::uint32_t position) {
      int pluses = 0;
      for (const Tables& t : tables)
        pluses += (code == mark::Code::a ? sign_of(t.a, position) : sign_of(t.b, position)) > 0 ? 1 : 0;
      return pirate(attack, pluses, c, rng);
    });
    mark_code::ScoreOptions options;
    options.threads = 2;
    options.extra_hypotheses = kHypotheses / kRegistered;
    const auto scored = score_registry(coder, chips, registry, options);
    if (!scored) continue;
    int right = 0;
    int wrong = 0;
    for (const auto& score : scored->leading)
      if (score.log10_p_corrected <= kPermitted)
        ++(score.session < static_cast<std::size_t>(c) ? right : wrong);
    outcome.found += right > 0 ? 1 : 0;
    outcome.wrong += wrong > 0 ? 1 : 0;
    outcome.colluders += right;
  }
  return outcome;
}

}  // namespace

void print_collusion(const std::vector<Corpus>& corpora, int trials) {
  const mark_code::Coder coder = bench_coder(4);
  std::printf(
      "Collusion at SNR 1: part of %d trials that name at least one colluder (mean number named), false "
      "accusation <= 1e-9, sessions x slots = 1e6\n",
      trials);
  std::printf("  pages   c");
  for (const char* name : kNames) std::printf("  %13s", name);
  std::printf("\n");
  int wrong = 0;
  for (const int page_count : {1, 3, 10, 30}) {
    Rng rng(static_cast<std::uint64_t>(page_count));
    std::vector<Profile> pages(static_cast<std::size_t>(trials));
    for (Profile& profile : pages)
      for (int p = 0; p < page_count; ++p) add(profile, profile_of(random_window(corpora, 50, rng)));
    for (int c = 2; c <= 5; ++c) {
      std::printf("  %5d  %2d", page_count, c);
      for (const Attack attack : kAttacks) {
        const Outcome outcome = run(pages, coder, attack, c, rng);
        wrong += outcome.wrong;
        std::printf("  %5.3f (%5.2f)", static_cast<double>(outcome.found) / trials,
                    outcome.colluders / trials);
        std::fflush(stdout);
      }
      std::printf("\n");
    }
  }
  std::printf("  wrong accusations: %d\n\n", wrong);
}

}  // namespace spoor::bench
