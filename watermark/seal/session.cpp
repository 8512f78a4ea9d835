#include "watermark/seal/session.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

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
  out.strength_em = reader.integer<std::uint32_t>() / kStrengthUnitsPerEm;
  const auto flags = reader.integer<std::uint8_t>();
  if (flags > kSessionFlagAllowShot || out.strength_em > kMaxStrengthEm) return false;
  // A session that no revocation list can name could not be taken back.
  if (!session_id_bytes(out.id)) return false;
  for (const std::string& text : {out.reviewer, out.organisation, out.vendor}) {
    if (text.size() > kMaxTextBytes) return false;
  }
  out.allow_shot = (flags & kSessionFlagAllowShot) != 0;

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

Result<Session> open_session(ByteView file, std::string_view name, const std::string& passphrase) {
  const auto envelope = open_envelope(file, name, kSessionKind, passphrase);
  if (!envelope) return tl::make_unexpected(envelope.error());
  Session out;
  if (!decode_session(envelope->body.view(), out)) return damaged_file(name, kSessionKind);
  out.vendor_key = envelope->vendor;
  return out;
}

Result<Session> open_session(const std::filesystem::path& path, const std::string& passphrase) {
  const auto file = read_small_file(path, kSessionKind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  return open_session(*file, path.filename().native(), passphrase);
}

}  // namespace spoor::seal
