// Counting what the tracer made of each screen under each condition, and printing it as a table.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "screen.hpp"
#include "watermark/seal/kit.hpp"
#include "watermark/trace/result.hpp"

namespace spoor::blackbox {

enum class Outcome : std::uint8_t { correct, inconclusive, unmarked, wrong, failed };
[[nodiscard]] const char* outcome_name(Outcome outcome) noexcept;

/// Correct: the right reviewer and, where one is stated, the right slot. Wrong: anybody else, another slot,
/// anybody at all where nobody of the kit drew it. Failed: the tracer gave an error.
[[nodiscard]] Outcome outcome_of(const trace::TraceResult& result, const Truth& truth, const seal::Kit& kit);

/// Exact: the path, and lines that were on screen. Tied: another place of the very same bytes, with the true
/// one listed beside it as no less likely. Wrong: another place. None: no place is named.
enum class PlaceOutcome : std::uint8_t { exact, tied, wrong, none };

/// `shown`: the lines of the truth's path that the capture shows, 1-based, both included.
struct LineRange {
  std::uint64_t first = 0, last = 0;
};
[[nodiscard]] PlaceOutcome place_of(const trace::TraceResult& result, const Truth& truth,
                                    const LineRange& shown);

struct Row {
  std::string condition;
  double required = 0;  ///< part that must be correct; 0: none is asked
  bool null = false;    ///< nobody may be named
  std::vector<Outcome> outcomes;
  std::vector<double> times_ms;
  std::vector<PlaceOutcome> places;  ///< where the truth knows the place

  [[nodiscard]] std::size_t count(Outcome outcome) const;
  [[nodiscard]] std::size_t count(PlaceOutcome outcome) const;
  /// No wrong one, and as many correct as required.
  [[nodiscard]] bool passes() const;
};

/// Clopper's and Pearson's exact interval of a probability, 95 % in all: "The use of confidence or fiducial
/// limits illustrated in the case of the binomial", Biometrika 26, 1934.
struct Interval {
  double low = 0, high = 1;
};
[[nodiscard]] Interval exact_interval(std::size_t successes, std::size_t trials);

/// Rows without captures are left out.
void print_table(std::ostream& out, const std::vector<Row>& rows);

}  // namespace spoor::blackbox
