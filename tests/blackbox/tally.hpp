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

/// True where the truth knows no place or the result names it: the path, and lines near the truth's.
[[nodiscard]] bool place_right(const trace::TraceResult& result, const Truth& truth);

struct Row {
  std::string condition;
  double required = 0;  ///< part that must be correct; 0: none is asked
  bool null = false;    ///< nobody may be named
  std::vector<Outcome> outcomes;
  std::vector<double> times_ms;
  std::size_t places_asked = 0;
  std::size_t places_right = 0;

  [[nodiscard]] std::size_t count(Outcome outcome) const;
  /// No wrong one, and as many correct as required.
  [[nodiscard]] bool passes() const;
};

void print_table(std::ostream& out, const std::vector<Row>& rows);

}  // namespace spoor::blackbox
