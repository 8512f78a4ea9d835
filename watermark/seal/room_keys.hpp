// A room's private keys, room.key: only its own machine has them. Where the room has a passphrase they are
// sealed under it; without one, file permissions and the disk's encryption are what keeps them.
//
//   8 "SPOORRMK"  2 version = 1  2 flags = 0  32 room id  1 sealed (0, 1)
//   0: 96 keys    1: 19 stretching, 12 nonce, 112 keys (AES-256-GCM, tag last; binds all in front of the
//   nonce) 32 SHA-256 of all the above
// The keys: 32 Ed25519 seed, 32 X25519 private key, 32 state key.
#pragma once

#include <string>

#include "watermark/seal/room_public.hpp"
#include "watermark/seal/system_random.hpp"

namespace spoor::seal {

inline constexpr std::string_view kRoomKeyFileName = "room.key";
inline constexpr std::uint64_t kMaxRoomKeyBytes = 1024;

struct RoomKeys {
  SecretKey signing_seed{};
  SecretKey agreement_key{};
  SecretKey state_key{};
};

/// Error: io.
[[nodiscard]] Result<RoomKeys> draw_room_keys(const RandomFill& random);
/// room.pub, signed by the room itself. Error: io.
[[nodiscard]] Result<Bytes> make_room_public(const RoomKeys& keys, std::string_view name,
                                             std::int64_t now_unix_s);

/// An empty passphrase: the keys lie open. Error: io.
[[nodiscard]] Result<Bytes> seal_room_keys(const RoomKeys& keys, const RoomId& room,
                                           const std::string& passphrase, const ScryptCost& cost,
                                           const RandomFill& random);
/// Whether opening asks for a passphrase. Errors: damaged, unsupported.
[[nodiscard]] Result<bool> room_keys_are_sealed(ByteView file);
/// Errors: wrong_key (the passphrase), damaged (also where they are not those of room.pub), unsupported.
[[nodiscard]] Result<RoomKeys> open_room_keys(ByteView file, const RoomPublic& room,
                                              const std::string& passphrase);

}  // namespace spoor::seal
