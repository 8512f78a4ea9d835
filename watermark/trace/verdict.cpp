#include "watermark/trace/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

#include "watermark/mark/blind.hpp"
#include "watermark/trace/reason.hpp"
#include "watermark/trace/sufficiency.hpp"

namespace spoor::trace {
namespace {

using mark_code::RegistryScore;
using mark_code::SessionScore;
using mark_code::SoftChips;

constexpr double kNotableLog10 = -2;  // a best session this improbable by chance is not spoken free

// Whether a session stands out and is not named yet.
bool stands_out(const RegistryScore& score) {
  return score.best && score.best->log10_p_corrected < kNotableLog10;
}

NamedSession named(const SessionScore& score) {
  const bool alone = score.scenario == mark_code::Scenario::alone && !score.inverted;
  return {score.session, score.log10_likelihood_ratio, score.log10_p_corrected, alone};
}

// What speaks against naming a session that passed the threshold; empty: nothing.
std::string objection(const RegistryScore& score, const BlindResult& blind, const JudgeOptions& options) {
  if (score.runner_up && score.runner_up->log10_p_corrected <= std::log10(options.max_false_accusation))
    return "more than one session drew parts of this: crop to one window and trace each part";
  if (score.runner_up &&
      score.best->log10_likelihood_ratio - score.runner_up->log10_likelihood_ratio < options.min_log10_gap)
    return "a second session explains the picture nearly as well: more text is needed to tell them apart";
  if (blind.session && *blind.session != score.best->session)
    return "scoring the registry and decoding the name from the picture point at different sessions";
  return {};
}

bool points_right(const mark::KerningTable& table, mark::Position position) {
  const std::uint64_t word =
      position.code == mark::Code::a ? table.a[position.index / 64U] : table.b[position.index / 64U];
  return ((word >> (position.index % 64U)) & 1U) != 0;
}

double sign_agreement(std::span<const Measurement> measurements, const mark::KerningTable& table,
                      bool slot_known) {
  std::size_t agree = 0, all = 0;
  for (const Measurement& measurement : measurements)
    for (const MeasuredGlyph& glyph : measurement.glyphs) {
      const mark::Position position = mark::position_of(glyph.window);
      if (position.code == mark::Code::none || (position.code == mark::Code::a && !slot_known)) continue;
      ++all;
      if (points_right(table, position) == (glyph.offset_em > 0)) ++agree;
    }
  return all == 0 ? 0 : static_cast<double>(agree) / static_cast<double>(all);
}

double extra_hypotheses(const JudgeOptions& options) {
  return std::max(options.captures, 1.0) * std::max(options.attempts, 1.0);
}

TraceError internal(const mark_code::CodeError& error) {
  return {TraceErrorCode::internal, error.message};
}

}  // namespace

std::string_view verdict_name(VerdictKind kind) noexcept {
  switch (kind) {
    case VerdictKind::match:
      return "match";
    case VerdictKind::inconclusive:
      return "inconclusive";
    case VerdictKind::unmarked:
      return "unmarked";
  }
  return "inconclusive";
}

bool expected_right(const mark::KerningTable& table, const mark::Window& window) noexcept {
  const mark::Position position = mark::position_of(window);
  return position.code != mark::Code::none && points_right(table, position);
}

Judge::Judge(mark_code::Coder coder, std::vector<mark_code::RegisteredSession> sessions, PoolOptions pool)
    : coder_(std::move(coder)), sessions_(std::move(sessions)), pool_(pool) {}

tl::expected<Judge, TraceError> Judge::create(const seal::Kit& kit) {
  mark_code::MarkKey key{};
  std::copy(kit.mark_key.begin(), kit.mark_key.end(), key.begin());
  auto coder = mark_code::Coder::create(key);
  if (!coder) return tl::unexpected(internal(coder.error()));
  std::vector<mark_code::RegisteredSession> sessions;
  for (const seal::KitSession& session : kit.sessions) sessions.push_back({session.token, session.slots});
  PoolOptions pool;
  if (kit.strength_em > 0) pool.strength_em = kit.strength_em;
  return Judge(std::move(*coder), std::move(sessions), pool);
}

tl::expected<Verdict, TraceError> Judge::judge(std::span<const Measurement> measurements,
                                               const JudgeOptions& options) const {
  Verdict verdict;
  const Pooled pooled = pool(measurements, pool_);
  verdict.glyphs = pooled.glyphs_a + pooled.glyphs_b;
  verdict.snr_db = pooled.snr_db;
  verdict.mean_read = pooled.mean_read;
  if (verdict.glyphs == 0) {
    verdict.reason = reason_nothing_measured(measurements);
    return verdict;
  }
  verdict.mark_signs = kinship(measurements, pool_.strength_em);
  const SoftChips chips = chips_of(pooled);
  mark_code::ScoreOptions scoring{options.threads, extra_hypotheses(options)};
  const auto score = score_registry(coder_, chips, sessions_, scoring);
  if (!score) return tl::unexpected(internal(score.error()));
  verdict.hypotheses = score->hypotheses;
  if (sessions_.empty()) {
    verdict.reason = "the kit lists no session: export it again from the vault after issuing sessions";
    return verdict;
  }
  if (score->best) verdict.best = named(*score->best);
  if (score->runner_up) verdict.runner_up = named(*score->runner_up);
  if (options.blind) verdict.blind = decode(chips);
  const bool photograph = std::any_of(measurements.begin(), measurements.end(),
                                      [](const Measurement& m) { return m.photograph; });
  // So may a page be that lies all but straight on a scanner: its glyphs are placed worse than a mark moves
  // them.
  const bool doubtful = photograph || verdict.snr_db < 0;
  const bool read_right =
      doubtful ? shows_right_reading(verdict.mark_signs) : !shows_wrong_reading(verdict.mark_signs);
  decide(verdict, read_right, *score, pooled, chips, options);
  if (verdict.kind != VerdictKind::match) return verdict;
  verdict.slot = sure_slot(chips, *score->best, options);
  verdict.weight = weigh(coder_, pooled, sessions_, verdict.best->index,
                         {options.max_slot_error, -score->best->log10_p, pool_, options.threads});
  verdict.sign_agreement =
      sign_agreement(measurements, table_of(verdict.best->index, verdict.slot), verdict.slot.has_value());
  return verdict;
}

void Judge::decide(Verdict& verdict, bool may_free, const RegistryScore& score, const Pooled& pooled,
                   const SoftChips& chips, const JudgeOptions& options) const {
  if (score.best && score.best->log10_p_corrected <= std::log10(options.max_false_accusation)) {
    verdict.reason = objection(score, verdict.blind, options);
    verdict.several =
        score.runner_up && score.runner_up->log10_p_corrected <= std::log10(options.max_false_accusation);
    if (verdict.reason.empty()) verdict.kind = VerdictKind::match;
  } else if (may_free && score.best && verdict.mean_read >= options.min_read_if_unmarked &&
             speaks_against_all(*score.best, chips, options)) {
    verdict.kind = VerdictKind::unmarked;
    verdict.reason = reason_unmarked(verdict);
  } else {
    if (!options.missing) return;
    const double needed = score.log10_alone_tries - std::log10(options.max_false_accusation);
    const double found = score.best ? score.log10_alone_tries - score.best->log10_p_corrected : 0;
    verdict.shortfall = stands_out(score) ? shortfall_of(static_cast<double>(verdict.glyphs), found, needed)
                                          : shortfall(pooled, coder_, needed, pool_);
    verdict.reason = reason_insufficient(verdict, *verdict.shortfall);
  }
}

bool Judge::speaks_against_all(const SessionScore& best, const SoftChips& chips,
                               const JudgeOptions& options) const {
  if (best.log10_p_corrected < kNotableLog10) return false;
  const SoftChips trusted = trusted_chips(chips);
  const auto score = score_registry(coder_, trusted, sessions_, {options.threads});
  if (!score || !score->best) return false;
  const double bound = log10_ratio_bound(trusted, score->best->log10_likelihood_ratio);
  return log10_probability_below(trusted, bound) <= options.max_log10_if_marked;
}

BlindResult Judge::decode(const SoftChips& chips) const {
  const auto session_of = [this](const mark_code::Payload& payload) -> std::optional<std::size_t> {
    const auto found = std::find_if(sessions_.begin(), sessions_.end(), [&](const auto& session) {
      return session.token == payload.token && payload.slot < session.slots;
    });
    if (found == sessions_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - sessions_.begin());
  };
  mark_code::BlindOptions options;
  options.known = [&](const mark_code::Payload& payload) { return session_of(payload).has_value(); };
  BlindResult out;
  for (const mark_code::BlindCandidate& candidate : decode_blind(coder_, chips, options)) {
    out.decoded = true;
    if (!out.session) out.session = session_of(candidate.payload);
  }
  return out;
}

std::optional<std::uint16_t> Judge::sure_slot(SoftChips chips, const SessionScore& best,
                                              const JudgeOptions& options) const {
  chips.b.clear();  // code B is the same in every slot
  const auto score = score_registry(coder_, chips, std::span(&sessions_[best.session], 1), {options.threads});
  if (!score || !score->best || score->best->slot != best.slot) return std::nullopt;
  if (score->best->log10_p_corrected > std::log10(options.max_slot_error)) return std::nullopt;
  return best.slot;
}

mark::KerningTable Judge::table_of(std::size_t session, std::optional<std::uint16_t> slot) const {
  mark::KerningTable table;
  coder_.table_b(sessions_[session].token,
                 std::span<std::uint64_t, mark::kPositionsB / 64>(table.b.data(), mark::kPositionsB / 64));
  if (slot) coder_.table_a(sessions_[session].token, *slot, table.a);
  return table;
}

}  // namespace spoor::trace
