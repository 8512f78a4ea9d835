#include "tally.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <ostream>

namespace spoor::blackbox {
namespace {

constexpr std::int64_t kSlotSeconds = 15 * 60;

double percentile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

// P(at most k successes of n), each with probability p.
double binomial_tail(std::size_t k, std::size_t n, double p) {
  const auto trials = static_cast<double>(n);
  double sum = 0;
  for (std::size_t i = 0; i <= k; ++i) {
    const auto hits = static_cast<double>(i);
    sum += std::exp(std::lgamma(trials + 1) - std::lgamma(hits + 1) - std::lgamma(trials - hits + 1) +
                    hits * std::log(p) + (trials - hits) * std::log1p(-p));
  }
  return sum;
}

std::string text_of(const Truth& truth, const trace::SourceLines& place) {
  std::ifstream in(truth.tree / place.path, std::ios::binary);
  std::string out, line;
  for (std::uint64_t number = 1; number <= place.last_line && std::getline(in, line); ++number)
    if (number >= place.first_line) out += line + '\n';
  return out;
}

}  // namespace

const char* outcome_name(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::correct:
      return "correct";
    case Outcome::inconclusive:
      return "inconclusive";
    case Outcome::unmarked:
      return "unmarked";
    case Outcome::wrong:
      return "wrong";
    case Outcome::failed:
      return "failed";
  }
  return "failed";
}

Outcome outcome_of(const trace::TraceResult& result, const Truth& truth, const seal::Kit& kit) {
  if (result.error) return Outcome::failed;
  const trace::Verdict& verdict = result.verdict;
  if (verdict.kind == trace::VerdictKind::inconclusive) return Outcome::inconclusive;
  if (verdict.kind == trace::VerdictKind::unmarked) return Outcome::unmarked;
  const seal::KitSession& named = kit.sessions[verdict.best->index];
  if (truth.reviewer.empty() || named.reviewer != truth.reviewer) return Outcome::wrong;
  if (!verdict.slot) return Outcome::correct;
  const std::int64_t start = named.start_unix_s + *verdict.slot * kSlotSeconds;
  // A shot takes a moment: it may be stamped just after the slot it was drawn in.
  constexpr std::int64_t kSlackSeconds = 20;
  const bool in_slot =
      truth.drawn_unix_s >= start && truth.drawn_unix_s < start + kSlotSeconds + kSlackSeconds;
  return in_slot ? Outcome::correct : Outcome::wrong;
}

PlaceOutcome place_of(const trace::TraceResult& result, const Truth& truth, const LineRange& shown) {
  constexpr std::uint64_t kSlack = 3;  // lines: rows that the picture's edge cuts
  const auto true_place = [&](const trace::SourceLines& place) {
    return place.path == truth.path && place.first_line + kSlack >= shown.first &&
           place.last_line <= shown.last + kSlack;
  };
  if (!result.source) return PlaceOutcome::none;
  if (true_place(*result.source)) return PlaceOutcome::exact;
  const auto& ties = result.source->ties;
  const auto listed = std::find_if(ties.begin(), ties.end(), true_place);
  const bool same = listed != ties.end() && text_of(truth, *listed) == text_of(truth, *result.source);
  return same ? PlaceOutcome::tied : PlaceOutcome::wrong;
}

std::size_t Row::count(Outcome outcome) const {
  return static_cast<std::size_t>(std::count(outcomes.begin(), outcomes.end(), outcome));
}

std::size_t Row::count(PlaceOutcome outcome) const {
  return static_cast<std::size_t>(std::count(places.begin(), places.end(), outcome));
}

Interval exact_interval(std::size_t successes, std::size_t trials) {
  constexpr double kEachSide = 0.025;
  // The probability at which the tail, which falls with it, has a value.
  const auto where = [&](std::size_t most, double value) {
    double low = 0, high = 1;
    for (int step = 0; step < 50; ++step) {
      const double middle = 0.5 * (low + high);
      (binomial_tail(most, trials, middle) > value ? low : high) = middle;
    }
    return 0.5 * (low + high);
  };
  return {successes == 0 ? 0 : where(successes - 1, 1 - kEachSide),
          successes == trials ? 1 : where(successes, kEachSide)};
}

bool Row::passes() const {
  if (count(Outcome::wrong) > 0 || count(Outcome::failed) > 0) return false;
  return static_cast<double>(count(Outcome::correct)) >= required * static_cast<double>(outcomes.size());
}

void print_table(std::ostream& out, const std::vector<Row>& rows) {
  out << fmt::format(
      "{:<28} {:>6} {:>9} {:>13} {:>7} {:>7} {:>7} {:>6} {:>7} {:>8} {:>6} {:>7} {:>7} {:>8} {:>8}\n",
      "capture", "n", "correct %", "95 % interval", "asked", "inconcl", "unmark", "wrong", "failed",
      "place %", "tied %", "wrong %", "none %", "ms p50", "ms p95");
  for (const Row& row : rows) {
    if (row.outcomes.empty()) continue;
    const auto n = static_cast<double>(std::max<std::size_t>(1, row.outcomes.size()));
    const std::string asked = row.required > 0 ? fmt::format("{:.1f}", 100 * row.required) : "-";
    const std::string correct =
        row.null ? "-" : fmt::format("{:.2f}", 100 * static_cast<double>(row.count(Outcome::correct)) / n);
    const Interval interval = exact_interval(row.count(Outcome::correct), row.outcomes.size());
    const std::string between =
        row.null ? "-" : fmt::format("{:.1f}..{:.1f}", 100 * interval.low, 100 * interval.high);
    const auto place = [&](PlaceOutcome outcome) {
      if (row.places.empty()) return std::string("-");
      return fmt::format(
          "{:.1f}", 100 * static_cast<double>(row.count(outcome)) / static_cast<double>(row.places.size()));
    };
    out << fmt::format(
        "{:<28} {:>6} {:>9} {:>13} {:>7} {:>7} {:>7} {:>6} {:>7} {:>8} {:>6} {:>7} {:>7} {:>8.0f} "
        "{:>8.0f}{}\n",
        row.condition, row.outcomes.size(), correct, between, asked, row.count(Outcome::inconclusive),
        row.count(Outcome::unmarked), row.count(Outcome::wrong), row.count(Outcome::failed),
        place(PlaceOutcome::exact), place(PlaceOutcome::tied), place(PlaceOutcome::wrong),
        place(PlaceOutcome::none), percentile(row.times_ms, 0.5), percentile(row.times_ms, 0.95),
        row.passes() ? "" : "  FAILS");
  }
}

}  // namespace spoor::blackbox
