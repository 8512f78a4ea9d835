#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "watermark/seal/error.hpp"
#include "watermark/seal/session.hpp"
#include "watermark/trace/result.hpp"
#include "watermark/trace/verbal_scale.hpp"

namespace spoor::trace {
namespace {

std::string minutes(std::int64_t unix_s) {
  std::string text = iso_time(unix_s);
  text[10] = ' ';
  return text.substr(0, 16);
}

void append_match(std::string& out, const Verdict& verdict, const seal::Kit& kit) {
  const seal::KitSession& session = kit.sessions[verdict.best->index];
  out += fmt::format("  who      {}{}{}\n", session.reviewer, session.organisation.empty() ? "" : ", ",
                     session.organisation);
  out += fmt::format("  session  {}{}\n", session.id, session.revoked ? " (revoked since)" : "");
  const auto time_of = [&](std::int64_t slot) { return session.start_unix_s + slot * seal::kSlotSeconds; };
  if (verdict.slot) {
    out += fmt::format("  when     {} to {} UTC\n", minutes(time_of(*verdict.slot)),
                       minutes(time_of(*verdict.slot + 1)).substr(11));
  } else {
    const SlotWindow window = verdict.weight ? verdict.weight->window : SlotWindow{};
    const std::int64_t last = verdict.weight ? window.last : std::int64_t{session.slots} - 1;
    out += fmt::format("  when     {} to {} UTC; too little text for the quarter of an hour\n",
                       minutes(time_of(window.first)), minutes(time_of(last + 1)));
  }
}

void append_weight(std::string& out, const Verdict& verdict, const seal::Kit& kit) {
  if (!verdict.weight) return;
  if (!verdict.best->alone) {
    out += "  weight   several sessions' marks are mixed: a ratio for one viewer alone does not apply\n";
    return;
  }
  const Weight& weight = *verdict.weight;
  out += fmt::format("  weight   {} (ENFSI 2015): what was measured is at least\n",
                     support_words(support_of(least_log10_ratio(weight))));
  if (weight.log10_against_registered)
    out +=
        fmt::format("           1e{:.0f} times as probable as if another registered session had drawn it,\n",
                    std::floor(*weight.log10_against_registered));
  out += fmt::format("           1e{:.0f} times as probable as if it were unmarked\n",
                     std::floor(weight.log10_against_unmarked));
  if (verdict.runner_up)
    out += fmt::format("  next     {}, the next best: 1e{:.0f} times as probable as by chance\n",
                       kit.sessions[verdict.runner_up->index].id,
                       std::floor(verdict.runner_up->log10_likelihood_ratio));
}

void append_evidence(std::string& out, const Verdict& verdict) {
  if (verdict.kind == VerdictKind::match) {
    out += fmt::format(
        "  sure     an innocent person would be named with probability <= 1e{:.0f}, all of {:.0f} "
        "hypotheses counted\n",
        std::ceil(verdict.best->log10_p_corrected), verdict.hypotheses);
    out += fmt::format("  blind    {}\n", verdict.blind.session
                                              ? "decoding without the registry names the same"
                                              : "too little text to decode without the registry");
  }
  if (verdict.glyphs == 0) return;
  out += fmt::format("  measured {} glyphs, {:.1f} dB each", verdict.glyphs, verdict.snr_db);
  if (verdict.kind == VerdictKind::match)
    out += fmt::format(", {:.1f} % on the expected side", 100 * verdict.sign_agreement);
  out += '\n';
}

void append_place(std::string& out, const SourcePlace& place) {
  constexpr std::size_t kShown = 4;
  out += fmt::format("  where    {}, lines {} to {}{}\n", place.path, place.first_line, place.last_line,
                     place.release.empty() ? "" : " of release " + place.release);
  if (place.ties.empty()) return;
  out += fmt::format("           or one of {} other places that nothing in the picture tells apart:\n",
                     place.ties.size());
  for (std::size_t i = 0; i < std::min(kShown, place.ties.size()); ++i)
    out += fmt::format("           {}, lines {} to {}{}\n", place.ties[i].path, place.ties[i].first_line,
                       place.ties[i].last_line,
                       place.ties[i].release == place.release ? "" : " of release " + place.ties[i].release);
  if (place.ties.size() > kShown) out += "           and more (--json lists them all)\n";
}

void append_parts(std::string& out, const TraceResult& result, const seal::Kit& kit) {
  for (const Part& part : result.parts) {
    const seal::KitSession& session = kit.sessions[part.verdict.best->index];
    const std::int64_t start =
        session.start_unix_s + std::int64_t{part.verdict.slot.value_or(0)} * seal::kSlotSeconds;
    out += fmt::format("  part     {}{}{}, session {}, {}: {} glyphs, sure to <= 1e{:.0f}\n",
                       session.reviewer, session.organisation.empty() ? "" : ", ", session.organisation,
                       session.id, part.verdict.slot ? minutes(start) + " UTC" : "at an unknown time",
                       part.verdict.glyphs, std::ceil(part.verdict.best->log10_p_corrected));
    for (const std::size_t capture : part.captures)
      if (capture < result.joined.size())
        out += fmt::format("           in {}\n", seal::shown(result.joined[capture].capture));
  }
}

void append_joined(std::string& out, const TraceResult& result) {
  for (const JoinedCapture& one : result.joined)
    out += fmt::format("  from     {}{}\n", seal::shown(one.capture),
                       one.error.empty() ? "" : ", which was left out: " + one.error);
}

}  // namespace

std::string iso_time(std::int64_t unix_s) {
  namespace chrono = std::chrono;
  const chrono::sys_seconds time{chrono::seconds{unix_s}};
  const auto day = chrono::floor<chrono::days>(time);
  const chrono::year_month_day date{day};
  const chrono::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string to_text(const TraceResult& result, const seal::Kit& kit) {
  const Verdict& verdict = result.verdict;
  std::string out = fmt::format("{}: {}\n", result.capture, verdict_name(verdict.kind));
  if (verdict.kind == VerdictKind::match) append_match(out, verdict, kit);
  append_joined(out, result);
  if (result.mirrored) out += "  mirror   the picture shows the page in a mirror; it was turned back\n";
  if (result.source) append_place(out, *result.source);
  append_evidence(out, verdict);
  if (verdict.kind == VerdictKind::match) append_weight(out, verdict, kit);
  append_parts(out, result, kit);
  if (!verdict.reason.empty()) out += fmt::format("  why      {}\n", verdict.reason);
  return out;
}

}  // namespace spoor::trace
