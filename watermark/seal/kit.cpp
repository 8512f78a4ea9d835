#include "watermark/seal/kit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "watermark/seal/archive_format.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/seal/kit_format.hpp"
#include "watermark/seal/kit_logs.hpp"
#include "watermark/seal/revocation.hpp"
#include "watermark/seal/session_format.hpp"

namespace spoor::seal {
namespace {

KitSession decode_kit_session(WireReader& reader) {
  KitSession out;
  out.id = reader.text();
  out.reviewer = reader.text();
  out.organisation = reader.text();
  out.token = reader.integer<std::uint64_t>();
  out.start_unix_s = reader.integer<std::int64_t>();
  out.slots = reader.integer<std::uint32_t>();
  const auto revoked = reader.integer<std::uint8_t>();
  out.revoked = revoked == 1;
  reader.into(out.archive_id);
  if (revoked > 1) reader.fail();
  return out;
}

bool session_is_sound(const KitSession& session) {
  return session_id_bytes(session.id) && session.reviewer.size() <= kMaxTextBytes &&
         session.organisation.size() <= kMaxTextBytes && session.token < kTokenLimit && session.slots != 0 &&
         session.slots <= kMaxSlots && session.start_unix_s >= 0 &&
         session.start_unix_s < kLastUnixSecond - (std::int64_t{session.slots} - 1) * kSlotSeconds;
}

template <typename T>
bool rises_by_id(const std::vector<T>& items) {
  return std::adjacent_find(items.begin(), items.end(),
                            [](const T& one, const T& other) { return one.id >= other.id; }) == items.end();
}

/// Two sessions with one token could not be told apart.
bool tokens_differ(const std::vector<KitSession>& sessions) {
  std::vector<std::uint64_t> tokens(sessions.size());
  std::transform(sessions.begin(), sessions.end(), tokens.begin(),
                 [](const KitSession& session) { return session.token; });
  std::sort(tokens.begin(), tokens.end());
  const bool differ = std::adjacent_find(tokens.begin(), tokens.end()) == tokens.end();
  if (!tokens.empty()) wipe(tokens.data(), tokens.size() * sizeof(tokens[0]));
  return differ;
}

}  // namespace

bool kit_is_sound(const Kit& kit) {
  return kit.vendor.size() <= kMaxTextBytes && kit.strength_em >= 0 && kit.strength_em <= kMaxStrengthEm &&
         std::all_of(kit.sessions.begin(), kit.sessions.end(), session_is_sound) &&
         std::all_of(kit.archives.begin(), kit.archives.end(),
                     [](const KitArchive& archive) { return archive.release.size() <= kMaxReleaseBytes; }) &&
         rises_by_id(kit.sessions) && rises_by_id(kit.archives) && tokens_differ(kit.sessions) &&
         kit_logs_are_sound(kit);
}

bool decode_kit(ByteView body, Kit& out) {
  WireReader reader(body);
  out.vendor = reader.text();
  reader.into(out.mark_key);
  out.strength_em = reader.integer<std::uint32_t>() / kStrengthUnitsPerEm;

  constexpr std::size_t kShortestSessionBytes = 3 * 2 + 8 + 8 + 4 + 1 + 16;
  const std::uint32_t sessions = reader.count(kShortestSessionBytes);
  out.sessions.reserve(sessions);
  for (std::uint32_t i = 0; i < sessions && !reader.failed(); ++i) {
    out.sessions.push_back(decode_kit_session(reader));
  }
  constexpr std::size_t kShortestArchiveBytes = 16 + 2 + 32;
  const std::uint32_t archives = reader.count(kShortestArchiveBytes);
  for (std::uint32_t i = 0; i < archives && !reader.failed(); ++i) {
    KitArchive archive;
    reader.into(archive.id);
    archive.release = reader.text();
    reader.into(archive.key);
    out.archives.push_back(archive);
  }
  // Logs are looked up by session, so the sessions' order comes first.
  if (reader.failed() || !rises_by_id(out.sessions)) return false;
  decode_kit_logs(reader, out);
  return reader.finished() && kit_is_sound(out);
}

Result<Kit> open_kit(ByteView file, std::string_view name, const std::string& passphrase) {
  const auto envelope = open_envelope(file, name, kKitKind, passphrase);
  if (!envelope) return tl::make_unexpected(envelope.error());
  Kit out;
  if (!decode_kit(envelope->body.view(), out)) return damaged_file(name, kKitKind);
  out.vendor_key = envelope->vendor;
  for (const std::uint8_t byte : envelope->file_sha256) out.sha256_hex += fmt::format("{:02x}", byte);
  return out;
}

Result<Kit> open_kit(const std::filesystem::path& path, const std::string& passphrase) {
  const auto file = read_small_file(path, kKitKind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  return open_kit(*file, path.filename().native(), passphrase);
}

Result<ArchiveReader> open_archive_by(const Kit& kit, const std::filesystem::path& path) {
  for (const KitArchive& archive : kit.archives) {
    auto reader = ArchiveReader::open(path, archive.key, kit.vendor_key);
    if (reader || reader.error().code != SealErrorCode::wrong_key) return reader;
  }
  return fail(SealErrorCode::wrong_key, "The kit may not read this archive: export it again with --archive.");
}

}  // namespace spoor::seal
