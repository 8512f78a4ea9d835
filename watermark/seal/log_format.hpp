// The parts of a log as they are stored: header, groups, entries. SPEC.md 7.1 to 7.3. Reading and writing of
// bytes only; what is authentic is decided in log_walk.hpp.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/log_hash.hpp"
#include "watermark/seal/revocation.hpp"

namespace spoor::seal_log {

inline constexpr std::string_view kLogMagic = "SPOORLOG";
inline constexpr std::uint16_t kLogVersion = 1;
inline constexpr std::size_t kHeaderBytes = 314;
inline constexpr std::size_t kSealedKeyBytes = 32 + seal::kTagBytes;
inline constexpr std::string_view kHeaderContext = "spoor log header";

struct LogHeader {
  seal::VendorPublicKey vendor_key{};
  Digest room_id{};  ///< SHA-256 of room.pub
  PublicKey room_key{};
  seal::SessionIdBytes session{};
  seal::ArchiveId archive_id{};
  std::int64_t begun_unix_s = 0;
  PublicKey log_key{};  ///< the vendor's, X25519
  PublicKey ephemeral{};
  std::array<std::uint8_t, kSealedKeyBytes> sealed_carry{};
  Signature signature{};
  friend bool operator==(const LogHeader&, const LogHeader&) = default;
};

/// The first 202 bytes, which sealing the carry binds; with the carry, which the signature covers; the whole.
[[nodiscard]] Bytes encode_for_carry(const LogHeader& header);
[[nodiscard]] Bytes encode_for_signature(const LogHeader& header);
[[nodiscard]] Bytes encode(const LogHeader& header);
/// Of a file's first bytes, at most kHeaderBytes. Checks form and signature. Errors: damaged, unsupported,
/// bad_signature.
[[nodiscard]] Result<LogHeader> decode_header(ByteView start, std::string_view name);

inline constexpr std::size_t kGroupStartBytes = 16;
inline constexpr std::uint32_t kMaxGroupEntriesBytes = std::uint32_t{1} << 20U;
inline constexpr std::uint32_t kMaxGroupEntries = 65536;
inline constexpr std::size_t kMacBytes = 32;
inline constexpr std::size_t kSignatureBytes = 64;
inline constexpr std::size_t kMaxGroupBytes =
    kGroupStartBytes + kMaxGroupEntriesBytes + kMacBytes + kSignatureBytes;

enum class Audience : std::uint8_t { run = 0, vendor = 1, reviewer = 2, room = 3 };
inline constexpr std::size_t kCommitmentBytes = 32;
inline constexpr std::size_t kMaxPlainBytes = 32768;

/// A group's bytes, and views into them.
struct GroupView {
  std::int64_t time_unix_s = 0;
  std::vector<ByteView> entries;  ///< as stored, audience first
  ByteView up_to_mac;             ///< all in front of the MAC
  Digest mac{};
  Signature signature{};
  std::size_t size_bytes = 0;
};

enum class GroupEnd : std::uint8_t {
  whole,
  unfinished,  ///< the file ends in the middle of it
  malformed,   ///< no group begins so
};
/// Reads the group at the beginning of `rest`, which is all that the file has left, or at least
/// kMaxGroupBytes. Structure only: entries are not looked into.
GroupEnd split_group(ByteView rest, GroupView& out);

/// What the entries of a run say of it.
struct RunEntry {
  std::uint32_t number = 0;
  PublicKey reviewer_key{};  ///< zeros: none
  PublicKey ephemeral{};
  std::array<std::uint8_t, kSealedKeyBytes> sealed_chain{};
  bool linked = false;
  Digest link{};
};
inline constexpr std::size_t kRunEntryBytes = 150;
/// Up to the sealed key, which sealing binds; up to the link, which the link covers; the whole.
[[nodiscard]] Bytes encode_for_chain(const RunEntry& run);
[[nodiscard]] Bytes encode_for_link(const RunEntry& run);
[[nodiscard]] Bytes encode(const RunEntry& run);
/// False: damaged.
[[nodiscard]] bool decode_run(ByteView stored, RunEntry& out);

/// A sealed entry's parts.
struct SealedEntry {
  Audience audience = Audience::vendor;
  Digest commitment{};
  PublicKey ephemeral{};  ///< of the reviewer's entries alone
  ByteView sealed;
};
enum class EntryForm : std::uint8_t { sound, unsupported, damaged };
/// Of an entry that is no run.
[[nodiscard]] EntryForm split_entry(ByteView stored, SealedEntry& out);

}  // namespace spoor::seal_log
