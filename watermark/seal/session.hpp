// Opening a session (.spsn): one reviewer's grant. It holds the kerning tables of every slot of its own
// window, the archive's key and nothing that could make another session's table.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "watermark/mark/context.hpp"
#include "watermark/seal/archive_reader.hpp"

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
  double strength_em = mark::kDefaultStrengthEm;
  bool bound_to_room = false;
  bool allow_shot = true;  ///< --shot writes a marked picture to disk
  std::vector<std::array<std::uint64_t, mark::kPositionsA / 64>> tables_a;  ///< one a slot
  std::vector<std::uint64_t> table_b;                                       ///< the whole session's

  /// The table to draw with at a moment. Error refused: before the start or at or after the expiry.
  [[nodiscard]] Result<mark::KerningTable> table_at(std::int64_t now_unix_s) const;
};

/// Opens a session sealed with a passphrase. Errors: io, wrong_key, bad_signature, damaged, unsupported.
[[nodiscard]] Result<Session> open_session(const std::filesystem::path& path, const std::string& passphrase);

}  // namespace spoor::seal
