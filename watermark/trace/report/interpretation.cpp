// What the findings mean: the result, the propositions and their weights, and what they do not say.
#include <fmt/format.h>

#include <cmath>

#include "watermark/seal/session.hpp"
#include "watermark/trace/report/sections.hpp"
#include "watermark/trace/verbal_scale.hpp"

namespace spoor::trace::report {
namespace {

const seal::KitSession& session_of(const Input& input) {
  return input.kit.sessions[input.result.verdict.best->index];
}

std::string person_of(const seal::KitSession& session) {
  return session.organisation.empty() ? session.reviewer : session.reviewer + ", " + session.organisation;
}

std::string time_of(const Input& input) {
  const seal::KitSession& session = session_of(input);
  const Verdict& verdict = input.result.verdict;
  const auto at = [&](std::int64_t slot) {
    return readable_time(session.start_unix_s + slot * seal::kSlotSeconds);
  };
  if (verdict.slot) return at(*verdict.slot) + " to " + at(*verdict.slot + 1);
  const SlotWindow window = verdict.weight ? verdict.weight->window : SlotWindow{0, 0};
  const std::int64_t last = verdict.weight ? window.last : std::int64_t{session.slots} - 1;
  return at(window.first) + " to " + at(last + 1) + " (too little text for the quarter of an hour)";
}

double log10_p(const Input& input) {
  return std::ceil(input.result.verdict.best->log10_p_corrected);
}

std::string weight_words(double log10_ratio) {
  return std::string(support_words(support_of(log10_ratio)));
}

Table weights_table(const Input& input) {
  const Weight& weight = *input.result.verdict.weight;
  Table table{
      {"First proposition", "Alternative", "The findings are more probable by", "In words (ENFSI 2015)"},
      {0.22, 0.34, 0.2, 0.24},
      {},
      false};
  const auto row = [&](const std::string& alternative, double ratio) {
    table.rows.push_back({"P: the named session drew the text", alternative,
                          "at least " + power_of_ten(std::floor(ratio)) + " times", weight_words(ratio)});
  };
  if (weight.log10_against_registered)
    row(fmt::format("A1: one of the other {} registered sessions drew it", input.kit.sessions.size() - 1),
        *weight.log10_against_registered);
  row("A2: no session drew it; the text is unmarked", weight.log10_against_unmarked);
  return table;
}

void interpret_match(Section& out, const Input& input) {
  const Verdict& verdict = input.result.verdict;
  if (verdict.weight && verdict.best->alone) {
    out.blocks.emplace_back(
        Paragraph{"The findings were evaluated given one proposition and two alternatives. A likelihood "
                  "ratio says how much "
                  "more probable the findings are if the first is true than if the other is. It is not the "
                  "probability of "
                  "either: that also depends on everything else that is known.",
                  false});
    out.blocks.emplace_back(weights_table(input));
  } else {
    out.blocks.emplace_back(Paragraph{
        "The picture mixes the signs of several sessions, of which the named one is proven. A likelihood "
        "ratio for one viewer alone does not apply.",
        false});
  }
  Facts facts;
  facts.facts.push_back(
      {"False accusation",
       fmt::format(
           "Had the named session not drawn the text, the probability that chance alone would have named "
           "any session is at most {}. All {} combinations of session, time, test and capture that were "
           "tried are counted.",
           power_of_ten(log10_p(input)), grouped(verdict.hypotheses))});
  if (verdict.runner_up)
    facts.facts.push_back(
        {"Next best session",
         fmt::format("{}: the findings are {} times as probable if it drew the text as by chance (the named "
                     "session, by the same count: {} times)",
                     input.kit.sessions[verdict.runner_up->index].id,
                     power_of_ten(std::floor(verdict.runner_up->log10_likelihood_ratio)),
                     power_of_ten(std::floor(verdict.best->log10_likelihood_ratio)))});
  facts.facts.push_back({"Second way", verdict.blind.session
                                           ? "Decoding the name from the picture alone, without trying the "
                                             "registered sessions, gives the same session."
                                           : "There is too little text to decode the name without trying the "
                                             "registered sessions."});
  facts.facts.push_back({"Time", time_of(input) + ", by the clock of the machine that drew the text"});
  out.blocks.emplace_back(std::move(facts));
}

// Several sessions drew it, and each part by itself is a match.
Section several_result(const Input& input) {
  Section out{"Result", {}, false};
  Conclusion conclusion{
      Tone::accent,
      "Several sessions",
      "More than one session drew parts of what was examined. Each part was judged by itself.",
      {}};
  for (const Part& part : input.result.parts) {
    const seal::KitSession& session = input.kit.sessions[part.verdict.best->index];
    conclusion.lines.push_back(
        fmt::format("Session {}, issued to {}: {} characters; the probability that chance alone would have "
                    "named anybody is at "
                    "most {}.",
                    session.id, person_of(session), part.verdict.glyphs,
                    power_of_ten(std::ceil(part.verdict.best->log10_p_corrected))));
  }
  out.blocks.emplace_back(std::move(conclusion));
  return out;
}

}  // namespace

Section result_section(const Input& input) {
  const Verdict& verdict = input.result.verdict;
  Section out{"Result", {}, false};
  if (is_match(input)) {
    const seal::KitSession& session = session_of(input);
    out.blocks.emplace_back(Conclusion{
        Tone::accent,
        "Match",
        fmt::format("The text in the picture was drawn by session {}, which was issued to {}{}.", session.id,
                    person_of(session), session.revoked ? " and has been revoked since" : ""),
        {fmt::format("Time: {}.", time_of(input)),
         fmt::format("The probability that chance alone would have named anybody is at most {}.",
                     power_of_ten(log10_p(input)))}});
    return out;
  }
  if (!input.result.parts.empty()) return several_result(input);
  const bool unmarked = verdict.kind == VerdictKind::unmarked;
  std::string reason = verdict.reason;
  if (!reason.empty()) reason[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(reason[0])));
  out.blocks.emplace_back(
      Conclusion{Tone::faint,
                 unmarked ? "Unmarked" : "Inconclusive",
                 reason + ".",
                 {unmarked ? "The evidence speaks against every session of this kit. Nobody is named."
                           : "This is no finding about any session or person, neither for nor against."}});
  return out;
}

