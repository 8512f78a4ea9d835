#include "watermark/trace/leak/leak_result.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "watermark/seal/release_files.hpp"

namespace spoor::leak {
namespace {

using nlohmann::json;

std::string iso_ms(std::int64_t unix_ms) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(static_cast<std::time_t>(unix_ms / 1000)));
}

/// Share of a whole, floored to per cent, so that only all of it is 100.
int percent(double part, double whole) {
  return whole > 0 ? static_cast<int>(std::min(100.0, std::floor(100 * part / whole + 1e-9))) : 0;
}

std::string seconds(std::uint64_t ms) {
  return ms < 60'000 ? fmt::format("{}.{} s", ms / 1000, ms % 1000 / 100)
                     : fmt::format("{} min {} s", ms / 60'000, ms / 1000 % 60);
}

const seal::KitSession& session_of(const seal::Kit& kit, const std::string& id) {
  return *std::find_if(kit.sessions.begin(), kit.sessions.end(),
                       [&](const seal::KitSession& session) { return session.id == id; });
}

json place_json(const Place& place) {
  const seal::RecordedPath of = seal::split_recorded(place.path);
  json out = {{"path", of.path},
              {"first_line", place.alignment.first_line},
              {"last_line", place.alignment.last_line}};
  if (!of.release.empty()) out["release"] = of.release;
  return out;
}

json piece_json(const Piece& piece) {
  json out = place_json(piece.place);
  out["bits"] = std::round(piece.place.alignment.bits);
  out["tokens"] = piece.place.alignment.leak_last - piece.place.alignment.leak_first + 1;
  out["equal_tokens"] = piece.place.alignment.equal;
  out["renamed_tokens"] = piece.place.alignment.renamed;
  out["ties"] = json::array();
  for (const Place& tie : piece.ties) out["ties"].push_back(place_json(tie));
  return out;
}

json witness_json(const Witness& witness, const Testimony& testimony, const seal::Kit& kit) {
  const seal::KitSession& session = session_of(kit, witness.session);
  return {{"session", witness.session},
          {"reviewer", session.reviewer},
          {"organisation", session.organisation},
          {"rank", witness.rank},
          {"lines", witness.lines},
          {"share_percent", percent(witness.bits, testimony.bits)},
          {"first", iso_ms(witness.first_unix_ms)},
          {"last", iso_ms(witness.last_unix_ms)},
          {"duration_ms", witness.duration_ms}};
}

/// `release`: the archive's, where it has but one.
std::string lines_text(const Place& place, const std::string& release) {
  const seal::RecordedPath of = seal::split_recorded(place.path);
  return fmt::format("{}, lines {} to {} of release {}", seal::printable(of.path), place.alignment.first_line,
                     place.alignment.last_line, seal::printable(of.release.empty() ? release : of.release));
}

std::string where_text(const LeakResult& result) {
  constexpr std::size_t kMostTies = 5;
  std::string out;
  for (const Piece& piece : result.found.pieces) {
    const TokenAlignment& alignment = piece.place.alignment;
    out += fmt::format("  where    {}\n", lines_text(piece.place, result.release));
    out += fmt::format("  agrees   {} of {} tokens as they are, {} renamed the same way each time\n",
                       alignment.equal, alignment.leak_last - alignment.leak_first + 1, alignment.renamed);
    for (std::size_t i = 0; i < std::min(kMostTies, piece.ties.size()); ++i)
      out += fmt::format("  or       {}\n", lines_text(piece.ties[i], result.release));
    if (piece.ties.size() > kMostTies)
      out += fmt::format("  or       {} more places\n", piece.ties.size() - kMostTies);
  }
  return out;
}

std::string witnesses_text(const Testimony& testimony, const seal::Kit& kit) {
  constexpr std::size_t kMostShown = 12;
  std::string out;
  for (std::size_t i = 0; i < std::min(kMostShown, testimony.witnesses.size()); ++i) {
    const Witness& witness = testimony.witnesses[i];
    const seal::KitSession& session = session_of(kit, witness.session);
    const bool tied = witness.rank == 1 && testimony.first > 1;
    out += fmt::format("  {:<8} {} {}{}{}: {} of {} lines ({} %), {} in all, {} to {}\n",
                       tied ? fmt::format("{} tied", witness.rank) : fmt::format("{}", witness.rank),
                       witness.session, seal::printable(session.reviewer),
                       session.organisation.empty() ? "" : ", ", seal::printable(session.organisation),
                       witness.lines, testimony.lines, percent(witness.bits, testimony.bits),
                       seconds(witness.duration_ms), iso_ms(witness.first_unix_ms),
                       iso_ms(witness.last_unix_ms));
  }
  if (testimony.witnesses.size() > kMostShown)
    out +=
        fmt::format("  and      {} more sessions saw some of it\n", testimony.witnesses.size() - kMostShown);
  return out;
}

std::string_view meaning_of(const Testimony& testimony) noexcept {
  switch (testimony.verdict) {
    case LeakVerdict::one_session:
      return "of the logs in this kit, one shows all these lines on screen; that proves access, not who "
             "copied";
    case LeakVerdict::several_sessions:
      return "several logs show all these lines on screen; nothing here tells their sessions apart";
    case LeakVerdict::in_part:
      if (testimony.mostly_foreign)
        return "most of it is not from this archive; so short a piece may be how anybody writes it";
      return "no log shows all of it; several may have worked together, or a log is missing";
    case LeakVerdict::everywhere:
      return "it stands in a great many places, as licences do; who saw it tells nothing";
    case LeakVerdict::no_session:
      return "it is from this archive, but no log in this kit shows it on screen; a log may be missing";
    case LeakVerdict::not_found:
      return "there was enough text, and it agrees with nothing in this archive";
    case LeakVerdict::too_short:
      return "there is not enough text to tell; some ten lines are needed";
  }
  return "";
}

}  // namespace

