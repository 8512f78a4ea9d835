// Opening a session (.spsn): one reviewer's grant. It holds the kerning tables of every slot of its own
// window, the archive's key and nothing that could make another session's table.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "watermark/mark/context.hpp"
#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/lock.hpp"
#include "watermark/seal/policy.hpp"

namespace spoor::seal {

inline constexpr std::int64_t kSlotSeconds = 900;  ///< a quarter of an hour

struct Session {
  std::string id;  ///< "s-" and 12 hex digits: the registry's name for it, not the token
  std::string reviewer;
  std::string organisation;  ///< may be empty
  std::string vendor;        ///< the vault's name
  VendorPublicKey vendor_key{};
  ArchiveId archive_id{};
  ArchiveKey archive_key{};
  std::int64_t start_unix_s = 0;  ///< slot 0 begins here
  std::int64_t expires_unix_s = 0;
  RoomId room{};                 ///< the only room that it opens in; zeros: any
  SecretKey update_key{};        ///< opens the session's updates
  AgreementPublicKey log_key{};  ///< the vendor's: what he may read of the log is sealed to it
  Policy policy;
  std::vector<std::array<std::uint64_t, mark::kPositionsA / 64>> tables_a;  ///< one a slot
  std::vector<std::uint64_t> table_b;                                       ///< the whole session's

  [[nodiscard]] bool bound_to_room() const { return room != RoomId{}; }
  /// The table to draw with at a moment. Error refused: before the start or at or after the expiry.
  [[nodiscard]] Result<mark::KerningTable> table_at(std::int64_t now_unix_s) const;
};

/// Opens a session with what somebody has; name is used in messages. Errors of both: io, wrong_key,
/// bad_signature, damaged, unsupported.
[[nodiscard]] Result<Session> open_session(ByteView file, std::string_view name, const LockKeys& keys);
/// One that a passphrase alone opens.
[[nodiscard]] Result<Session> open_session(const std::filesystem::path& path, const std::string& passphrase);

}  // namespace spoor::seal
