// spoor log: what its commands share, and verify.
#include "watermark/vault/cli_log.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "watermark/seal/file.hpp"
#include "watermark/seal/room_public.hpp"
#include "watermark/vault/expiry.hpp"

namespace spoor::vault {
namespace {

using seal::fail;
using seal::SealErrorCode;

constexpr std::uint64_t kMaxTextFileBytes = 65536;

std::optional<seal_log::PublicKey> key_from_hex(const std::string& text) {
  seal_log::PublicKey out{};
  if (text.size() != 2 * out.size()) return std::nullopt;
  for (std::size_t i = 0; i < out.size(); ++i) {
    unsigned value = 0;
    for (const char c : text.substr(2 * i, 2)) {
      const std::size_t digit = std::string_view("0123456789abcdef").find(c);
      if (digit == std::string_view::npos) return std::nullopt;
      value = value * 16 + static_cast<unsigned>(digit);
    }
    out[i] = static_cast<std::uint8_t>(value);
  }
  return out;
}

seal::Result<std::string> read_text(const std::string& path) {
  const auto bytes = seal::read_small_file(path, kMaxTextFileBytes);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return std::string(bytes->begin(), bytes->end());
}

struct VerifyOptions {
  LogOptions log;
  std::string proof;
  bool json = false;
};

std::string proof_lines(const seal_log::SignedHead& head) {
  return fmt::format("session   {}\nlog       {} entries, signed {}\n", head.head.session, head.head.entries,
                     utc_text(head.head.time_unix_s));
}

Outcome verify_proof(const VerifyOptions& options) {
  if (options.log.room.empty())
    return fail(SealErrorCode::usage,
                "A proof is checked against the room's public key: give it with --room.");
  const auto room = log_room_of(options.log.room);
  if (!room) return tl::make_unexpected(room.error());
  const auto text = read_text(options.proof);
  if (!text) return tl::make_unexpected(text.error());
  std::string out;
  nlohmann::json json;
  if (seal_log::is_growth_proof(*text)) {
    if (options.log.heads.size() != 1)
      return fail(SealErrorCode::usage,
                  "This proof is that a log has grown from a head: give that one with --head.");
    const auto old = read_head(options.log.heads.front(), room->key);
    if (!old) return tl::make_unexpected(old.error());
    const auto head = seal_log::open_growth_proof(*text, old->head, room->key, options.proof);
    if (!head) return tl::make_unexpected(head.error());
    out = fmt::format("{}grown     from {} entries; none of them was changed\n", proof_lines(*head),
                      old->head.entries);
    json = {
        {"session", head->head.session}, {"entries", head->head.entries}, {"grown_from", old->head.entries}};
  } else {
    const auto proven = seal_log::open_entry_proof(*text, room->key, options.proof);
    if (!proven) return tl::make_unexpected(proven.error());
    out = proof_lines(proven->head) + "proved    " + describe_entry(proven->entry) + "\n";
    json = entry_json(proven->entry);
    json["session"] = proven->head.head.session;
    json["entries"] = proven->head.head.entries;
  }
  if (auto printed = print(options.json ? json.dump() + "\n" : out); !printed)
    return tl::make_unexpected(printed.error());
  return ExitCode::done;
}

std::string summary_text(const seal_log::LogSummary& summary, std::size_t heads, bool room_given) {
  const seal_log::Head& head = summary.head.head;
  std::string out = fmt::format("session   {}\nlog       {} entries in {} openings, signed {}\n",
                                head.session, head.entries, summary.runs, utc_text(head.time_unix_s));
  out += fmt::format("room      {}{}\n", hex(summary.header.room_key),
                     room_given ? "" : " (as the log says; compare it, or give --room)");
  out += heads == 0 ? "heads     none given: that nothing is missing at the end cannot be told\n"
                    : fmt::format("heads     {} agree\n", heads);
  if (summary.tail_bytes > 0)
    out += fmt::format("tail      {} bytes of an unfinished group, which say nothing\n", summary.tail_bytes);
  return out;
}

Outcome verify_whole(const VerifyOptions& options) {
  const auto header = read_log_header(options.log.log);
  if (!header) return tl::make_unexpected(header.error());
  const auto heads = options.log.kept_heads(*header);
  if (!heads) return tl::make_unexpected(heads.error());
  auto bytes = seal_log::FileLog::open(options.log.log);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const auto summary = seal_log::verify_log(*bytes, options.log.log, *heads);
  if (!summary) return tl::make_unexpected(summary.error());
  const nlohmann::json json = {{"session", summary->head.head.session},
                               {"entries", summary->head.head.entries},
                               {"groups", summary->groups},
                               {"openings", summary->runs},
                               {"signed", utc_text(summary->head.head.time_unix_s)},
                               {"room_key", hex(summary->header.room_key)},
                               {"room_compared", !options.log.room.empty()},
                               {"heads_agree", heads->size()},
                               {"tail_bytes", summary->tail_bytes}};
  const auto printed = print(options.json ? json.dump() + "\n"
                                          : summary_text(*summary, heads->size(), !options.log.room.empty()));
  if (!printed) return tl::make_unexpected(printed.error());
  return ExitCode::done;
}

Outcome run_verify(const VerifyOptions& options, const Context&) {
  if (options.log.log.empty() == options.proof.empty())
    return fail(SealErrorCode::usage, "Give a log, or a proof with --proof.");
  return options.proof.empty() ? verify_whole(options) : verify_proof(options);
}

}  // namespace

void LogOptions::add_to(CLI::App& command) {
  command.add_option("LOG", log, "The log, as the room has it (.splog)");
  command
      .add_option("--room", room,
                  "The room's room.pub, its directory, or the 64 hex digits of its signing key")
      ->type_name("ROOM");
  command
      .add_option("--head,--receipt", heads,
                  "A file with a head that was kept elsewhere, as a receipt; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
}

seal::Result<std::vector<seal_log::Head>> LogOptions::kept_heads(const seal_log::LogHeader& header) const {
  if (!room.empty()) {
    const auto of = log_room_of(room);
    if (!of) return tl::make_unexpected(of.error());
    if (of->key != header.room_key || (of->id && *of->id != header.room_id))
      return fail(SealErrorCode::wrong_key,
                  fmt::format("{} is another room's log than that of --room.", seal::shown(log)));
  }
  std::vector<seal_log::Head> out;
  for (const std::string& path : heads) {
    const auto head = read_head(path, header.room_key);
    if (!head) return tl::make_unexpected(head.error());
    out.push_back(head->head);
  }
  return out;
}

seal::Result<LogRoom> log_room_of(const std::string& room) {
  if (const auto key = key_from_hex(room)) return LogRoom{*key, {}};
  std::error_code error;
  const bool directory = std::filesystem::is_directory(room, error);
  const std::filesystem::path file =
      directory ? std::filesystem::path(room) / seal::kRoomPublicFileName : std::filesystem::path(room);
  if (!std::filesystem::exists(file, error))
    return fail(SealErrorCode::usage,
                fmt::format("{} is no room.pub, holds none, and is no 64 hex digits of a room's signing key.",
                            seal::shown(room)));
  const auto identity = seal::open_room_public(file);
  if (!identity) return tl::make_unexpected(identity.error());
  return LogRoom{identity->signing_key, identity->id};
}

seal::Result<seal_log::SignedHead> read_head(const std::string& path, const seal_log::PublicKey& room_key) {
  const auto text = read_text(path);
  if (!text) return tl::make_unexpected(text.error());
  return seal_log::open_note(seal_log::note_within(*text), room_key, path);
}

seal::Result<seal_log::LogHeader> read_log_header(const std::string& path) {
  auto bytes = seal_log::FileLog::open(path);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const auto start = bytes->from(0);
  if (!start) return tl::make_unexpected(start.error());
  return seal_log::decode_header(*start, path);
}

void add_log_verify(CLI::App& log, Run& chosen) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = log.add_subcommand("verify", "Check a log, or a proof, with the room's public key");
  options->log.add_to(*command);
  command->add_option("--proof", options->proof, "A proof, in place of a log")->type_name("FILE");
  command->add_flag("--json", options->json, "One JSON object");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_verify(*options, context); };
  });
}

void add_log(CLI::App& app, Run& chosen) {
  CLI::App* log = app.add_subcommand("log", "Logs of what was on screen: check, read, prove");
  log->require_subcommand(1);
  add_log_verify(*log, chosen);
  add_log_show(*log, chosen);
  add_log_prove(*log, chosen);
  add_log_receipt(*log, chosen);
  add_log_key(*log, chosen);
  add_log_notes(*log, chosen);
}

}  // namespace spoor::vault
