// Locks of rooms and of several persons, whole and changed.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "tests/vectors/envelope_forge.hpp"

namespace spoor::vectors {

using Passphrases = std::vector<const std::string*>;

inline const std::string kThird = "a third passphrase, which the reader lacks";
inline const std::string kFourth = "a fourth passphrase, which the reader lacks";

inline constexpr std::uint8_t kRoomKind = 2;
inline constexpr std::uint8_t kQuorumKind = 3;
// Offsets in the body of a room's lock, then of a quorum's (SPEC.md 3.1).
inline constexpr std::size_t kRoomAt = 19;
inline constexpr std::size_t kEphemeralAt = 51;
inline constexpr std::size_t kRoomSealedAt = 95;
inline constexpr std::size_t kSharesAt = 85;
inline constexpr std::size_t kShareBytes = 60;

[[nodiscard]] RawLock room_lock(const std::string& passphrase = seal_test::kPassphrase,
                                std::uint8_t room = 0x31);
/// n of these persons; in_room: in seal_test::room_public().
[[nodiscard]] RawLock quorum_lock(std::uint8_t n, const Passphrases& passphrases, bool in_room = false);
/// The first and the third are the reader's.
[[nodiscard]] RawLock two_of_three(bool in_room = false);

[[nodiscard]] RawLock changed(RawLock lock, std::size_t at, std::initializer_list<std::uint8_t> bytes);
[[nodiscard]] RawLock flipped(RawLock lock, std::size_t at);
/// Of a quorum, without the first shares.
[[nodiscard]] RawLock without_shares(const RawLock& lock, std::size_t count);

}  // namespace spoor::vectors
