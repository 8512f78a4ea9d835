#include "watermark/seal/room_rules.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "watermark/seal/room_public.hpp"

namespace spoor::seal {
namespace {

using Checked = Result<void>;

std::string utc(std::int64_t unix_s) {
  return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(static_cast<std::time_t>(unix_s)));
}

/// What the room knows of the session's vendor and his lists: under the key that he signs with today.
const VendorMemory* vendor_of(const Attempt& a) {
  return a.state->vendor(a.state->newest_key(a.session->vendor_key));
}

std::uint64_t list_seen(const Attempt& a) {
  const VendorMemory* vendor = vendor_of(a);
  return vendor == nullptr ? 0 : vendor->list_number;
}

std::uint64_t update_seen(const Attempt& a) {
  const SessionMemory* session = a.state->session(*a.session);
  return session == nullptr ? 0 : session->update_number;
}

Checked vendor_is_pinned(const Attempt& a) {
  const bool open_to_all = !a.state->pins_vendors || a.state->vendors.empty();
  if (open_to_all || a.state->vendor(a.session->vendor_key) != nullptr) return {};
  return refused_by("vendor",
                    fmt::format("This room takes the sessions of another vendor than the one with the "
                                "key {}; ask for a session of the room's own vendor, or for his succession "
                                "({}) if he has changed his key.",
                                fingerprint_text(a.session->vendor_key), kSuccessionSuffix));
}

Checked session_is_from_before_succession(const Attempt& a) {
  const VendorMemory* vendor = a.state->vendor(a.session->vendor_key);
  if (vendor == nullptr || !vendor->is_succeeded() || a.session->start_unix_s <= vendor->succeeded_unix_s)
    return {};
  return refused_by("vendor",
                    fmt::format("The session {} was issued with a key that the vendor replaced at {}; ask "
                                "him for a new one.",
                                a.session->id, utc(vendor->succeeded_unix_s)));
}

Checked former_key_still_holds(const Attempt& a) {
  const VendorMemory* vendor = a.state->vendor(a.session->vendor_key);
  if (vendor == nullptr || !vendor->is_succeeded() || a.now_unix_s < vendor->sessions_until_unix_s) return {};
  return refused_by("vendor",
                    fmt::format("Sessions of the vendor's former key opened until {}; ask him for a new one.",
                                utc(vendor->sessions_until_unix_s)));
}

Checked room_is_named(const Attempt& a) {
  if (!a.session->bound_to_room() || a.session->room == a.room) return {};
  return refused_by(
      "room",
      fmt::format("The session {} is for another room; take it there, or ask the vendor.", a.session->id));
}

Checked clock_has_not_gone_back(const Attempt& a) {
  return check_clock(a.state->clock_unix_s, a.now_unix_s);
}

Checked list_is_of_the_newest_key(const Attempt& a) {
  if (a.list == nullptr || a.list->list.vendor_key == a.state->newest_key(a.session->vendor_key)) return {};
  return refused_by("revocation_list",
                    fmt::format("The revocation list is signed with a key that the vendor has replaced; put "
                                "the newest {} beside the session.",
                                kRevocationFileName));
}

Checked list_is_not_older(const Attempt& a) {
  const std::uint64_t number = a.list != nullptr ? a.list->list.number : 0;
  if (number >= list_seen(a)) return {};
  return refused_by(
      "revocation_list",
      fmt::format("This room has seen the vendor's revocation list {}, and {}; put the newest "
                  "{} beside the session.",
                  list_seen(a),
                  number == 0 ? "now there is none" : fmt::format("now there is list {}", number),
                  kRevocationFileName));
}

Checked list_is_the_one_seen(const Attempt& a) {
  const VendorMemory* vendor = vendor_of(a);
  const bool other = a.list != nullptr && vendor != nullptr && vendor->list_number == a.list->list.number &&
                     vendor->list_sha256 != a.list->file_sha256;
  if (!other) return {};
  return refused_by("revocation_list",
                    fmt::format("There are two different revocation lists of the number {}; tell the vendor.",
                                a.list->list.number));
}

Checked list_is_not_far_ahead(const Attempt& a) {
  if (a.list == nullptr || a.list->list.number <= list_seen(a) ||
      a.list->list.number - list_seen(a) <= kMostNumbersAhead) {
    return {};
  }
  return refused_by(
      "revocation_list",
      fmt::format("The revocation list's number, {}, is far beyond the last one; tell the vendor.",
                  a.list->list.number));
}

Checked list_is_not_of_tomorrow(const Attempt& a) {
  if (a.list == nullptr || a.list->list.issued_unix_s <= a.now_unix_s + kClockToleranceS) return {};
  return refused_by("revocation_list",
                    fmt::format("The revocation list is of {}, which is to come; set this machine's clock.",
                                utc(a.list->list.issued_unix_s)));
}

Checked list_is_fresh(const Attempt& a) {
  const std::uint32_t most_s = a.policy().revocation_list_max_age_s;
  if (most_s == 0) return {};
  if (a.list == nullptr) {
    return refused_by(
        "revocation_list_max_age_s",
        fmt::format("The vendor's {} is asked for; put the newest beside the session.", kRevocationFileName));
  }
  if (a.now_unix_s - a.list->list.issued_unix_s <= most_s) return {};
  return refused_by(
      "revocation_list_max_age_s",
      fmt::format("The vendor's revocation list is of {} and may be {} hours old; get a new one.",
                  utc(a.list->list.issued_unix_s), most_s / 3600));
}

Checked session_is_not_on_list(const Attempt& a) {
  if (a.list == nullptr) return {};
  const auto id = session_id_bytes(a.session->id);
  const auto& revoked = a.list->list.revoked;
  if (id && !std::binary_search(revoked.begin(), revoked.end(), *id)) return {};
  return refused_by("revoked",
                    fmt::format("The session {} was revoked by the vendor (revocation list {}); ask "
                                "the vendor for a new one.",
                                a.session->id, a.list->list.number));
}

Checked update_is_the_vendors(const Attempt& a) {
  if (a.update == nullptr || a.update->vendor_key == a.session->vendor_key ||
      a.state->leads_to(a.session->vendor_key, a.update->vendor_key)) {
    return {};
  }
  return refused_by("update",
                    "An update of the session is signed by somebody else than its vendor; take it "
                    "away.");
}

Checked update_is_the_sessions(const Attempt& a) {
  if (a.update == nullptr || (a.update->session_id == a.session->id && a.update->room == a.session->room)) {
    return {};
  }
  return refused_by("update",
                    fmt::format("An update is for the session {} or for another room; take it away.",
                                a.update->session_id));
}

Checked update_is_not_older(const Attempt& a) {
  const std::uint64_t number = a.update != nullptr ? a.update->number : 0;
  if (number >= update_seen(a)) return {};
  return refused_by(
      "update",
      fmt::format("This room has seen update {} of the session {}, and {}; put the newest update "
                  "beside the session.",
                  update_seen(a), a.session->id,
                  number == 0 ? "now there is none" : fmt::format("now there is update {}", number)));
}

Checked update_is_the_one_seen(const Attempt& a) {
  const SessionMemory* session = a.state->session(*a.session);
  const bool other = a.update != nullptr && session != nullptr &&
                     session->update_number == a.update->number &&
                     session->update_sha256 != a.update->file_sha256;
  if (!other) return {};
  return refused_by(
      "update",
      fmt::format("There are two different updates of the number {}; tell the vendor.", a.update->number));
}

Checked update_is_not_far_ahead(const Attempt& a) {
  if (a.update == nullptr || a.update->number <= update_seen(a) ||
      a.update->number - update_seen(a) <= kMostNumbersAhead) {
    return {};
  }
  return refused_by(
      "update",
      fmt::format("The update's number, {}, is far beyond the last one; tell the vendor.", a.update->number));
}

Checked update_is_not_of_tomorrow(const Attempt& a) {
  if (a.update == nullptr || a.update->made_unix_s <= a.now_unix_s + kClockToleranceS) return {};
  return refused_by("update", fmt::format("The update is of {}, which is to come; set this machine's clock.",
                                          utc(a.update->made_unix_s)));
}

Checked update_is_no_wider(const Attempt& a) {
  if (a.update == nullptr) return {};
  const auto clause = wider_clause(a.update->policy, a.session->policy);
  if (!clause) return {};
  return refused_by("update",
                    fmt::format("The update {} would allow more than the session does, by its {}; ask "
                                "the vendor for a new session.",
                                a.update->number, *clause));
}

Checked update_does_not_revoke(const Attempt& a) {
  if (a.update == nullptr || a.update->change != UpdateChange::revoke) return {};
  return refused_by("revoked",
                    fmt::format("The session {} was revoked by the vendor (update {}); ask the vendor "
                                "for a new one.",
                                a.session->id, a.update->number));
}

Checked window_is_open(const Attempt& a) {
  if (a.now_unix_s < a.session->start_unix_s) {
    return refused_by("window", fmt::format("The session {} begins at {}; check this machine's clock.",
                                            a.session->id, utc(a.session->start_unix_s)));
  }
  if (a.now_unix_s < a.expires_unix_s()) return {};
  return refused_by("window", fmt::format("The session {} expired at {}; ask the vendor for a new one.",
                                          a.session->id, utc(a.expires_unix_s())));
}

Checked hours_are_open(const Attempt& a) {
  const auto& hours = a.policy().daily_hours;
  if (!hours || hours_allow(*hours, a.now_unix_s)) return {};
  return refused_by("daily_hours",
                    fmt::format("The session may be read on {}; come back then.", describe_hours(*hours)));
}

Checked openings_are_left(const Attempt& a) {
  const SessionMemory* session = a.state->session(*a.session);
  const std::uint32_t used = session == nullptr ? 0 : session->openings;
  if (a.policy().openings_max == kUnlimited || used < a.policy().openings_max) return {};
  return refused_by("openings_max",
                    fmt::format("The session was opened {} times, which is as often as it may "
                                "be; ask the vendor for a new one.",
                                used));
}

constexpr std::array kRules = {
    Rule{"vendor", vendor_is_pinned},
    Rule{"succession_issued", session_is_from_before_succession},
    Rule{"succession_until", former_key_still_holds},
    Rule{"room", room_is_named},
    Rule{"clock", clock_has_not_gone_back},
    Rule{"list_key", list_is_of_the_newest_key},
    Rule{"list_older", list_is_not_older},
    Rule{"list_other", list_is_the_one_seen},
    Rule{"list_ahead", list_is_not_far_ahead},
    Rule{"list_tomorrow", list_is_not_of_tomorrow},
    Rule{"list_age", list_is_fresh},
    Rule{"list_names", session_is_not_on_list},
    Rule{"update_vendor", update_is_the_vendors},
    Rule{"update_session", update_is_the_sessions},
    Rule{"update_older", update_is_not_older},
    Rule{"update_other", update_is_the_one_seen},
    Rule{"update_ahead", update_is_not_far_ahead},
    Rule{"update_tomorrow", update_is_not_of_tomorrow},
    Rule{"update_wider", update_is_no_wider},
    Rule{"update_revokes", update_does_not_revoke},
    Rule{"window", window_is_open},
    Rule{"daily_hours", hours_are_open},
    Rule{"openings", openings_are_left},
};

}  // namespace

