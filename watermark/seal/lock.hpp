// The locks of an envelope: each wraps the file key in a way of its own (SPEC.md, 3.1). A lock is one of
//   1 passphrase   what one person knows
//   2 room         what one person knows *and* the key of one room
//   3 quorum       what n of m persons know, and the key of one room where it is bound to one
//   4 update       what a session holds: for its updates
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "watermark/seal/agreement.hpp"
#include "watermark/seal/crypto.hpp"

namespace spoor::seal {

enum class LockKind : std::uint8_t { passphrase = 1, room = 2, quorum = 3, update = 4 };
/// Of the kinds that a file may have, one bit each.
[[nodiscard]] constexpr std::uint8_t lock_bit(LockKind kind) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind));
}

using RoomId = std::array<std::uint8_t, 32>;         ///< SHA-256 of room.pub; all zeros: no room
using SessionIdBytes = std::array<std::uint8_t, 6>;  ///< the 12 hex digits of a session's id
using Salt = std::array<std::uint8_t, 16>;
using SealedKey = std::array<std::uint8_t, 32 + kTagBytes>;

/// What a room opens locks with.
struct RoomSecret {
  RoomId id{};
  SecretKey agreement_key{};  ///< X25519
};

/// What somebody has who opens a file. Nothing is owned.
struct LockKeys {
  std::vector<const std::string*> passphrases{};
  const RoomSecret* room = nullptr;
  const SecretKey* update_key = nullptr;
};

/// Cost and salt of scrypt, as in every lock that asks for a passphrase: 1 log2 N, 1 r, 1 p, 16 salt.
struct Stretching {
  ScryptCost cost;
  Salt salt{};
};

/// 19 stretching, 12 nonce, 48 sealed file key. The wrapping key is scrypt's output; it binds the first 19.
struct PassphraseLockBody {
  ScryptCost cost;
  Salt salt{};
  Nonce nonce{};
  SealedKey sealed_key{};

  [[nodiscard]] Bytes bound() const;
  [[nodiscard]] Bytes encode() const;
  static std::optional<PassphraseLockBody> decode(ByteView body);
};

/// 19 stretching, 32 room id, 32 the vendor's ephemeral X25519 key, 12 nonce, 48 sealed file key.
struct RoomLockBody {
  Stretching stretching;
  RoomId room{};
  AgreementPublicKey ephemeral{};
  Nonce nonce{};
  SealedKey sealed_key{};

  [[nodiscard]] Bytes bound() const;  ///< all in front of the nonce
  [[nodiscard]] Bytes encode() const;
  static std::optional<RoomLockBody> decode(ByteView body);
};

struct SealedShare {
  Nonce nonce{};
  SealedKey sealed{};
};

/// 1 n, 1 m, 19 stretching, 32 room id, 32 ephemeral key (both zeros: no room), m shares (12 nonce, 48 sealed
/// share), 12 nonce, 48 sealed file key.
struct QuorumLockBody {
  std::uint8_t n = 0;
  std::uint8_t m = 0;
  Stretching stretching;
  RoomId room{};
  AgreementPublicKey ephemeral{};
  std::vector<SealedShare> shares;
  Nonce nonce{};
  SealedKey sealed_key{};

  [[nodiscard]] Bytes start() const;  ///< all in front of the shares
  [[nodiscard]] Bytes share_bound(std::size_t index) const;
  [[nodiscard]] Bytes bound() const;  ///< all in front of the last nonce
  [[nodiscard]] Bytes encode() const;
  static std::optional<QuorumLockBody> decode(ByteView body);
};

/// 6 session id, 12 nonce, 48 sealed file key.
struct UpdateLockBody {
  SessionIdBytes session{};
  Nonce nonce{};
  SealedKey sealed_key{};

  [[nodiscard]] Bytes encode() const;
  static std::optional<UpdateLockBody> decode(ByteView body);
};

using LockBody = std::variant<PassphraseLockBody, RoomLockBody, QuorumLockBody, UpdateLockBody>;

[[nodiscard]] std::optional<LockBody> decode_lock(LockKind kind, ByteView body);
/// The room that a lock is bound to; zeros: none.
[[nodiscard]] RoomId room_of(const LockBody& lock);

/// The file key; none where the keys are others. Error: io.
[[nodiscard]] Result<std::optional<SecretKey>> open_lock(const LockBody& lock, const LockKeys& keys);

// The wrapping keys, for both sides. Errors: io.
[[nodiscard]] Result<SecretKey> room_wrapping_key(const SecretKey& shared, const SecretKey& stretched,
                                                  const RoomLockBody& lock);
[[nodiscard]] Result<SecretKey> quorum_share_key(const SecretKey& stretched);
/// shared: nullptr where no room is asked for.
[[nodiscard]] Result<SecretKey> quorum_wrapping_key(const SecretKey* shared, const SecretKey& secret,
                                                    const QuorumLockBody& lock);
[[nodiscard]] Result<SecretKey> update_wrapping_key(const SecretKey& update_key);

}  // namespace spoor::seal