std::string_view words_of(LeakVerdict verdict) noexcept {
  switch (verdict) {
    case LeakVerdict::one_session:
      return "seen by one session";
    case LeakVerdict::several_sessions:
      return "seen by several sessions";
    case LeakVerdict::in_part:
      return "seen in part";
    case LeakVerdict::everywhere:
      return "found in many places";
    case LeakVerdict::no_session:
      return "seen by no session";
    case LeakVerdict::not_found:
      return "not from this archive";
    case LeakVerdict::too_short:
      return "too short";
  }
  return "";
}

std::string to_json_line(const LeakResult& result, const seal::Kit& kit) {
  json out;
  out["text"] = result.file;
  out["sha256"] = result.sha256_hex.empty() ? json(nullptr) : json(result.sha256_hex);
  out["tool"] = "spoor-trace";
  out["version"] = SPOOR_VERSION;
  out["kit_sha256"] = kit.sha256_hex;
  out["release"] = result.release;
  out["verdict"] = result.error ? json(nullptr) : json(words_of(result.testimony.verdict));
  out["reason"] = result.error ? result.error->message : std::string(meaning_of(result.testimony));
  out["lines"] = result.testimony.lines;
  out["tokens"] = result.found.tokens;
  out["log10_chance"] = result.found.pieces.empty()
                            ? json(nullptr)
                            : json(-std::floor(result.found.spare_bits * std::log10(2.0)));
  out["pieces"] = json::array();
  for (const Piece& piece : result.found.pieces) out["pieces"].push_back(piece_json(piece));
  out["sessions"] = json::array();
  for (const Witness& witness : result.testimony.witnesses)
    out["sessions"].push_back(witness_json(witness, result.testimony, kit));
  out["sessions_with_log"] = result.testimony.logs;
  out["sessions_without_log"] = result.testimony.without_log;
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string to_text(const LeakResult& result, const seal::Kit& kit) {
  const Testimony& testimony = result.testimony;
  std::string out = fmt::format("{}: {}\n", seal::printable(result.file), words_of(testimony.verdict));
  out += where_text(result);
  if (!result.found.pieces.empty())
    out += fmt::format("  chance   unrelated text would agree so well with probability <= 1e-{:.0f}\n",
                       std::floor(result.found.spare_bits * std::log10(2.0)));
  out += witnesses_text(testimony, kit);
  out += fmt::format("  logs     of {} of {} sessions of this archive\n", testimony.logs,
                     testimony.logs + testimony.without_log);
  out += fmt::format("  means    {}\n", meaning_of(testimony));
  return out;
}

}  // namespace spoor::leak
