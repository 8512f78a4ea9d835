// Registry scoring: every registered session and slot against a capture's chips, with the probability that an
// innocent's table scores as high on *these* chips.
//
// Every test is a linear score T = sum_j s_j w_j with integer weights that depend on the chips (and on B's
// biases) alone. Code B's signs are independent draws with the secret bias p_j, whatever the chips: a test on
// B alone has an exact tail, a subset-sum recursion under an exponentially tilted measure (which cannot
// underflow; p is returned as its logarithm). Names are words of one linear code of low rate, which agree
// with each other far more often than coins: where a test uses the name, the score only ranks, and p is
// bounded along the decoder's path (evidence.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tl/expected.hpp>

#include "watermark/mark/chips.hpp"
#include "watermark/mark/coder.hpp"

namespace spoor::mark_code {

/// One registered session: its slots are 0 .. slots - 1.
struct RegisteredSession {
  std::uint64_t token = 0;
  std::uint32_t slots = 1;  ///< 1 to 65,536
};

/// Which evidence a score stands on.
enum class CodeTest : std::uint8_t {
  a,   ///< the name alone
  b,   ///< code B alone; says no slot
  ab,  ///< both jointly
};

/// Who is supposed to have drawn the capture: which linear weights a test uses. Only power depends on it.
enum class Scenario : std::uint8_t {
  alone,              ///< one viewer's own table
  mixture,            ///< several, averaged or interleaved
  majority,           ///< several, each sign by majority
  minority_of_three,  ///< several, each sign by minority
  minority_of_five,
  coin,      ///< several, a coin (or nothing) wherever they differ
  all_plus,  ///< several, + wherever one of them has it
  all_minus,
};

struct ScoreOptions {
  unsigned threads = 1;         ///< >= 1; the result does not depend on it
  double extra_hypotheses = 1;  ///< captures x attempts at each; >= 1
};

/// The strongest finding about one session.
struct SessionScore {
  std::size_t session = 0;            ///< index into the span that was scored
  std::optional<std::uint16_t> slot;  ///< the slot; nullopt where code A by itself does not prove one
  CodeTest test = CodeTest::ab;
  Scenario scenario = Scenario::alone;
  bool inverted = false;         ///< the name fits with every sign flipped (a minority attack)
  double log10_p = 0;            ///< that one innocent session and slot passes this one test as well; <= 0
  double log10_p_corrected = 0;  ///< the same for everything that was tried; <= 0 (clipped)
  double log10_likelihood_ratio =
      0;  ///< of "this session, at its best slot, drew it alone" against "somebody
          ///< else did", by both codes; negative speaks for somebody else
};

/// How many sessions RegistryScore::leading holds at most.
inline constexpr std::size_t kLeadingSessions = 8;

struct RegistryScore {
  std::optional<SessionScore> best;       ///< nullopt: no session or no chip
  std::optional<SessionScore> runner_up;  ///< the best of any *other* session
  /// The best sessions, best first (the two above are its head): more than one is significant only where
  /// several mixed their tables. Values beyond the second, where far from significant, are Chernoff bounds.
  std::vector<SessionScore> leading;
  double hypotheses = 0;         ///< (sessions x slots) x tests x extra_hypotheses
  double log10_alone_tries = 0;  ///< log10 of what a lone viewer's probability is multiplied with
  double expected_log10_p_corrected =
      0;                        ///< what the capture's true session, alone, would reach if its chips are
                                ///< honest: far below the threshold and yet no match speaks for "unmarked"
  std::size_t positions_a = 0;  ///< positions with a chip
  std::size_t positions_b = 0;
};

/// Scores sessions x slots. Errors: bad_argument (a slot count outside 1..65,536, chips.b of a
/// wrong size, a unit that is not positive although there are chips, options out of range).
[[nodiscard]] tl::expected<RegistryScore, CodeError> score_registry(
    const Coder& coder, const SoftChips& chips, std::span<const RegisteredSession> sessions,
    const ScoreOptions& options = {});

}  // namespace spoor::mark_code
