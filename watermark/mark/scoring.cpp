#include "watermark/mark/scoring.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <system_error>
#include <thread>

#include "watermark/mark/evidence.hpp"
#include "watermark/mark/session_scorer.hpp"

namespace spoor::mark_code {
namespace {

constexpr std::size_t kChunkSessions = 64;  // a unit of work; its slots fill whole batches of the name scorer

std::optional<CodeError> wrong_argument(const SoftChips& chips, std::span<const RegisteredSession> sessions,
                                        const ScoreOptions& options) {
  const auto bad = [](const char* message) { return CodeError{CodeErrorCode::bad_argument, message}; };
  if (!chips.b.empty() && chips.b.size() != mark::kPositionsB)
    return bad("chips of code B must be none or one for each position");
  const auto seen = [](std::int8_t q) { return q != 0; };
  const bool seen_a = std::any_of(chips.a.begin(), chips.a.end(), seen);
  const bool seen_b = std::any_of(chips.b.begin(), chips.b.end(), seen);
  const auto usable = [](float unit) { return std::isfinite(unit) && unit > 0; };
  if ((seen_a && !usable(chips.unit_a)) || (seen_b && !usable(chips.unit_b)))
    return bad("the step of quantised chips must be positive and finite");
  if (std::any_of(sessions.begin(), sessions.end(),
                  [](const RegisteredSession& s) { return s.slots < 1 || s.slots > 65536; }))
    return bad("a session must have 1 to 65,536 slots");
  if (options.threads < 1 || !(options.extra_hypotheses >= 1))
    return bad("threads and extra hypotheses must be at least 1");
  return std::nullopt;
}

TestLeaders score_all(const SessionScorer& scorer, std::span<const RegisteredSession> sessions,
                      unsigned threads) {
  const std::size_t chunks = (sessions.size() + kChunkSessions - 1) / kChunkSessions;
  const std::size_t workers = std::min<std::size_t>(threads, chunks);
  std::vector<TestLeaders> found(workers);
  std::atomic<std::size_t> next{0};
  const auto work = [&](TestLeaders& leaders) {
    for (std::size_t chunk = next++; chunk < chunks; chunk = next++) {
      const std::size_t first = chunk * kChunkSessions;
      scorer.score(sessions, first, std::min(kChunkSessions, sessions.size() - first), leaders);
    }
  };
  std::vector<std::jthread> pool;
  try {
    for (std::size_t i = 1; i < workers; ++i) pool.emplace_back(work, std::ref(found[i]));
  } catch (const std::system_error&) {
    // The system gives no more threads: those that run, and this one, do all the work.
  }
  work(found.front());
  pool.clear();  // joins
  TestLeaders all = found.front();
  for (std::size_t i = 1; i < workers; ++i)
    for (std::size_t k = 0; k < kTests; ++k) all[k].merge(found[i][k]);
  return all;
}

// log10 of what a test's probability is multiplied with.
struct Corrections {
  double slots = 0;     // log10 of sessions x slots
  double sessions = 0;  // log10 of sessions
  double extra = 0;

