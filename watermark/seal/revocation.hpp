// Revocation lists (.sprl): the sessions that a vendor has taken back, signed. The number rises with every
// list, so that a newer list can be told from an older one.
//
//   8 "SPOORREV"  2 version = 1  2 flags = 0  32 vendor's Ed25519 key  8 number >= 1  8 issued (Unix s)
//   4 count, 6 bytes of session id each, strictly rising   trailer as in envelope.hpp
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/seal/envelope.hpp"
#include "watermark/seal/session.hpp"

namespace spoor::seal {

inline constexpr std::string_view kRevocationFileName = "revocations.sprl";
inline constexpr EnvelopeKind kRevocationKind{"SPOORREV", "revocation list", std::uint64_t{64} << 20U};

/// "s-" and 12 lower-case hex digits, to and from bytes.
[[nodiscard]] std::optional<SessionIdBytes> session_id_bytes(std::string_view id);
[[nodiscard]] std::string session_id_text(const SessionIdBytes& id);

struct RevocationList {
  VendorPublicKey vendor_key{};
  std::uint64_t number = 0;  ///< from 1
  std::int64_t issued_unix_s = 0;
  std::vector<SessionIdBytes> revoked;  ///< strictly rising
};

/// Errors: io, bad_signature, damaged, unsupported.
[[nodiscard]] Result<RevocationList> open_revocations(const std::filesystem::path& path);
[[nodiscard]] Result<RevocationList> open_revocations(ByteView file, std::string_view name);

}  // namespace spoor::seal
