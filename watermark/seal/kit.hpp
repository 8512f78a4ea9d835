// Opening a forensics kit (.spkit): the mark key and a snapshot of the registry. It can trace; it can neither
// issue nor read source that it was not given.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/exposure.hpp"

namespace spoor::seal {

struct KitSession {
  std::string id;
  std::string reviewer;
  std::string organisation;
  std::uint64_t token = 0;  ///< 48 bits: the session's name inside the mark
  std::int64_t start_unix_s = 0;
  std::uint32_t slots = 0;  ///< 15-minute slots from the start to the expiry, at most 65,536
  bool revoked = false;
  ArchiveId archive_id{};
};

struct KitArchive {
  ArchiveId id{};
  std::string release;
  ArchiveKey key{};
};

/// What one session's log tells.
struct KitLog {
  std::string session;
  std::int64_t until_unix_ms = 0;   ///< the log tells nothing of later
  std::vector<Exposure> exposures;  ///< by start
};

struct Kit {
  std::string vendor;
  VendorPublicKey vendor_key{};
  SecretKey mark_key{};    ///< wiped when it goes
  double strength_em = 0;  ///< the strength that its sessions are drawn with
  std::vector<KitSession> sessions;
  std::vector<KitArchive> archives;  ///< sources that this kit may also read, to locate a leak
  std::vector<KitLog> logs;          ///< sessions that are missing have no log in this kit
  std::string sha256_hex;            ///< of the kit file
};

/// Errors: io, wrong_key, bad_signature, damaged, unsupported.
[[nodiscard]] Result<Kit> open_kit(const std::filesystem::path& path, const std::string& passphrase);

/// An archive that the kit may read. Errors: those of ArchiveReader::open; wrong_key, where it may not.
[[nodiscard]] Result<ArchiveReader> open_archive_by(const Kit& kit, const std::filesystem::path& path);

}  // namespace spoor::seal
