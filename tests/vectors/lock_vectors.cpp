// Sessions whose lock asks for a room, or for several persons.
#include <fmt/format.h>

#include "tests/vectors/bytes.hpp"
#include "tests/vectors/lock_forge.hpp"
#include "tests/vectors/session_body.hpp"

namespace spoor::vectors {
namespace {

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void room(const char* name, const char* fault, const RawLock& lock, const char* expect = kDamaged) {
    SessionFields fields;
    fields.room = seal_test::room_public().id;
    put(name, fault, fields, lock, expect);
  }
  void quorum(const char* name, const char* fault, const RawLock& lock, const char* expect = kDamaged,
              bool in_room = false, std::uint8_t n = 2, std::uint8_t m = 3) {
    SessionFields fields;
    if (in_room) fields.room = seal_test::room_public().id;
    seal::Policy policy;
    policy.unlock_n = n;
    policy.unlock_m = m;
    fields.policy = seal::encode_policy(policy);
    put(name, fault, fields, lock, expect);
  }
  void put(const char* name, const char* fault, const SessionFields& fields, const RawLock& lock,
           const char* expect) {
    out_.push_back({fmt::format("lock-{}.spsn", name), fault, expect,
                    forge_envelope(fields.encode(), seal::kSessionKind, {lock})});
  }

 private:
  Scenarios& out_;
};

void add_rooms(Group& group) {
  const RawLock ours = room_lock();
  group.room("good-room", "a passphrase in a room", ours, kOk);
  group.room("good-room-second", "the second passphrase in a room", room_lock(seal_test::kSecondPassphrase),
             kOk);
  group.room("room-passphrase", "another passphrase, in the room", room_lock(kThird), kWrongKey);
  group.room("room-other", "the passphrase, for another room", room_lock(seal_test::kPassphrase, 0x41),
             kWrongKey);
  group.room("room-renamed", "another room's lock under this room's name",
             {kRoomKind,
              patched(room_lock(seal_test::kPassphrase, 0x41).body, kRoomAt, seal_test::room_public().id)},
             kWrongKey);
  group.room("room-zeros", "a lock of no room", {kRoomKind, patched(ours.body, kRoomAt, seal::Bytes(32))});
  group.room("room-salt", "a flipped bit in the salt", flipped(ours, 3), kWrongKey);
  group.room("room-ephemeral", "a flipped bit in the vendor's point", flipped(ours, kEphemeralAt), kWrongKey);
  group.room("room-ephemeral-low", "a point of low order",
             {kRoomKind, patched(ours.body, kEphemeralAt, seal::Bytes(32))}, kWrongKey);
  group.room("room-sealed", "a flipped bit in the sealed key", flipped(ours, kRoomSealedAt), kWrongKey);
  group.room("room-cost", "a cost of N = 2^21", changed(ours, 0, {21}));
  RawLock longer = ours;
  longer.body.push_back(0);
  group.room("room-long", "a byte behind the lock", longer);
  RawLock shorter = ours;
  shorter.body = first(shorter.body, shorter.body.size() - 1);
  group.room("room-short", "a lock of a byte less", shorter);
  group.room("room-plain", "a lock that asks for no room, around a session of one", passphrase_lock());
  group.put("room-unnamed", "a lock that asks for a room, around a session of none", {}, ours, kDamaged);
  SessionFields other;
  other.room = seal_test::room_public(0x41).id;
  group.put("room-body-other", "a lock of one room, around a session of another", other, ours, kDamaged);
}

void add_quorums(Group& group) {
  const RawLock ours = two_of_three();
  const Passphrases two = {&seal_test::kPassphrase, &seal_test::kSecondPassphrase};
  group.quorum("good-quorum", "2 of 3 persons, both ours", ours, kOk);
  group.quorum("good-quorum-one", "1 of 2 persons, the second ours",
               quorum_lock(1, {&kThird, &seal_test::kSecondPassphrase}), kOk, false, 1, 2);
  group.quorum("good-quorum-room", "2 of 3 persons in a room", two_of_three(true), kOk, true);
  group.quorum(
      "good-quorum-16", "2 of 16 persons",
      [&] {
        std::vector<std::string> others;
        for (int i = 0; i < 14; ++i) others.push_back(fmt::format("person {}", i));
        Passphrases all = two;
        for (const std::string& other : others) all.push_back(&other);
        return quorum_lock(2, all);
      }(),
      kOk, false, 2, 16);
  group.quorum("quorum-few", "3 of 3 persons, two of them ours",
               quorum_lock(3, {&seal_test::kPassphrase, &kThird, &seal_test::kSecondPassphrase}), kWrongKey,
               false, 3, 3);
  group.quorum("quorum-none", "2 of 2 persons, neither ours", quorum_lock(2, {&kThird, &kFourth}), kWrongKey,
               false, 2, 2);
  RawLock twice = quorum_lock(2, two);  // the first share again, for the second person
  for (std::size_t i = kSharesAt; i < kSharesAt + kShareBytes; ++i)
    twice.body.at(i + kShareBytes) = twice.body.at(i);
  group.quorum("quorum-twice", "the first person's share in place of the second's", twice, kWrongKey, false,
               2, 2);
  group.quorum("quorum-n-0", "0 of 3 persons", changed(ours, 0, {0}));
  group.quorum("quorum-n-4", "4 of 3 persons", changed(ours, 0, {4}));
  group.quorum("quorum-n-less", "1 person where the shares need 2", changed(ours, 0, {1}), kWrongKey, false,
               1, 3);
  const RawLock one = without_shares(changed(changed(ours, 0, {1}), 1, {1}), 2);
  group.quorum("quorum-m-1", "1 of 1 person", one, kDamaged, false, 1, 1);
  RawLock many = changed(ours, 1, {17});
  many.body.resize(many.body.size() + 14 * kShareBytes);
  group.quorum("quorum-m-17", "2 of 17 persons", many);
  group.quorum("quorum-m-more", "a person more than there are shares", changed(ours, 1, {4}));
  group.quorum("quorum-m-less", "a person less than there are shares", changed(ours, 1, {2}));
  group.quorum("quorum-room-half", "a room without the vendor's point", changed(ours, 21, {1}));
  group.quorum("quorum-point-half", "a vendor's point without a room", changed(ours, 53, {1}));
  group.quorum("quorum-cost", "a cost of p = 5", changed(ours, 4, {5}));
  group.quorum("quorum-share", "a flipped bit in a share of ours", flipped(ours, kSharesAt + 12), kWrongKey);
  group.quorum("quorum-share-other", "a flipped bit in the share of somebody else",
               flipped(ours, kSharesAt + kShareBytes + 12), kWrongKey);
  group.quorum("quorum-sealed", "a flipped bit in the sealed key", flipped(ours, ours.body.size() - 48),
               kWrongKey);
  group.quorum("quorum-policy-n", "2 of 3 persons where the policy says 1", ours, kDamaged, false, 1, 3);
  group.quorum("quorum-policy-m", "2 of 3 persons where the policy says 2 of 4", ours, kDamaged, false, 2, 4);
  group.quorum("quorum-policy-lock", "one person's lock where the policy says 2 of 3", passphrase_lock());
  group.quorum("quorum-room-unnamed", "a room's lock around a session of none", two_of_three(true));
}

}  // namespace

void add_session_locks(Scenarios& out) {
  Group group(out);
  add_rooms(group);
  add_quorums(group);
}

}  // namespace spoor::vectors