Section interpretation_section(const Input& input) {
  Section out{"Interpretation", {}, false};
  if (is_match(input)) {
    interpret_match(out, input);
    out.blocks.emplace_back(Paragraph{"What this does not say:", false});
    out.blocks.emplace_back(Bullets{{
        "Who sat at the screen: a session can be lent, or stolen together with its passphrase.",
        "Who made the picture, and who passed it on.",
        "The probability that the person named is innocent. That depends on all other evidence.",
        "That no forger was at work: whoever holds the vendor's vault or this kit can draw any session's "
        "mark.",
    }});
    return out;
  }
  if (input.result.verdict.kind == VerdictKind::unmarked) {
    out.blocks.emplace_back(
        Paragraph{"Had any session of this kit drawn the text, what was measured would have shown it almost "
                  "surely: a page "
                  "that a session drew would look so in fewer than one of 1,000 cases. The text was set by "
                  "another program, "
                  "or in a session that this kit does not list.",
                  false});
    return out;
  }
  if (!input.result.parts.empty()) {
    out.blocks.emplace_back(Paragraph{
        "The panes of text were judged one by one, then all panes of one session together; what was tried is "
        "counted in the probabilities. A session is named only for the part that it drew.",
        false});
    return out;
  }
  out.blocks.emplace_back(Paragraph{
      "The findings neither reach what is asked for before a session is named, nor do they speak against all "
      "sessions. Which session comes nearest is not stated, because it would be no more than a guess. What "
      "is "
      "missing was found by putting pages of the same quality, with more text or sharper, to the same test.",
      false});
  return out;
}

}  // namespace spoor::trace::report
