// The verdict on one leak: who drew it, how sure that is, or what is missing.
//
//   match          the false-accusation probability, given this capture's chips and corrected for everything
//                  that was tried, is at most JudgeOptions::max_false_accusation; the runner-up is as clearly
//                  rejected; blind decoding, where it speaks, says the same
//   unmarked       had any session of the kit drawn this, its score would almost surely have been higher
//                  than the best one found
//   inconclusive   neither: `reason` says what is missing
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "watermark/mark/scoring.hpp"
#include "watermark/seal/kit.hpp"
#include "watermark/trace/error.hpp"
#include "watermark/trace/kinship.hpp"
#include "watermark/trace/measurement.hpp"
#include "watermark/trace/pool.hpp"
#include "watermark/trace/shortfall.hpp"
#include "watermark/trace/weight.hpp"

namespace spoor::trace {

enum class VerdictKind : std::uint8_t { match, inconclusive, unmarked };
[[nodiscard]] std::string_view verdict_name(VerdictKind kind) noexcept;

struct JudgeOptions {
  double max_false_accusation = 1e-9;  ///< 0 to 1; a policy may be stricter than the default
  double min_log10_gap = 9;            ///< log10 likelihood ratio of the named session over the runner-up
  double max_slot_error = 1e-6;        ///< probability of a wrong slot above which no slot is stated
  double min_read_if_unmarked = 0.85;  ///< mean certainty of reading below which no page is spoken free
  double max_log10_if_marked = -3;     ///< `unmarked` where a marked page would look so at most this often
  double captures = 1;                 ///< captures judged with the same kit for the same question; >= 1
  double attempts = 1;                 ///< measurements of a capture that may name somebody; >= 1
  bool blind = true;                   ///< decode without the registry, too
  bool missing = true;                 ///< find out what an inconclusive capture lacks, which takes a while
  unsigned threads = 1;
};

struct NamedSession {
  std::size_t index = 0;  ///< into the kit's sessions
  double log10_likelihood_ratio = 0;
  double log10_p_corrected = 0;
  bool alone = true;  ///< false: its signs were found mixed with others', or turned round
};

struct BlindResult {
  bool decoded = false;                ///< some payload passed its CRC (which happens by chance, too)
  std::optional<std::size_t> session;  ///< of the kit, where a decoded payload names one
};

struct Verdict {
  VerdictKind kind = VerdictKind::inconclusive;
  std::optional<NamedSession> best;       ///< the strongest session; names nobody unless kind is match
  std::optional<NamedSession> runner_up;  ///< the strongest other session
  std::optional<std::uint16_t> slot;      ///< of a match, where code A is sure of it
  bool several = false;                   ///< two sessions are proven, each of a part
  BlindResult blind;
  double hypotheses = 0;         ///< sessions x slots x codes x sides x captures x attempts
  std::size_t glyphs = 0;        ///< that spoke
  double snr_db = 0;             ///< of a single glyph
  double mean_read = 0;          ///< mean probability that a glyph's context was read right
  double sign_agreement = 0;     ///< of a match: part of the glyphs on the side that its tables say; else 0
  Kinship mark_signs;            ///< is there a mark of this kind at all
  std::optional<Weight> weight;  ///< of a match
  std::optional<Shortfall> shortfall;  ///< of an inconclusive verdict for want of evidence
  std::string reason;                  ///< of unmarked and inconclusive: one sentence
};

/// What a match's session would have drawn: the signs to compare a measurement with.
[[nodiscard]] bool expected_right(const mark::KerningTable& table, const mark::Window& window) noexcept;

class Judge {
 public:
  /// Keeps what it needs of the kit. Errors: internal (cryptographic library), unsupported (a registry that
  /// makes no sense).
  [[nodiscard]] static tl::expected<Judge, TraceError> create(const seal::Kit& kit);

  /// Judges measurements of one leak. Errors: internal. Safe to call from several threads.
  [[nodiscard]] tl::expected<Verdict, TraceError> judge(std::span<const Measurement> measurements,
                                                        const JudgeOptions& options) const;

  /// The table that a session's viewer drew with; code A's part is 0 without a slot.
  [[nodiscard]] mark::KerningTable table_of(std::size_t session, std::optional<std::uint16_t> slot) const;

  [[nodiscard]] const PoolOptions& pool_options() const noexcept { return pool_; }

 private:
  Judge(mark_code::Coder coder, std::vector<mark_code::RegisteredSession> sessions, PoolOptions pool);
  // may_free: a page that nobody of the kit explains may be called unmarked.
  void decide(Verdict& verdict, bool may_free, const mark_code::RegistryScore& score, const Pooled& pooled,
              const mark_code::SoftChips& chips, const JudgeOptions& options) const;
  [[nodiscard]] bool speaks_against_all(const mark_code::SessionScore& best,
                                        const mark_code::SoftChips& chips, const JudgeOptions& options) const;
  [[nodiscard]] BlindResult decode(const mark_code::SoftChips& chips) const;
  [[nodiscard]] std::optional<std::uint16_t> sure_slot(mark_code::SoftChips chips,
                                                       const mark_code::SessionScore& best,
                                                       const JudgeOptions& options) const;

  mark_code::Coder coder_;
  std::vector<mark_code::RegisteredSession> sessions_;
  PoolOptions pool_;
};

}  // namespace spoor::trace