std::span<const Rule> room_rules() {
  return kRules;
}

Checked check_rules(const Attempt& attempt, std::span<const Rule> rules) {
  for (const Rule& rule : rules) {
    if (auto checked = rule.check(attempt); !checked) return checked;
  }
  return {};
}

std::vector<Rule> belonging_rules() {
  std::vector<Rule> out;
  for (const Rule& rule : kRules)
    if (rule.name == "vendor" || rule.name == "room" || rule.name.starts_with("succession_"))
      out.push_back(rule);
  return out;
}

std::vector<Rule> running_rules(const Attempt& attempt) {
  std::vector<Rule> out;
  for (const Rule& rule : kRules) {
    // How old a list may be is asked at the opening.
    const bool of_list = rule.name.starts_with("list_") && rule.name != "list_age";
    if ((of_list && attempt.list != nullptr) || rule.name.starts_with("succession_") ||
        (rule.name.starts_with("update_") && attempt.update != nullptr))
      out.push_back(rule);
  }
  return out;
}

void remember(const Attempt& attempt, RoomState& state, Opening opening) {
  const Session& session = *attempt.session;
  state.vendor_entry(session.vendor_key);
  VendorMemory& vendor = state.vendor_entry(state.newest_key(session.vendor_key));
  if (attempt.list != nullptr && attempt.list->list.number > vendor.list_number) {
    vendor.list_number = attempt.list->list.number;
    vendor.list_issued_unix_s = attempt.list->list.issued_unix_s;
    vendor.list_sha256 = attempt.list->file_sha256;
  }
  SessionMemory& memory = state.session_entry(session);
  memory.expires_unix_s = std::max(memory.expires_unix_s, attempt.expires_unix_s());
  if (opening == Opening::begins && memory.openings != kUnlimited) ++memory.openings;
  if (attempt.update != nullptr && attempt.update->number > memory.update_number) {
    memory.update_number = attempt.update->number;
    memory.update_sha256 = attempt.update->file_sha256;
  }
  // The session was open at that moment, so that no clock set far ahead gets in here: it would be expired.
  state.clock_unix_s = std::max(state.clock_unix_s, attempt.now_unix_s);
}

