#include "watermark/seal/session.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "watermark/seal/revocation.hpp"
#include "watermark/seal/session_format.hpp"

namespace spoor::seal {
namespace {

std::string utc(std::int64_t unix_s) {
  return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(static_cast<std::time_t>(unix_s)));
}

}  // namespace

Result<mark::KerningTable> Session::table_at(std::int64_t now_unix_s) const {
  if (now_unix_s < start_unix_s) {
    return fail(
        SealErrorCode::refused,
        fmt::format("The session {} begins at {}; check this machine's clock.", id, utc(start_unix_s)));
  }
  const auto slot = static_cast<std::uint64_t>(now_unix_s - start_unix_s) / kSlotSeconds;
  if (now_unix_s >= expires_unix_s || slot >= tables_a.size()) {
    return fail(
        SealErrorCode::refused,
        fmt::format("The session {} expired at {}; ask the vendor for a new one.", id, utc(expires_unix_s)));
  }
  return mark::KerningTable{tables_a[slot], table_b};
}

std::optional<std::uint32_t> slots_of_window(std::int64_t start_unix_s, std::int64_t expires_unix_s) {
  // Times are kept to four-digit years, so that every sum below stays far from overflow.
  if (start_unix_s < 0 || expires_unix_s <= start_unix_s || expires_unix_s > kLastUnixSecond)
    return std::nullopt;
  const std::int64_t slots = (expires_unix_s - start_unix_s + kSlotSeconds - 1) / kSlotSeconds;
  if (slots > kMaxSlots) return std::nullopt;
  return static_cast<std::uint32_t>(slots);
}

bool decode_session(ByteView body, Session& out) {
  WireReader reader(body);
  out.id = reader.text();
  out.reviewer = reader.text();
  out.organisation = reader.text();
  out.vendor = reader.text();
  reader.into(out.archive_id);
  reader.into(out.archive_key);
  out.start_unix_s = reader.integer<std::int64_t>();
  out.expires_unix_s = reader.integer<std::int64_t>();
  reader.into(out.room);
  reader.into(out.update_key);
  reader.into(out.log_key);
  if (!decode_policy(reader.bytes(reader.integer<std::uint32_t>()), out.policy)) return false;
  // A session that no revocation list can name could not be taken back.
  if (!session_id_bytes(out.id)) return false;
  for (const std::string& text : {out.reviewer, out.organisation, out.vendor}) {
    if (text.size() > kMaxTextBytes) return false;
  }

  const auto slots = slots_of_window(out.start_unix_s, out.expires_unix_s);
  const std::uint32_t tables = reader.count(sizeof(out.tables_a[0]));
  if (!slots || *slots != tables) return false;
  out.tables_a.resize(tables);
  for (auto& table : out.tables_a) {
    for (std::uint64_t& word : table) word = reader.integer<std::uint64_t>();
  }
  out.table_b.resize(mark::kPositionsB / 64);
  for (std::uint64_t& word : out.table_b) word = reader.integer<std::uint64_t>();
  return reader.finished();
}

namespace {

/// Whether the locks ask for what the body says: its room, and as many persons.
bool locks_agree(const std::vector<LockBody>& locks, const Session& session) {
  return std::all_of(locks.begin(), locks.end(), [&](const LockBody& lock) {
    const auto* quorum = std::get_if<QuorumLockBody>(&lock);
    const bool persons = quorum != nullptr
                             ? quorum->n == session.policy.unlock_n && quorum->m == session.policy.unlock_m
                             : session.policy.unlock_m == 1;
    return persons && room_of(lock) == session.room;
  });
}

}  // namespace

Result<Session> open_session(ByteView file, std::string_view name, const LockKeys& keys) {
  const auto envelope = open_envelope(file, name, kSessionKind, keys);
  if (!envelope) return tl::make_unexpected(envelope.error());
  Session out;
  if (!decode_session(envelope->body.view(), out) || !locks_agree(envelope->locks, out))
    return damaged_file(name, kSessionKind);
  out.vendor_key = envelope->vendor;
  return out;
}

Result<Session> open_session(ByteView file, std::string_view name, const std::string& passphrase) {
  return open_session(file, name, LockKeys{{&passphrase}});
}

Result<Session> open_session(const std::filesystem::path& path, const std::string& passphrase) {
  const auto file = read_small_file(path, kSessionKind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  return open_session(*file, path.filename().native(), passphrase);
}

}  // namespace spoor::seal
