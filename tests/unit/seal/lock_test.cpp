// Locks that ask for a room, and for several persons.
#include "watermark/seal/lock.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/session_format.hpp"
#include "watermark/seal/shamir.hpp"

using namespace spoor;
using namespace spoor::seal_test;
using seal::SealErrorCode;

namespace {

const std::string kOther = "another passphrase";

seal::Session session_in_room() {
  seal::Session out = small_session(1);
  out.room = room_public().id;
  return out;
}

seal::Bytes sealed_in(const seal::Session& session, const seal_write::Lock& lock) {
  SeededRandom random(8);
  return seal_write::seal_session(session, lock, vendor(), random).value();
}

seal::Bytes sealed_in_room() {
  SeededRandom random(7);
  return sealed_in(session_in_room(),
                   seal_write::RoomLock::create(kPassphrase, room_public(), kCheapCost, random).value());
}

}  // namespace

TEST_CASE("a session of a room needs the room and the passphrase", "[lock]") {
  const seal::Bytes file = sealed_in_room();
  const seal::RoomSecret room = room_secret();
  const seal::RoomSecret elsewhere = room_secret(0x41);
  const auto open = [&](const seal::LockKeys& keys) { return seal::open_session(file, "s.spsn", keys); };
  REQUIRE(open({{&kPassphrase}, &room}));
  CHECK(open({{&kPassphrase}, &room})->room == room.id);

  const auto stolen_machine = open({{&kOther}, &room});
  REQUIRE_FALSE(stolen_machine);
  CHECK(stolen_machine.error().code == SealErrorCode::wrong_key);
  CHECK(code_of(open({{}, &room})) == SealErrorCode::wrong_key);
  const auto stolen_session = open({{&kPassphrase}});
  REQUIRE_FALSE(stolen_session);
  CHECK(stolen_session.error().code == SealErrorCode::wrong_key);
  CHECK(stolen_session.error().message.starts_with("policy: room: "));
  const auto other_room = open({{&kPassphrase}, &elsewhere});
  REQUIRE_FALSE(other_room);
  CHECK(other_room.error().message.find("another room") != std::string::npos);
  // Who knows the room's id but not its key has nothing.
  const seal::RoomSecret pretender{room.id, elsewhere.agreement_key};
  CHECK(code_of(open({{&kPassphrase}, &pretender})) == SealErrorCode::wrong_key);
}

TEST_CASE("any n of m persons open, and fewer do not", "[lock]") {
  SeededRandom random(7);
  const std::vector<std::string> all = {"ada", "charles", "mary"};
  const std::vector<const std::string*> persons = {&all[0], &all[1], &all[2]};
  const auto lock = seal_write::QuorumLock::create(2, persons, std::nullopt, kCheapCost, random).value();
  seal::Session session = small_session(1);
  session.policy.unlock_n = 2;
  session.policy.unlock_m = 3;
  const seal::Bytes file = sealed_in(session, lock);
  const auto opens = [&](std::initializer_list<const std::string*> given) {
    return seal::open_session(file, "s.spsn", seal::LockKeys{given}).has_value();
  };
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) CHECK(opens({persons[i], persons[j]}) == (i != j));
    CHECK_FALSE(opens({persons[i]}));
    CHECK_FALSE(opens({persons[i], &kOther}));
  }
  CHECK(opens({&kOther, persons[2], persons[0]}));
  const auto refused = seal::open_session(file, "s.spsn", seal::LockKeys{{persons[0]}});
  CHECK(refused.error().message.starts_with("policy: unlock: "));
  CHECK(refused.error().message.find("2 of 3 persons") != std::string::npos);
}

TEST_CASE("a quorum in a room needs the room, too", "[lock]") {
  SeededRandom random(7);
  const auto lock =
      seal_write::QuorumLock::create(2, {&kPassphrase, &kOther}, room_public(), kCheapCost, random).value();
  seal::Session session = session_in_room();
  session.policy.unlock_n = session.policy.unlock_m = 2;
  const seal::Bytes file = sealed_in(session, lock);
  const seal::RoomSecret room = room_secret();
  CHECK(seal::open_session(file, "s", {{&kPassphrase, &kOther}, &room}));
  CHECK(code_of(seal::open_session(file, "s", {{&kPassphrase, &kOther}})) == SealErrorCode::wrong_key);
  CHECK(code_of(seal::open_session(file, "s", {{&kPassphrase}, &room})) == SealErrorCode::wrong_key);
}

