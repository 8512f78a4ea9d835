// Session updates (.spsu): what the vendor changes in a session that is in use. Each says all that holds from
// now on (expiry, policy, the tables that the session itself lacks), so that the newest is enough. Signed by
// the vendor, sealed to the session's update key, numbered: what is older than a room has seen is refused.
//
// The envelope's body: text session id   32 room id   8 number >= 1   8 made at   1 kind   8 expiry
//   4 length, policy   4 count, 128 bytes of table A each, from the session's own last slot on
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "watermark/seal/session_format.hpp"

namespace spoor::seal {

inline constexpr std::string_view kUpdateSuffix = ".spsu";
inline constexpr EnvelopeKind kUpdateKind{"SPOORUPD", "session update", std::uint64_t{10} << 20U, 1,
                                          lock_bit(LockKind::update)};

enum class UpdateChange : std::uint8_t { extend = 1, narrow = 2, revoke = 3 };

struct SessionUpdate {
  VendorPublicKey vendor_key{};
  std::string session_id;
  RoomId room{};
  std::uint64_t number = 0;  ///< from 1, strictly rising within a session
  std::int64_t made_unix_s = 0;
  UpdateChange change = UpdateChange::extend;
  std::int64_t expires_unix_s = 0;
  Policy policy;
  std::vector<std::array<std::uint64_t, mark::kPositionsA / 64>> tables_a;  ///< of slots that it adds
  Digest file_sha256{};
};

[[nodiscard]] bool decode_update(ByteView body, SessionUpdate& out);

/// Errors: wrong_key (it is not sealed to this session), bad_signature, damaged, unsupported.
[[nodiscard]] Result<SessionUpdate> open_update(ByteView file, std::string_view name,
                                                const SecretKey& update_key);

/// The session as the update leaves it. Whether the update may be believed is the room's to say. Error
/// damaged: its window and its tables do not fit the session.
[[nodiscard]] Result<Session> updated(Session session, const SessionUpdate& update);

/// The newest of the updates of a session among the .spsu files of some directories; none is no error. Those
/// of other sessions are passed over; one that cannot be read, or that claims to be this session's and is not
/// sealed to it, is refused. Errors: io, wrong_key, bad_signature, damaged, unsupported.
[[nodiscard]] Result<std::optional<SessionUpdate>> newest_update(
    const std::vector<std::filesystem::path>& directories, const Session& session);

}  // namespace spoor::seal