namespace {

/// True: it says something new.
Result<bool> take_one(RoomState& state, const Succession& next, std::int64_t now_unix_s) {
  const VendorMemory before = state.vendor_entry(next.from);
  if ((before.is_succeeded() && before.successor != next.to) || state.leads_to(next.to, next.from)) {
    return refused_by(
        "vendor",
        "There are two successions of the vendor's key that contradict each other; tell the vendor.");
  }
  if (next.made_unix_s > now_unix_s + kClockToleranceS) {
    return refused_by("vendor",
                      fmt::format("The succession of the vendor's key is of {}, which is to come; set this "
                                  "machine's clock.",
                                  utc(next.made_unix_s)));
  }
  // Said once more, it can only be narrower.
  const bool known = before.is_succeeded();
  const std::int64_t made_s = known ? std::min(before.succeeded_unix_s, next.made_unix_s) : next.made_unix_s;
  const std::int64_t until_s =
      known ? std::min(before.sessions_until_unix_s, next.until_unix_s) : next.until_unix_s;
  if (known && made_s == before.succeeded_unix_s && until_s == before.sessions_until_unix_s) return false;
  VendorMemory& successor = state.vendor_entry(next.to);
  if (before.list_number > successor.list_number) {
    successor.list_number = before.list_number;
    successor.list_issued_unix_s = before.list_issued_unix_s;
    successor.list_sha256 = before.list_sha256;
  }
  VendorMemory& former = state.vendor_entry(next.from);
  former.successor = next.to;
  former.succeeded_unix_s = made_s;
  former.sessions_until_unix_s = until_s;
  return true;
}

}  // namespace

Result<bool> take_successions(RoomState& state, std::span<const Succession> successions,
                              const VendorPublicKey& session_vendor, std::int64_t now_unix_s) {
  bool changed = false;
  // They may lie in any order: each round takes the next of each line, and each is taken in once.
  bool again = true;
  for (std::size_t round = 0; again && round <= successions.size(); ++round) {
    again = false;
    const bool open_to_all = !state.pins_vendors || state.vendors.empty();
    for (const Succession& next : successions) {
      const bool concerns =
          state.vendor(next.from) != nullptr || (open_to_all && next.from == session_vendor);
      if (!concerns) continue;
      const auto taken = take_one(state, next, now_unix_s);
      if (!taken) return taken;
      again = again || *taken;
    }
    changed = changed || again;
  }
  return changed;
}

Checked check_clock(std::int64_t seen_unix_s, std::int64_t now_unix_s) {
  if (now_unix_s >= seen_unix_s - kClockToleranceS) return {};
  return refused_by("clock",
                    fmt::format("This machine's clock stands at {}, and stood at {} before; set it right.",
                                utc(now_unix_s), utc(seen_unix_s)));
}

}  // namespace spoor::seal