TEST_CASE("locks that could not keep their promise are not made", "[lock]") {
  SeededRandom random(7);
  const auto quorum = [&](std::uint8_t n, const std::vector<const std::string*>& persons) {
    return code_of(seal_write::QuorumLock::create(n, persons, std::nullopt, kCheapCost, random));
  };
  const std::string same = kPassphrase;
  const std::string empty;
  CHECK(quorum(2, {&kPassphrase, &same}) == SealErrorCode::usage);
  CHECK(quorum(2, {&kPassphrase}) == SealErrorCode::usage);
  CHECK(quorum(0, {&kPassphrase, &kOther}) == SealErrorCode::usage);
  CHECK(quorum(3, {&kPassphrase, &kOther}) == SealErrorCode::usage);
  CHECK(quorum(1, {&kPassphrase, &empty}) == SealErrorCode::usage);
  seal::RoomPublic low = room_public();
  low.agreement_key.fill(0);
  const auto lock = seal_write::RoomLock::create(kPassphrase, low, kCheapCost, random).value();
  CHECK(code_of(lock.wrap(key_of(1), random)) == SealErrorCode::wrong_key);
}

TEST_CASE("no two files of a batch share a vendor's point or a nonce", "[lock]") {
  SeededRandom random(7);
  const auto lock = seal_write::RoomLock::create(kPassphrase, room_public(), kCheapCost, random).value();
  const auto one = seal::RoomLockBody::decode(lock.wrap(key_of(1), random).value()).value();
  const auto two = seal::RoomLockBody::decode(lock.wrap(key_of(1), random).value()).value();
  CHECK(one.ephemeral != two.ephemeral);
  CHECK(one.nonce != two.nonce);
  CHECK(one.stretching.salt == two.stretching.salt);
}

TEST_CASE("shares combine from n on, and say nothing below", "[lock]") {
  SeededRandom random(7);
  seal::SecretKey secret{};
  REQUIRE(random.fill(secret));
  for (std::size_t n = 1; n <= 5; ++n) {
    std::vector<seal::SecretKey> coefficients(n - 1);
    for (seal::SecretKey& key : coefficients) REQUIRE(random.fill(key));
    std::vector<seal::Share> shares;
    for (std::uint8_t x = 16; x > 0; x = static_cast<std::uint8_t>(x - 3))
      shares.push_back(seal::share_at(secret, coefficients, x));
    const std::span<const seal::Share> all(shares);
    CHECK(seal::combine_shares(all.first(n)) == secret);
    CHECK(seal::combine_shares(all.last(n)) == secret);
    if (n > 1) CHECK_FALSE(seal::combine_shares(all.first(n - 1)) == secret);
  }
  // With one share of two missing, every value of the secret's first byte is still as possible as another.
  std::vector<std::size_t> seen(256, 0);
  for (int first = 0; first < 256; ++first) {
    std::vector<seal::SecretKey> coefficient(1, key_of(static_cast<std::uint8_t>(first)));
    ++seen[seal::share_at(secret, coefficient, 5).y[0]];
  }
  CHECK(std::count(seen.begin(), seen.end(), 1U) == 256);
}

TEST_CASE("a fingerprint can be read out and typed in", "[lock]") {
  const auto id = room_public().id;
  const std::string text = seal::fingerprint_text(id);
  CHECK(text.size() == 64 + 15);
  CHECK(seal::fingerprint_bytes(text) == id);
  CHECK_FALSE(seal::fingerprint_bytes(text.substr(1)));
  CHECK_FALSE(seal::fingerprint_bytes(text + "0"));
  CHECK_FALSE(seal::fingerprint_bytes(std::string(64, 'g')));
}