  [[nodiscard]] double of(const LinearTest& test) const noexcept {
    return (test.part == NamePart::none ? sessions : slots) + extra - std::log10(test.share);
  }
};

struct Candidate {
  SessionScore score;
  std::size_t test = 0;
  std::int64_t x = 0;
  std::uint16_t slot = 0;  // that fits best, whether or not the name proves it
};

constexpr double kNearlySignificant =
    -3;                                   // log10, corrected: beyond it, more sessions than two are looked at
constexpr std::size_t kAlwaysRanked = 2;  // the best and the runner-up

bool better(const Candidate& left, const Candidate& right) noexcept {
  const double l = left.score.log10_p_corrected;
  const double r = right.score.log10_p_corrected;
  if (l != r) return l < r;
  if (left.score.log10_p != right.score.log10_p) return left.score.log10_p < right.score.log10_p;
  return left.score.session < right.score.session;
}

void set_probability(Candidate& candidate, double log10_p, double correction) noexcept {
  candidate.score.log10_p = log10_p;
  candidate.score.log10_p_corrected = std::min(0.0, log10_p + correction);
}

// Each session once, with its best test by Chernoff's bound, best first.
std::vector<Candidate> rank(const TestLeaders& leaders, const LinearTests& tests,
                            const Corrections& corrections) {
  std::vector<Candidate> ranked;
  for (std::size_t k = 0; k < kTests; ++k) {
    const LinearTest& test = tests.tests[k];
    if (test.coins.weights.empty()) continue;
    std::size_t rank_in_test = 0;
    for (const Leader& leader : leaders[k]) {
      Candidate candidate;
      candidate.score.session = leader.session;
      candidate.slot = leader.slot;
      candidate.score.test = test.test;
      candidate.score.scenario = test.scenario;
      candidate.score.inverted = test.inverted;
      candidate.test = k;
      candidate.x = leader.score;
      set_probability(candidate, log10_tail_bound(test.coins, leader.score), corrections.of(test));
      ranked.push_back(candidate);
      if (++rank_in_test >= kAlwaysRanked && candidate.score.log10_p_corrected > kNearlySignificant) break;
    }
  }
  std::stable_sort(ranked.begin(), ranked.end(), better);
  std::vector<Candidate> once;
  for (const Candidate& candidate : ranked) {
    const bool known = std::any_of(once.begin(), once.end(), [&](const Candidate& other) {
      return other.score.session == candidate.score.session;
    });
    if (!known && once.size() < kLeadingSessions) once.push_back(candidate);
  }
  return once;
}

// A slot is named only where code A by itself bears it out among the session's slots: otherwise code B's
// evidence for the session would carry any slot that the name happens to fit best.
bool slot_is_proven(const Coder& coder, const LinearTests& tests, const SoftChips& name_chips,
                    const Candidate& candidate, const RegisteredSession& session) {
  constexpr double kProven = -6;
  if (tests.tests[candidate.test].part == NamePart::none) return false;
  // The slots of one session are words of one code, too.
  const double log10_p = -log10_evidence(coder, name_chips, {session.token, candidate.slot});
  return log10_p + std::log10(session.slots) <= kProven;
}

// What a candidate's test proves. Code B's signs are independent draws, and their tail is exact; names are
// not independent of each other, and what they prove is bounded along the decoder's path.
double proven_log10_p(const Coder& coder, const SoftChips& chips, std::span<const RegisteredSession> sessions,
                      const LinearTest& test, const Candidate& candidate) {
  if (test.part == NamePart::none) return affordable_log10_tail(test.coins, candidate.x);
  return std::min(0.0,
                  -log10_evidence(coder, chips, {sessions[candidate.score.session].token, candidate.slot}));
}

double most_expected(const LinearTests& tests, const Corrections& corrections) {
  const LinearTest& test = tests.tests[kJointAlone];
  const double log10_p = log10_tail_bound(test.coins, static_cast<std::int64_t>(test.expected));
  return std::min(0.0, log10_p + corrections.of(test));
}

}  // namespace

tl::expected<RegistryScore, CodeError> score_registry(const Coder& coder, const SoftChips& chips,
                                                      std::span<const RegisteredSession> sessions,
                                                      const ScoreOptions& options) {
  if (auto error = wrong_argument(chips, sessions, options)) return tl::unexpected(std::move(*error));
  RegistryScore result;
  const LinearTests tests = make_tests(coder.state(), chips);
  result.positions_b = tests.seen.size();
  result.positions_a = static_cast<std::size_t>(
      std::count_if(chips.a.begin(), chips.a.end(), [](std::int8_t q) { return q != 0; }));
  if (sessions.empty() || result.positions_a + result.positions_b == 0) return result;

  const double slots = std::accumulate(sessions.begin(), sessions.end(), 0.0,
                                       [](double sum, const RegisteredSession& s) { return sum + s.slots; });
  const Corrections corrections{std::log10(slots), std::log10(static_cast<double>(sessions.size())),
                                std::log10(options.extra_hypotheses)};
  result.hypotheses = slots * static_cast<double>(kTests) * options.extra_hypotheses;
  result.log10_alone_tries = corrections.of(tests.tests[kJointAlone]);
  result.expected_log10_p_corrected = most_expected(tests, corrections);

  const SessionScorer scorer(coder.state(), tests);
  std::vector<Candidate> ranked = rank(score_all(scorer, sessions, options.threads), tests, corrections);
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    const LinearTest& test = tests.tests[ranked[i].test];
    if (i < kAlwaysRanked || ranked[i].score.log10_p_corrected < kNearlySignificant)
      set_probability(ranked[i], proven_log10_p(coder, chips, sessions, test, ranked[i]),
                      corrections.of(test));
  }
  std::stable_sort(ranked.begin(), ranked.end(), better);
  SoftChips name_chips = chips;
  name_chips.b.clear();
  for (Candidate& candidate : ranked) {
    const RegisteredSession& session = sessions[candidate.score.session];
    candidate.score.log10_likelihood_ratio = log10_alone_ratio(coder, chips, {session.token, candidate.slot});
    if (slot_is_proven(coder, tests, name_chips, candidate, session)) candidate.score.slot = candidate.slot;
    result.leading.push_back(candidate.score);
  }
  if (!result.leading.empty()) result.best = result.leading[0];
  if (result.leading.size() > 1) result.runner_up = result.leading[1];
  return result;
}

}  // namespace spoor::mark_code
