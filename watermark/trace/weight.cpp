#include "watermark/trace/weight.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace spoor::trace {
namespace {

// A position's displacement as it is compared: in strengths, and the variance of its error.
struct Stand {
  double mean = 0, variance = 1;
  bool right = false;  // the side that the table says
};

bool bit_of(std::span<const std::uint64_t> table, std::size_t position) {
  return ((table[position / 64] >> (position % 64)) & 1U) != 0;
}

void append(std::vector<Stand>& out, const std::vector<PooledPosition>& positions,
            std::span<const std::uint64_t> table, double position_cap) {
  // |L| = 2 |mean| / variance of a glyph that stands where its sign says is the position's cap at most.
  const double least_variance = 2 / position_cap;
  for (std::size_t j = 0; j < positions.size(); ++j)
    if (positions[j].glyphs > 0 && positions[j].precision > 0)
      out.push_back({static_cast<double>(positions[j].mean),
                     std::max(1 / static_cast<double>(positions[j].precision), least_variance),
                     bit_of(table, j)});
}

// ln N(x; mean, variance) but for a constant.
double ln_normal(double x, double mean, double variance) {
  return -0.5 * ((x - mean) * (x - mean) / variance + std::log(variance));
}

double ln_unmarked(const std::vector<Stand>& stands, double spread2) {
  return std::accumulate(stands.begin(), stands.end(), 0.0, [&](double sum, const Stand& s) {
    return sum + ln_normal(s.mean, 0, s.variance + spread2);
  });
}

// The spread of an unmarked page is not known: the one that explains these displacements best is taken.
double ln_unmarked_at_best(const std::vector<Stand>& stands) {
  constexpr int kSpreads = 40;
  constexpr double kLeastSpread2 = 0.01, kStep = 1.2;  // strengths^2: up to 15
  double best = ln_unmarked(stands, 0), spread2 = kLeastSpread2;
  for (int i = 0; i < kSpreads; ++i, spread2 *= kStep) best = std::max(best, ln_unmarked(stands, spread2));
  return best;
}

// A position was read right, and its sign is the table's, but for a certainty that the pooling has as well.
double ln_marked(const Stand& s, double surprise) {
  const double own = ln_normal(s.mean, s.right ? 1 : -1, s.variance);
  const double other = ln_normal(s.mean, s.right ? -1 : 1, s.variance);
  const double top = std::max(own, other);
  return top + std::log((1 - surprise / 2) * std::exp(own - top) + surprise / 2 * std::exp(other - top));
}

}  // namespace

double log10_against_unmarked(const Pooled& pooled, const mark::KerningTable& table,
                              const PoolOptions& options) {
  std::vector<Stand> stands;
  append(stands, pooled.a, table.a, options.position_cap);
  append(stands, pooled.b, table.b, options.position_cap);
  const double surprise = 1 - pooled.mean_read * (1 - options.surprise);
  double marked = 0;
  for (const Stand& s : stands) marked += ln_marked(s, surprise);
  return (marked - ln_unmarked_at_best(stands)) / std::numbers::ln10;
}

double least_log10_ratio(const Weight& weight) noexcept {
  return std::min(weight.log10_against_registered.value_or(weight.log10_against_unmarked),
                  weight.log10_against_unmarked);
}

SlotWindow slot_window(std::span<const double> log10_ratios, double slot_error) {
  if (log10_ratios.empty()) return {};
  const double top = *std::max_element(log10_ratios.begin(), log10_ratios.end());
  std::vector<double> share(log10_ratios.size());
  std::transform(log10_ratios.begin(), log10_ratios.end(), share.begin(),
                 [&](double ratio) { return std::pow(10, ratio - top); });
  double left = slot_error * std::accumulate(share.begin(), share.end(), 0.0);
  std::size_t first = 0, last = share.size() - 1;
  while (first < last) {  // gives up the less likely end for as long as the rest may be given up
    const bool front = share[first] <= share[last];
    const double given = front ? share[first] : share[last];
    if (given > left) break;
    left -= given;
    front ? ++first : --last;
  }
  return {static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(last)};
}

Weight weigh(const mark_code::Coder& coder, const Pooled& pooled,
             std::span<const mark_code::RegisteredSession> sessions, std::size_t session,
             const WeighOptions& options) {
  const mark_code::SoftChips chips = chips_of(pooled);
  const auto ratios = mark_code::session_ratios(coder, chips, sessions, options.threads);
  Weight out;
  std::vector<double> others;
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    out.sessions.push_back(ratios[i].log10_mean);
    if (i != session) others.push_back(ratios[i].log10_mean);
  }
  if (!others.empty())
    out.log10_against_registered =
        std::min(options.log10_most, ratios[session].log10_mean - mark_code::log10_mean_of(others));
  mark::KerningTable table;
  coder.table_a(sessions[session].token, ratios[session].best_slot, table.a);
  coder.table_b(sessions[session].token,
                std::span<std::uint64_t, mark::kPositionsB / 64>(table.b.data(), mark::kPositionsB / 64));
  // The best slot was looked for: what it gains over the mean of all is taken away again.
  out.log10_against_unmarked =
      std::min(options.log10_most, log10_against_unmarked(pooled, table, options.pool) -
                                       std::log10(static_cast<double>(sessions[session].slots)));
  out.window = slot_window(mark_code::slot_ratios(coder, chips, sessions[session]), options.slot_error);
  return out;
}

}  // namespace spoor::trace
