// Session updates as files: sealed to one session, signed, found beside it.
#include "watermark/seal/update.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/seal/room_fixtures.hpp"
#include "tests/unit/seal/tamper.hpp"

using namespace spoor;
using namespace spoor::seal_test;
using seal::SealErrorCode;

namespace {

seal::Bytes sealed(const seal::SessionUpdate& update, const seal::SecretKey& key,
                   const seal_write::IssuingKey& issuer = vendor()) {
  SeededRandom random(11);
  return seal_write::seal_update(update, key, issuer, random).value();
}

void put(const std::filesystem::path& path, const seal::Bytes& file) {
  write_text(path, {reinterpret_cast<const char*>(file.data()), file.size()});
}

}  // namespace

TEST_CASE("an update comes back from its file, for its session alone", "[update]") {
  const seal::Session session = small_session(2);
  seal::SessionUpdate update = small_update(session, 5);
  update.policy.allow_search = false;
  update.tables_a.resize(3, session.tables_a[0]);
  const seal::Bytes file = sealed(update, session.update_key);
  const auto back = seal::open_update(file, "u.spsu", session.update_key);
  REQUIRE(back);
  CHECK(back->session_id == update.session_id);
  CHECK(back->room == update.room);
  CHECK(back->number == 5);
  CHECK(back->made_unix_s == update.made_unix_s);
  CHECK(back->change == update.change);
  CHECK(back->expires_unix_s == update.expires_unix_s);
  CHECK(back->policy == update.policy);
  CHECK(back->tables_a == update.tables_a);
  CHECK(back->vendor_key == vendor().public_key());
  CHECK(code_of(seal::open_update(file, "u", key_of(1))) == SealErrorCode::wrong_key);
  CHECK(code_of(seal::open_update(flipped(file, 8 * 200), "u", session.update_key)) ==
        SealErrorCode::damaged);
}

TEST_CASE("an update that makes no sense is not sealed", "[update]") {
  const seal::Session session = small_session(2);
  SeededRandom random(1);
  const auto refusal = [&](const std::function<void(seal::SessionUpdate&)>& change) {
    seal::SessionUpdate update = small_update(session);
    change(update);
    return code_of(seal_write::seal_update(update, session.update_key, vendor(), random));
  };
  CHECK(refusal([](auto& u) { u.session_id = "s-1"; }) == SealErrorCode::usage);
  CHECK(refusal([](auto& u) { u.number = 0; }) == SealErrorCode::usage);
  CHECK(refusal([](auto& u) { u.expires_unix_s = -1; }) == SealErrorCode::usage);
  CHECK(refusal([](auto& u) { u.made_unix_s = seal::kLastUnixSecond + 1; }) == SealErrorCode::usage);
  CHECK(refusal([](auto& u) { u.policy.openings_max = 0; }) == SealErrorCode::usage);
}

TEST_CASE("an update changes the window, its tables and the policy", "[update]") {
  const seal::Session session = small_session(2);
  seal::SessionUpdate longer = small_update(session);
  longer.expires_unix_s = session.expires_unix_s + 901;
  longer.tables_a.resize(2, session.tables_a[0]);
  const auto extended = seal::updated(session, longer).value();
  CHECK(extended.tables_a.size() == 4);
  CHECK(extended.table_at(session.expires_unix_s + 900).value().a == session.tables_a[0]);
  CHECK_FALSE(extended.table_at(session.expires_unix_s + 901));

  seal::SessionUpdate shorter = small_update(session);
  shorter.expires_unix_s = session.start_unix_s + 900;
  shorter.policy.idle_lock_s = 7;
  const auto narrowed = seal::updated(session, shorter).value();
  CHECK(narrowed.tables_a.size() == 1);
  CHECK_FALSE(narrowed.table_at(session.start_unix_s + 900));
  CHECK(narrowed.policy.idle_lock_s == 7);

  longer.tables_a.pop_back();
  CHECK(code_of(seal::updated(session, longer)) == SealErrorCode::damaged);
  shorter.tables_a.resize(1);
  CHECK(code_of(seal::updated(session, shorter)) == SealErrorCode::damaged);
  shorter.expires_unix_s = session.start_unix_s;
  CHECK(code_of(seal::updated(session, shorter)) == SealErrorCode::damaged);
}

TEST_CASE("the newest update beside a session is found", "[update]") {
  const Scratch scratch;
  const seal::Session session = small_session(2);
  CHECK_FALSE(seal::newest_update({scratch.path()}, session).value());
  put(scratch / "a/one.spsu", sealed(small_update(session, 9), session.update_key));
  put(scratch / "a/two.spsu", sealed(small_update(session, 3), session.update_key));
  put(scratch / "b/three.spsu", sealed(small_update(session, 4), session.update_key));
  put(scratch / "b/notes.txt", {});
  CHECK(seal::newest_update({scratch / "b", scratch / "a"}, session).value()->number == 9);

  seal::Session other = session;
  other.id = "s-0123456789ac";
  other.update_key = key_of(0x77);
  put(scratch / "b/other.spsu", sealed(small_update(other, 12), other.update_key));
  CHECK(seal::newest_update({scratch / "b"}, session).value()->number == 4);
  CHECK(seal::newest_update({scratch / "b"}, other).value()->number == 12);
}

TEST_CASE("an update that cannot be read, or is none of ours, is not passed over", "[update]") {
  const Scratch scratch;
  const seal::Session session = small_session(2);
  const auto answer = [&](const seal::Bytes& file) {
    put(scratch / "u.spsu", file);
    return seal::newest_update({scratch.path()}, session);
  };
  const seal::Bytes good = sealed(small_update(session, 2), session.update_key);
  CHECK(answer(good).value()->number == 2);
  CHECK(code_of(answer(flipped(good, 8 * 60))) == SealErrorCode::damaged);
  CHECK(code_of(answer({})) == SealErrorCode::damaged);
  // It names this session in its lock, but is not sealed to it.
  CHECK(code_of(answer(sealed(small_update(session, 2), key_of(1)))) == SealErrorCode::wrong_key);
  // Another vendor's session of the same name: nothing to do with us.
  CHECK_FALSE(answer(sealed(small_update(session, 2), key_of(1), vendor(9))).value());
  // Signed by somebody who knows the update key, as the reviewer does: found, so that the room refuses it.
  CHECK(answer(sealed(small_update(session, 2), session.update_key, vendor(9))).value()->vendor_key ==
        vendor(9).public_key());
  CHECK(code_of(seal::newest_update({scratch / "none"}, session)) == SealErrorCode::io);
}
