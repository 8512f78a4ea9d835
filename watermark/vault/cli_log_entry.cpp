// Entries of a log as people and programs read them.
#include <fmt/format.h>

#include "watermark/seal/release_files.hpp"
#include "watermark/vault/cli_log.hpp"
#include "watermark/vault/expiry.hpp"

namespace spoor::vault {
namespace {

using namespace seal_log;
using nlohmann::json;

std::string words(const Lines& lines) {
  return place_words(lines.path, lines.first, lines.last);
}
void put(json& out, const Lines& lines) {
  put_place(out, lines.path);
  out["first_line"] = lines.first;
  out["last_line"] = lines.last;
}

const char* name_of(OpenedBy how) {
  switch (how) {
    case OpenedBy::passphrase:
      return "passphrase";
    case OpenedBy::room:
      return "passphrase in the room";
    case OpenedBy::several:
      return "several persons";
  }
  return "";
}
const char* name_of(LockReason why) {
  switch (why) {
    case LockReason::idle:
      return "nobody used it";
    case LockReason::over:
      return "the session was over";
    case LockReason::reviewer:
      return "by the reviewer";
    case LockReason::log:
      return "the log could not be written";
    case LockReason::policy:
      return "policy";
  }
  return "";
}
const char* name_of(SearchScope scope) {
  return scope == SearchScope::file ? "file" : "release";
}

/// What an event says, in words and as fields; the word that names its kind comes first.
struct Words {
  std::string operator()(const Opened& e) const {
    return fmt::format("opened    {}, {}", seal::printable(e.who), name_of(e.how));
  }
  std::string operator()(const AboutToShow& e) const { return "window    " + words(e.lines); }
  std::string operator()(const Shown& e) const {
    return fmt::format("shown     {}  {}.{:03} s{}", words(e.lines), e.duration_ms / 1000,
                       e.duration_ms % 1000, e.passing ? ", passing" : "");
  }
  std::string operator()(const Searched& e) const {
    return fmt::format("searched  {}, commitment {}", name_of(e.scope), hex(e.commitment));
  }
  std::string operator()(const Printed& e) const {
    if (e.pages == 0) return fmt::format("quoted    {}  in {}", words(e.lines), seal::printable(e.request));
    return fmt::format("printed   {}  {} pages, {}", words(e.lines), e.pages, seal::printable(e.request));
  }
  std::string operator()(const Refused& e) const { return "refused   " + seal::printable(e.clause); }
  std::string operator()(const Locked& e) const { return fmt::format("locked    {}", name_of(e.why)); }
  std::string operator()(const Unlocked& e) const { return "unlocked  " + seal::printable(e.who); }
  std::string operator()(const ClockJumped& e) const {
    return fmt::format("clock     set from {} to {}", utc_ms_text(e.before_unix_ms),
                       utc_ms_text(e.after_unix_ms));
  }
  std::string operator()(const Closed&) const { return "closed"; }
  std::string operator()(const Noted& e) const { return "noted     commitment " + hex(e.commitment); }
};

struct Fields {
  json& out;
  void operator()(const Opened& e) const {
    out["kind"] = "opened";
    out["who"] = seal::printable(e.who);
    out["how"] = name_of(e.how);
  }
  void operator()(const AboutToShow& e) const {
    out["kind"] = "window";
    put(out, e.lines);
  }
  void operator()(const Shown& e) const {
    out["kind"] = "shown";
    put(out, e.lines);
    out["duration_ms"] = e.duration_ms;
    out["passing"] = e.passing;
  }
  void operator()(const Searched& e) const {
    out["kind"] = "searched";
    out["scope"] = name_of(e.scope);
    out["commitment"] = hex(e.commitment);
  }
  void operator()(const Printed& e) const {
    out["kind"] = "printed";
    put(out, e.lines);
    out["pages"] = e.pages;
    out["request"] = seal::printable(e.request);
  }
  void operator()(const Refused& e) const {
    out["kind"] = "refused";
    out["clause"] = seal::printable(e.clause);
  }
  void operator()(const Locked& e) const {
    out["kind"] = "locked";
    out["why"] = name_of(e.why);
  }
  void operator()(const Unlocked& e) const {
    out["kind"] = "unlocked";
    out["who"] = seal::printable(e.who);
  }
  void operator()(const ClockJumped& e) const {
    out["kind"] = "clock";
    out["before"] = utc_ms_text(e.before_unix_ms);
    out["after"] = utc_ms_text(e.after_unix_ms);
  }
  void operator()(const Closed&) const { out["kind"] = "closed"; }
  void operator()(const Noted& e) const {
    out["kind"] = "noted";
    out["commitment"] = hex(e.commitment);
  }
};

}  // namespace

std::string place_words(std::string_view recorded, std::uint64_t first, std::uint64_t last) {
  const seal::RecordedPath of = seal::split_recorded(recorded);
  std::string out = fmt::format("{}:{}-{}", seal::printable(of.path), first, last);
  if (!of.release.empty()) out += fmt::format(" of release {}", seal::printable(of.release));
  return out;
}

void put_place(json& out, std::string_view recorded) {
  const seal::RecordedPath of = seal::split_recorded(recorded);
  out["path"] = seal::printable(of.path);
  out["release"] = of.release.empty() ? json() : json(seal::printable(of.release));
}

std::string utc_ms_text(std::int64_t unix_ms) {
  const std::string seconds = utc_text(unix_ms / 1000);
  return fmt::format("{}.{:03}Z", seconds.substr(0, seconds.size() - 1), unix_ms % 1000);
}

std::string describe_entry(const OpenedEntry& entry) {
  if (const auto* own = std::get_if<Private>(&entry.content)) {
    return fmt::format("{:>8}  {}  {}  {}", entry.index, utc_ms_text(own->time_unix_ms),
                       own->kind == Private::Kind::search ? "term    " : "note    ",
                       seal::printable(own->text));
  }
  const auto& record = std::get<Record>(entry.content);
  return fmt::format("{:>8}  {}  {}", entry.index, utc_ms_text(record.time_unix_ms),
                     std::visit(Words{}, record.event));
}

json entry_json(const OpenedEntry& entry) {
  json out = {{"index", entry.index}};
  if (const auto* own = std::get_if<Private>(&entry.content)) {
    out["time"] = utc_ms_text(own->time_unix_ms);
    out["kind"] = own->kind == Private::Kind::search ? "term" : "note";
    out["text"] = seal::printable(own->text);
    out["salt"] = hex(own->salt);
    return out;
  }
  const auto& record = std::get<Record>(entry.content);
  out["time"] = utc_ms_text(record.time_unix_ms);
  std::visit(Fields{out}, record.event);
  return out;
}

}  // namespace spoor::vault
