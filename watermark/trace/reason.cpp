#include "watermark/trace/reason.hpp"

#include <fmt/format.h>

namespace spoor::trace {
namespace {

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

std::size_t round_up_to_tens(std::size_t value) {
  return (value + 9) / 10 * 10;
}

// Chance alone seldom lets a session stand out so, but it would accuse innocents too often.
std::string reason_standing_out(const Verdict& verdict, const Shortfall& lacking) {
  const std::string more = lacking.more_glyphs
                               ? fmt::format("about {}", round_up_to_tens(*lacking.more_glyphs))
                               : std::string("many times as many");
  return fmt::format(
      "too little evidence: one session stands out, but not as far as one must that is named; {} more "
      "glyphs than the {} measured would be needed, or a sharper capture",
      more, verdict.glyphs);
}

}  // namespace

std::string reason_insufficient(const Verdict& verdict, const Shortfall& lacking) {
  if (lacking.enough) return reason_unexplained(verdict);
  if (lacking.stands_out) return reason_standing_out(verdict, lacking);
  const std::string sharper = "the same text at twice the resolution";
  if (!lacking.more_glyphs && lacking.sharper_helps)
    return fmt::format(
        "the {} glyphs that were measured are too blurred to tell sessions apart: {} is needed",
        verdict.glyphs, sharper);
  if (!lacking.more_glyphs)
    return fmt::format(
        "too little evidence: many times the {} glyphs measured, at twice the resolution, would be needed",
        verdict.glyphs);
  return fmt::format("too little evidence: about {} more glyphs than the {} measured{} would be needed",
                     round_up_to_tens(*lacking.more_glyphs), verdict.glyphs,
                     lacking.sharper_helps ? ", or " + sharper + "," : "");
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
