#include "tests/vectors/lock_forge.hpp"

#include "tests/vectors/bytes.hpp"

namespace spoor::vectors {

RawLock room_lock(const std::string& passphrase, std::uint8_t room) {
  seal_test::SeededRandom random(21);
  const auto lock =
      seal_write::RoomLock::create(passphrase, seal_test::room_public(room), seal_test::kCheapCost, random);
  return {kRoomKind, lock->wrap(file_key(), random).value()};
}

RawLock quorum_lock(std::uint8_t n, const Passphrases& passphrases, bool in_room) {
  seal_test::SeededRandom random(22);
  const auto room = in_room ? std::optional(seal_test::room_public()) : std::nullopt;
  const auto lock = seal_write::QuorumLock::create(n, passphrases, room, seal_test::kCheapCost, random);
  return {kQuorumKind, lock->wrap(file_key(), random).value()};
}

RawLock two_of_three(bool in_room) {
  return quorum_lock(2, {&seal_test::kPassphrase, &kThird, &seal_test::kSecondPassphrase}, in_room);
}

RawLock changed(RawLock lock, std::size_t at, std::initializer_list<std::uint8_t> bytes) {
  lock.body = patched(std::move(lock.body), at, bytes);
  return lock;
}

RawLock flipped(RawLock lock, std::size_t at) {
  lock.body = seal_test::flipped(std::move(lock.body), at * 8);
  return lock;
}

RawLock without_shares(const RawLock& lock, std::size_t count) {
  RawLock out{lock.kind, {}};
  for (std::size_t i = 0; i < lock.body.size(); ++i)
    if (i < kSharesAt || i >= kSharesAt + count * kShareBytes) out.body.push_back(lock.body[i]);
  return out;
}

}  // namespace spoor::vectors
