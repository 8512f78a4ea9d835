#include "watermark/trace/reason.hpp"

#include <fmt/format.h>

#include <cmath>

#include "watermark/trace/sufficiency.hpp"

namespace spoor::trace {
namespace {

constexpr double kMargin = 1.2;        // the true session's score scatters about its expectation
constexpr double kCertainKinship = 5;  // standard deviations

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
  if (expected >= wanted)
    return "the measured offsets contradict each other: no session explains enough of them; trace a capture "
           "that is closer to the original";
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
  if (verdict.mark_signs.z >= kCertainKinship)
    return "the page carries a mark of this kind, but of no session in this kit: it was drawn by another "
           "vendor's viewer, or by a session that the kit does not list yet";
  return "the glyphs stand where no session of this kit would have put them";
}

}  // namespace spoor::trace
