// How much a match weighs: likelihood ratios of "the named session drew the page" against what else may have
// happened. They describe; what decides is the bounded false-accusation probability (evidence.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "watermark/mark/coder.hpp"
#include "watermark/mark/likelihood.hpp"
#include "watermark/mark/scoring.hpp"
#include "watermark/trace/pool.hpp"

namespace spoor::trace {

/// Slots first .. last of a session, both included.
struct SlotWindow {
  std::uint16_t first = 0, last = 0;
};

struct Weight {
  /// Against "another session of this kit drew it", all of them and their slots alike likely; nullopt where
  /// the kit holds no other.
  std::optional<double> log10_against_registered;
  /// Against "no session drew it": the glyphs stand anywhere about their grid with one spread, the one that
  /// explains the page best.
  double log10_against_unmarked = 0;
  /// When the lines were laid out, if the session drew them: outside of it, with the probability asked for.
  SlotWindow window;
  /// log10 ratios of all sessions of the kit, in its order, against a random table.
  std::vector<double> sessions;
};

/// The smaller of both ratios: what the evidence weighs at least.
[[nodiscard]] double least_log10_ratio(const Weight& weight) noexcept;

struct WeighOptions {
  double slot_error = 1e-6;  ///< probability of a time outside the window, above 0
  /// log10 that no ratio exceeds: the bounded evidence for the session (mark/evidence.hpp) is itself a ratio
  /// that holds against any page whose signs have nothing to do with the session's, whoever drew it or
  /// nobody, and unlike the others it takes no error's distribution for granted.
  double log10_most = 0;
  PoolOptions pool;
  unsigned threads = 1;
};

/// `session` indexes the sessions.
[[nodiscard]] Weight weigh(const mark_code::Coder& coder, const Pooled& pooled,
                           std::span<const mark_code::RegisteredSession> sessions, std::size_t session,
                           const WeighOptions& options);

/// log10 of P(displacements | drawn by the table) / P(displacements | unmarked), with the spread of an
/// unmarked page that explains them best. No position counts for more than its cap allows.
[[nodiscard]] double log10_against_unmarked(const Pooled& pooled, const mark::KerningTable& table,
                                            const PoolOptions& options);

/// The shortest run of slots outside of which the others' share of the likelihood is at most slot_error.
[[nodiscard]] SlotWindow slot_window(std::span<const double> log10_ratios, double slot_error);

}  // namespace spoor::trace
