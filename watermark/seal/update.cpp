#include "watermark/seal/update.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "watermark/seal/revocation.hpp"

namespace spoor::seal {
namespace {

constexpr std::size_t kMostFiles = 10'000;  // in one directory: more are no medium of ours

Result<std::vector<std::filesystem::path>> update_files(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> out;
  std::error_code error;
  std::filesystem::directory_iterator at(directory.empty() ? "." : directory, error);
  for (; !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
    if (at->path().extension() == kUpdateSuffix) out.push_back(at->path());
    if (out.size() > kMostFiles) {
      return fail(SealErrorCode::damaged,
                  fmt::format("{} holds more than {} updates; leave the newest there.",
                              shown(directory.native()), kMostFiles));
    }
  }
  if (error) {
    return fail(SealErrorCode::io,
                fmt::format("Cannot list {}: {}.", shown(directory.native()), error.message()));
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// The update in a file, where it is this session's.
Result<std::optional<SessionUpdate>> read_one(const std::filesystem::path& path, const Session& session) {
  const auto file = read_small_file(path, kUpdateKind.limit_bytes);
  if (!file) return tl::make_unexpected(file.error());
  const std::string name = path.filename().native();
  const auto parsed = parse_envelope(*file, name, kUpdateKind);
  if (!parsed) return tl::make_unexpected(parsed.error());
  const auto id = session_id_bytes(session.id);
  const bool claims = std::any_of(parsed->locks.begin(), parsed->locks.end(), [&](const LockBody& lock) {
    const auto* update = std::get_if<UpdateLockBody>(&lock);
    return update != nullptr && id && update->session == *id;
  });
  if (!claims) return std::nullopt;
  auto update = open_update(*file, name, session.update_key);
  if (!update && update.error().code == SealErrorCode::wrong_key && parsed->vendor != session.vendor_key)
    return std::nullopt;  // another vendor's session of the same name
  if (!update) return tl::make_unexpected(update.error());
  return std::move(*update);
}

}  // namespace

bool decode_update(ByteView body, SessionUpdate& out) {
  WireReader reader(body);
  out.session_id = reader.text();
  reader.into(out.room);
  out.number = reader.integer<std::uint64_t>();
  out.made_unix_s = reader.integer<std::int64_t>();
  const auto change = reader.integer<std::uint8_t>();
  out.expires_unix_s = reader.integer<std::int64_t>();
  if (!decode_policy(reader.bytes(reader.integer<std::uint32_t>()), out.policy)) return false;
  const std::uint32_t tables = reader.count(sizeof(out.tables_a[0]));
  const auto dated = [](std::int64_t time) { return time >= 0 && time <= kLastUnixSecond; };
  if (!session_id_bytes(out.session_id) || out.number == 0 || !dated(out.made_unix_s) ||
      !dated(out.expires_unix_s) || change < 1 || change > 3 || tables > kMaxSlots) {
    return false;
  }
  out.change = static_cast<UpdateChange>(change);
  out.tables_a.resize(tables);
  for (auto& table : out.tables_a) {
    for (std::uint64_t& word : table) word = reader.integer<std::uint64_t>();
  }
  return reader.finished();
}

Result<SessionUpdate> open_update(ByteView file, std::string_view name, const SecretKey& update_key) {
  LockKeys keys;
  keys.update_key = &update_key;
  const auto envelope = open_envelope(file, name, kUpdateKind, keys);
  if (!envelope) {
    if (envelope.error().code != SealErrorCode::wrong_key) return tl::make_unexpected(envelope.error());
    return fail(SealErrorCode::wrong_key,
                fmt::format("The session update {} is not for this session; take it away.", shown(name)));
  }
  SessionUpdate out;
  const auto* lock = std::get_if<UpdateLockBody>(&envelope->locks.front());
  const bool one_lock = envelope->locks.size() == 1 && lock != nullptr;
  if (!decode_update(envelope->body.view(), out) || !one_lock ||
      session_id_bytes(out.session_id) != lock->session) {
    return damaged_file(name, kUpdateKind);
  }
  out.vendor_key = envelope->vendor;
  out.file_sha256 = envelope->file_sha256;
  return out;
}

Result<Session> updated(Session session, const SessionUpdate& update) {
  const auto slots = slots_of_window(session.start_unix_s, update.expires_unix_s);
  const std::size_t own = session.tables_a.size();
  if (!slots || update.tables_a.size() != (*slots > own ? *slots - own : 0)) {
    return fail(SealErrorCode::damaged,
                fmt::format("The update {} does not fit the session {}; ask the vendor for a new one.",
                            update.number, session.id));
  }
  session.expires_unix_s = update.expires_unix_s;
  session.policy = update.policy;
  session.tables_a.insert(session.tables_a.end(), update.tables_a.begin(), update.tables_a.end());
  session.tables_a.resize(*slots);
  return session;
}

Result<std::optional<SessionUpdate>> newest_update(const std::vector<std::filesystem::path>& directories,
                                                   const Session& session) {
  std::optional<SessionUpdate> out;
  for (const std::filesystem::path& directory : directories) {
    const auto files = update_files(directory);
    if (!files) return tl::make_unexpected(files.error());
    for (const std::filesystem::path& path : *files) {
      auto update = read_one(path, session);
      if (!update) return update;
      if (*update && (!out || (*update)->number > out->number)) out = std::move(**update);
    }
  }
  return out;
}

}  // namespace spoor::seal
