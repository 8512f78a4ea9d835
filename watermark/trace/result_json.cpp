#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "watermark/seal/session.hpp"
#include "watermark/trace/result.hpp"
#include "watermark/trace/verbal_scale.hpp"

namespace spoor::trace {
namespace {

using nlohmann::json;

double rounded(double value, double steps_per_unit) {
  const double out = std::round(value * steps_per_unit) / steps_per_unit;
  return out == 0 ? 0 : out;  // no negative zero
}
json decibels_or_ratio(double value) {
  constexpr double kHundredths = 100;
  return std::isfinite(value) ? json(rounded(value, kHundredths)) : json(nullptr);
}

// Three significant digits, rounded up: never smaller than what was computed, never 0.
double probability(double log10_p) {
  constexpr double kSmallestLog10 = -300;
  if (log10_p >= 0) return 1;
  if (log10_p <= kSmallestLog10) return std::pow(10, kSmallestLog10);
  const int exponent = static_cast<int>(std::floor(log10_p)) - 2;
  const double digits = std::ceil(std::pow(10, log10_p - exponent));
  return std::min(1.0,
                  std::stod(fmt::format("{:.0f}e{}", digits, exponent)));  // the nearest double: prints short
}

void put_session(json& out, const TraceResult& result, const seal::Kit& kit) {
  for (const char* key : {"session", "reviewer", "organisation", "slot_start", "slot_end", "window_start",
                          "window_end", "sign_agreement"})
    out[key] = nullptr;
  const Verdict& verdict = result.verdict;
  out["runner_up"] = {{"session", nullptr}, {"log10_likelihood_ratio", nullptr}};
  if (result.error || verdict.kind != VerdictKind::match || !verdict.best) return;
  const seal::KitSession& session = kit.sessions[verdict.best->index];
  out["session"] = session.id;
  out["reviewer"] = session.reviewer;
  out["organisation"] = session.organisation;
  constexpr double kTenThousandths = 10'000;
  out["sign_agreement"] = rounded(verdict.sign_agreement, kTenThousandths);
  if (verdict.slot) {
    const std::int64_t start = session.start_unix_s + *verdict.slot * seal::kSlotSeconds;
    out["slot_start"] = iso_time(start);
    out["slot_end"] = iso_time(start + seal::kSlotSeconds);
  }
  if (verdict.weight) {
    const SlotWindow window = verdict.weight->window;
    out["window_start"] = iso_time(session.start_unix_s + window.first * seal::kSlotSeconds);
    out["window_end"] = iso_time(session.start_unix_s + (window.last + 1) * seal::kSlotSeconds);
  }
  if (verdict.runner_up)
    out["runner_up"] = {
        {"session", kit.sessions[verdict.runner_up->index].id},
        {"log10_likelihood_ratio", decibels_or_ratio(verdict.runner_up->log10_likelihood_ratio)}};
}

void put_evidence(json& out, const TraceResult& result, const seal::Kit& kit) {
  const Verdict& verdict = result.verdict;
  const bool judged = !result.error;
  const bool scored = judged && verdict.best.has_value();
  out["false_accusation_probability"] =
      scored ? json(probability(verdict.best->log10_p_corrected)) : json(nullptr);
  out["log10_likelihood_ratio"] =
      scored ? decibels_or_ratio(verdict.best->log10_likelihood_ratio) : json(nullptr);
  const bool named = judged && verdict.kind == VerdictKind::match && verdict.blind.session;
  out["blind"] = {{"decoded", judged && verdict.blind.decoded},
                  {"session", named ? json(kit.sessions[*verdict.blind.session].id) : json(nullptr)}};
  out["hypotheses"] = static_cast<std::uint64_t>(verdict.hypotheses);
  out["glyphs"] = verdict.glyphs;
  out["snr_db"] = verdict.glyphs > 0 ? decibels_or_ratio(verdict.snr_db) : json(nullptr);
  out["pixels_per_advance"] =
      result.pixels_per_advance > 0 ? decibels_or_ratio(result.pixels_per_advance) : json(nullptr);
}

// What the match weighs: null without one, and where the signs of several sessions are mixed.
json weight_of(const TraceResult& result) {
  const Verdict& verdict = result.verdict;
  if (result.error || verdict.kind != VerdictKind::match || !verdict.weight || !verdict.best->alone)
    return nullptr;
  const Weight& weight = *verdict.weight;
  json out;
  out["log10_against_registered"] =
      weight.log10_against_registered ? decibels_or_ratio(*weight.log10_against_registered) : json(nullptr);
  out["log10_against_unmarked"] = decibels_or_ratio(weight.log10_against_unmarked);
  out["scale"] = "ENFSI 2015";
  out["support"] = support_words(support_of(least_log10_ratio(weight)));
  return out;
}

json missing_of(const TraceResult& result) {
  const Verdict& verdict = result.verdict;
  if (result.error || verdict.kind != VerdictKind::inconclusive || !verdict.shortfall ||
      verdict.shortfall->enough)
    return nullptr;
  const Shortfall& lacking = *verdict.shortfall;
  return {{"more_glyphs", lacking.more_glyphs ? json(*lacking.more_glyphs) : json(nullptr)},
          {"twice_the_resolution", lacking.sharper_helps}};
}

json joined_of(const TraceResult& result) {
  if (result.joined.empty()) return nullptr;
  json out = json::array();
  for (const JoinedCapture& one : result.joined)
    out.push_back({{"capture", one.capture},
                   {"sha256", one.sha256_hex.empty() ? json(nullptr) : json(one.sha256_hex)},
                   {"reason", one.error.empty() ? json(nullptr) : json(one.error)}});
  return out;
}

json part_of(const Part& part, const seal::Kit& kit) {
  const seal::KitSession& session = kit.sessions[part.verdict.best->index];
  json out = {{"session", session.id},
              {"reviewer", session.reviewer},
              {"organisation", session.organisation},
              {"glyphs", part.verdict.glyphs},
              {"panes", part.panes},
              {"captures", part.captures},
              {"false_accusation_probability", probability(part.verdict.best->log10_p_corrected)},
              {"slot_start", nullptr},
              {"slot_end", nullptr}};
  if (part.verdict.slot) {
    const std::int64_t start = session.start_unix_s + *part.verdict.slot * seal::kSlotSeconds;
    out["slot_start"] = iso_time(start);
    out["slot_end"] = iso_time(start + seal::kSlotSeconds);
  }
  return out;
}

json lines_of(const SourceLines& lines) {
  return {{"path", lines.path},
          {"first_line", lines.first_line},
          {"last_line", lines.last_line},
          {"release", lines.release}};
}

json source_of(const SourcePlace& place) {
  json out = lines_of(place);
  out["evidence"] = json::array({"text"});
  if (place.line_numbers) out["evidence"].push_back("line_numbers");
  if (place.path_read) out["evidence"].push_back("path");
  if (place.name_read) out["evidence"].push_back("file_name");
  out["ties"] = json::array();
  for (const SourceLines& tie : place.ties) out["ties"].push_back(lines_of(tie));
  return out;
}

}  // namespace

std::string to_json_line(const TraceResult& result, const seal::Kit& kit) {
  json out;  // an ordered map: keys come out sorted
  out["capture"] = result.capture;
  out["sha256"] = result.sha256_hex.empty() ? json(nullptr) : json(result.sha256_hex);
  out["verdict"] = result.error ? json(nullptr) : json(verdict_name(result.verdict.kind));
  put_session(out, result, kit);
  put_evidence(out, result, kit);
  out["weight"] = weight_of(result);
  out["joined"] = joined_of(result);
  out["captures"] = result.captures;
  out["mirrored"] = result.mirrored;
  out["parts"] = json::array();
  for (const Part& part : result.parts) out["parts"].push_back(part_of(part, kit));
  out["missing"] = missing_of(result);
  out["source"] = result.source ? source_of(*result.source) : json(nullptr);
  const std::string& reason = result.error ? result.error->message : result.verdict.reason;
  out["reason"] = reason.empty() ? json(nullptr) : json(reason);
  out["tool"] = "spoor-trace";
  out["version"] = SPOOR_VERSION;
  out["kit_sha256"] = kit.sha256_hex;
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace spoor::trace
