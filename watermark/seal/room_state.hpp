// What a room remembers between two openings: the greatest numbers that it saw, how often each session was
// opened, the latest clock, whose sessions it takes. Sealed under a key of the room, so that nobody edits it;
// who copies an older state of the *whole* room back is not seen here, but by the heads of its logs.
//
//   8 "SPOORRMS"  2 version = 2  2 flags = 0  32 room id  12 nonce  sealed body (AES-256-GCM, tag last)
//
// Version 2 is what is written; version 1, without keys that follow and without prints, is read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/seal/lock.hpp"
#include "watermark/seal/session.hpp"
#include "watermark/seal/system_random.hpp"

namespace spoor::seal {

inline constexpr std::uint64_t kMaxStateBytes = std::uint64_t{16} << 20U;
inline constexpr std::uint16_t kStateVersion = 2;
inline constexpr std::size_t kMaxPrints = 10'000;  ///< print requests of one session
inline constexpr std::size_t kMaxPrintPathBytes = 8192;

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

/// Lines that were granted to be printed. Their pages count from then on, whatever becomes of the file.
struct PrintMemory {
  std::uint32_t serial = 1;  ///< of the first page
  std::uint32_t pages = 1;
  std::uint64_t first_line = 1;  ///< counted from 1
  std::uint64_t last_line = 1;   ///< included
  std::int64_t granted_unix_s = 0;
  bool written = false;  ///< the pages were made; else somebody may ask for them again
  std::string path;
  friend bool operator==(const PrintMemory&, const PrintMemory&) = default;
};

struct SessionMemory {
  SessionIdBytes id{};
  VendorPublicKey vendor_key{};
  std::int64_t expires_unix_s = 0;  ///< the latest that was seen
  std::uint32_t openings = 0;
  std::uint64_t update_number = 0;  ///< of the newest update seen; 0: none was
  Digest update_sha256{};
  std::uint32_t pages_printed = 0;  ///< those of all prints
  std::uint32_t note_chars = 0;
  std::uint32_t next_serial = 1;    ///< of the next page: never goes back
  std::vector<PrintMemory> prints;  ///< rising by serial, without overlap
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
[[nodiscard]] bool decode_state(ByteView body, RoomState& out, std::uint16_t version = kStateVersion);

/// Error: io.
[[nodiscard]] Result<Bytes> seal_state(const RoomState& state, const RoomId& room, const SecretKey& state_key,
                                       const RandomFill& random);
/// Errors: damaged (altered, or another room's), unsupported.
[[nodiscard]] Result<RoomState> open_state(ByteView file, const RoomId& room, const SecretKey& state_key);

}  // namespace spoor::seal
