// What a room remembers between two openings: the greatest numbers that it saw, how often each session was
// opened, the latest clock, whose sessions it takes. Sealed under a key of the room, so that nobody edits it;
// who copies an older state of the *whole* room back is not seen here, but by the heads of its logs.
//
//   8 "SPOORRMS"  2 version = 2  2 flags = 0  32 room id  12 nonce  sealed body (AES-256-GCM, tag last)
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "watermark/seal/lock.hpp"
#include "watermark/seal/session.hpp"
#include "watermark/seal/system_random.hpp"

namespace spoor::seal {

inline constexpr std::uint64_t kMaxStateBytes = std::uint64_t{16} << 20U;

/// A vendor whose sessions were opened here, or that was pinned when the room was made.
struct VendorMemory {
  VendorPublicKey key{};
  std::uint64_t list_number = 0;  ///< of the newest revocation list seen; 0: none was
  std::int64_t list_issued_unix_s = 0;
  Digest list_sha256{};
  // Where another key has followed this one (seal/succession.hpp):
  VendorPublicKey successor{};             ///< zeros: none has
  std::int64_t succeeded_unix_s = 0;       ///< sessions that were issued later are refused
  std::int64_t sessions_until_unix_s = 0;  ///< the others open until then

  [[nodiscard]] bool is_succeeded() const { return successor != VendorPublicKey{}; }
};

struct SessionMemory {
  SessionIdBytes id{};
  VendorPublicKey vendor_key{};
  std::int64_t expires_unix_s = 0;  ///< the latest that was seen
  std::uint32_t openings = 0;
  std::uint64_t update_number = 0;  ///< of the newest update seen; 0: none was
  Digest update_sha256{};
  std::uint32_t pages_printed = 0;
  std::uint32_t note_chars = 0;
};

struct RoomState {
  std::uint64_t writes = 0;
  std::int64_t clock_unix_s = 0;        ///< the latest moment at which a session was open
  bool pins_vendors = true;             ///< sessions of vendors that are not listed are refused, once one is
  std::vector<VendorMemory> vendors;    ///< strictly rising by key
  std::vector<SessionMemory> sessions;  ///< strictly rising by id, then vendor

  [[nodiscard]] const VendorMemory* vendor(const VendorPublicKey& key) const;
  VendorMemory& vendor_entry(const VendorPublicKey& key);  ///< made where there is none
  /// The key that the vendor signs with today, as far as the room knows: the last of the key's line.
  [[nodiscard]] VendorPublicKey newest_key(const VendorPublicKey& key) const;
  /// Whether `later` has followed `key`, at once or after others.
  [[nodiscard]] bool leads_to(const VendorPublicKey& key, const VendorPublicKey& later) const;
  [[nodiscard]] const SessionMemory* session(const Session& session) const;
  SessionMemory& session_entry(const Session& session);
};

[[nodiscard]] Bytes encode_state(const RoomState& state);
/// Version 1 knew no successors; it is read, and written as version 2.
inline constexpr std::uint16_t kRoomStateVersion = 2;
[[nodiscard]] bool decode_state(ByteView body, RoomState& out, std::uint16_t version = kRoomStateVersion);

/// Error: io.
[[nodiscard]] Result<Bytes> seal_state(const RoomState& state, const RoomId& room, const SecretKey& state_key,
                                       const RandomFill& random);
/// Errors: damaged (altered, or another room's), unsupported.
[[nodiscard]] Result<RoomState> open_state(ByteView file, const RoomId& room, const SecretKey& state_key);

}  // namespace spoor::seal
