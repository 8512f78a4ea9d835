#include "watermark/trace/reason.hpp"

#include <fmt/format.h>

#include <cmath>

#include "watermark/trace/sufficiency.hpp"

namespace spoor::trace {
namespace {

constexpr double kMargin = 1.2;  // the true session's score scatters about its expectation

constexpr const char* kOthersMark =
    "the page carries a mark of this kind, but of no session in this kit: it was drawn in a session of "
    "another "
    "vault, or in one that was issued after this kit was exported; export the kit again, or ask whose it is";

// Enough was measured for any session of the kit to be named, had it drawn the page, and none stands out.
std::string reason_unexplained(const Verdict& verdict) {
  const std::string closer = "trace a capture that is closer to the original";
  switch (mark_presence(verdict.mark_signs)) {
    case MarkPresence::marked:
      return "the glyphs stand off their grid, as a mark of this kind puts them, but no session of this kit "
             "explains how: either another vault's session drew the page, or one issued after this kit was "
             "exported (export it again), or it was misread: " +
             closer;
    case MarkPresence::unmarked:
      return "the glyphs stand on their grid, as without a mark, but there are too few of them to call the "
             "page unmarked: " +
             closer;
    case MarkPresence::unknown:
      break;
  }
  return "no session of this kit explains the page, but too little speaks against all of them to call it "
         "unmarked: check that the kit is of the vault whose session may have drawn it, or " +
         closer;
}

double round_up_to_tens(double value) {
  return 10 * std::ceil(value / 10);
}

}  // namespace

double needed_log10_ratio(double max_false_accusation, double hypotheses) {
  return std::log10(std::max(hypotheses, 1.0)) - std::log10(max_false_accusation);
}

std::string reason_insufficient(const mark_code::SoftChips& chips, const Verdict& verdict,
                                double needed_log10) {
  constexpr double kTwiceTheResolution = 4;  // of every log-likelihood ratio
  constexpr double kTooFaint = 0.05;         // log10 units of evidence in the whole capture
  const double expected = expected_log10_ratio(chips);
  const double wanted = needed_log10 * kMargin;
  if (expected >= wanted) return reason_unexplained(verdict);
  const bool sharper_helps = expected_log10_ratio(chips, kTwiceTheResolution) >= wanted;
  const std::string sharper = "the same text at twice the resolution";
  if (expected < kTooFaint)
    return fmt::format(
        "the {} glyphs that were measured are too blurred to tell sessions apart: {} is needed",
        verdict.glyphs, sharper);
  const auto glyphs = static_cast<double>(verdict.glyphs);
  const double more = round_up_to_tens(glyphs * (wanted / expected - 1));
  return fmt::format("too little evidence: about {:.0f} more glyphs than the {} measured{} would be needed",
                     more, verdict.glyphs, sharper_helps ? ", or " + sharper + "," : "");
}

std::string reason_nothing_measured(std::span<const Measurement> measurements) {
  for (const Measurement& measurement : measurements)
    if (!measurement.shortcoming.empty()) return measurement.shortcoming;
  return "no glyph could be measured in this picture";
}

std::string reason_unmarked(const Verdict& verdict) {
  switch (mark_presence(verdict.mark_signs)) {
    case MarkPresence::marked:
      return kOthersMark;
    case MarkPresence::unmarked:
      return "the glyphs stand on their grid: the page carries no mark of this kind";
    case MarkPresence::unknown:
      break;
  }
  return "the glyphs stand where no session of this kit would have put them";
}

}  // namespace spoor::trace
