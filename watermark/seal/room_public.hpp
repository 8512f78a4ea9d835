// A room's public half, room.pub: what its machine hands to the vendor, who seals sessions to it. It is
// signed by the room itself, which proves that its maker has the signing key and nothing more: compare
// fingerprints.
//
//   8 "SPOORRMP"  2 version = 1  2 flags = 0  32 room's Ed25519 key  32 room's X25519 key  text name
//   8 made at (Unix s)   trailer as in envelope.hpp
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "watermark/seal/envelope.hpp"

namespace spoor::seal {

inline constexpr std::string_view kRoomPublicFileName = "room.pub";
inline constexpr EnvelopeKind kRoomPublicKind{"SPOORRMP", "room's public file", 64 * 1024};
inline constexpr std::size_t kMaxRoomNameBytes = 200;

struct RoomPublic {
  RoomId id{};  ///< SHA-256 of the whole file
  std::array<std::uint8_t, 32> signing_key{};
  AgreementPublicKey agreement_key{};
  std::string name;
  std::int64_t made_unix_s = 0;
};

/// Errors: io, bad_signature, damaged, unsupported.
[[nodiscard]] Result<RoomPublic> open_room_public(const std::filesystem::path& path);
[[nodiscard]] Result<RoomPublic> open_room_public(ByteView file, std::string_view name);

/// 64 hex digits in groups of four, to be read out and compared.
[[nodiscard]] std::string fingerprint_text(const std::array<std::uint8_t, 32>& bytes);
/// The same back, blanks or none between the digits. None where it is anything else.
[[nodiscard]] std::optional<std::array<std::uint8_t, 32>> fingerprint_bytes(std::string_view text);

}  // namespace spoor::seal
