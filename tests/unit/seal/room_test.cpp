// A room on disk.
#include "watermark/seal/room.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <thread>

#include "tests/unit/seal/room_fixtures.hpp"
#include "tests/unit/seal/tamper.hpp"

using namespace spoor;
using namespace spoor::seal_test;
using seal::Room;
using seal::SealErrorCode;
namespace fs = std::filesystem;

namespace {

seal::Bytes bytes_of(const fs::path& path) {
  const std::string text = read_text(path);
  return {text.begin(), text.end()};
}

void put(const fs::path& path, const seal::Bytes& file) {
  write_text(path, {reinterpret_cast<const char*>(file.data()), file.size()});
}

Room made(const fs::path& directory, const std::string& passphrase = "") {
  seal::RoomPlan plan;
  plan.name = "room 1";
  plan.passphrase = passphrase;
  plan.cost = kCheapCost;
  REQUIRE(Room::create(directory, plan, kNow, seeded_fill(1)));
  return Room::open(directory, passphrase, seeded_fill(2)).value();
}

struct Stage {
  Scratch scratch;
  Room room = made(scratch / "room");
  seal::Session session = small_session(2);

  Stage() { session.room = room.identity().id; }
  [[nodiscard]] seal::Result<seal::Admission> admit(std::int64_t now_unix_s = kNow) const {
    return seal::admit(room, session, {scratch.path()}, now_unix_s);
  }
  [[nodiscard]] seal::Result<std::optional<seal::Session>> look_again(std::int64_t now_unix_s) const {
    return seal::look_again(room, session, {scratch.path()}, now_unix_s);
  }
  void put_list(std::uint64_t number, std::vector<seal::SessionIdBytes> revoked = {}) const {
    seal::RevocationList list{vendor().public_key(), number, kNow - 100, std::move(revoked)};
    put(scratch / "revocations.sprl", seal_write::seal_revocations(std::move(list), vendor()).value());
  }
  void put_update(seal::SessionUpdate update, const std::string& name = "u.spsu") const {
    SeededRandom random(update.number);
    put(scratch / name, seal_write::seal_update(update, session.update_key, vendor(), random).value());
  }
};

/// XDG_STATE_HOME for as long as a test runs.
class StateHome {
 public:
  explicit StateHome(const fs::path& path) { ::setenv("XDG_STATE_HOME", path.c_str(), 1); }
  StateHome(const StateHome&) = delete;
  StateHome& operator=(const StateHome&) = delete;
  ~StateHome() { ::unsetenv("XDG_STATE_HOME"); }
};

}  // namespace

TEST_CASE("a room is made private, whole and with keys of its own", "[room]") {
  const Scratch scratch;
  const Room room = made(scratch / "room");
  struct stat status {};
  REQUIRE(::stat((scratch / "room").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0700);
  REQUIRE(::stat((scratch / "room/room.key").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600);
  CHECK(names_in(scratch / "room") ==
        std::vector<std::string>{"locks", "logs", "room.key", "room.pub", "state"});
  CHECK(room.identity().name == "room 1");
  CHECK(room.identity().id == seal::open_room_public(scratch / "room/room.pub")->id);
  const seal::Bytes message = {1, 2, 3};
  CHECK(seal::ed25519_holds(room.identity().signing_key, message, room.sign(message).value()));
  CHECK(seal::agreement_public_key(room.secret().agreement_key).value() == room.identity().agreement_key);
  CHECK(code_of(Room::create(scratch / "room", {}, kNow)) == SealErrorCode::usage);
  const auto none = Room::open(scratch.path(), "");
  REQUIRE_FALSE(none);
  CHECK(none.error().message.find("is not a room") != std::string::npos);
}

TEST_CASE("a room's passphrase is needed, where it has one", "[room]") {
  const Scratch scratch;
  const Room room = made(scratch / "room", "open sesame");
  CHECK(Room::is_sealed(scratch / "room").value());
  CHECK(code_of(Room::open(scratch / "room", "")) == SealErrorCode::wrong_key);
  CHECK(code_of(Room::open(scratch / "room", "open says me")) == SealErrorCode::wrong_key);
  CHECK(Room::open(scratch / "room", "open sesame")->identity().id == room.identity().id);
  const Room other = made(scratch / "other");
  CHECK_FALSE(Room::is_sealed(scratch / "other").value());
  CHECK(Room::open(scratch / "other", "whatever"));
}

TEST_CASE("a room that others may enter is refused", "[room]") {
  const Scratch scratch;
  static_cast<void>(made(scratch / "room"));
  REQUIRE(::chmod((scratch / "room").c_str(), 0750) == 0);
  CHECK(code_of(Room::open(scratch / "room", "")) == SealErrorCode::refused);
}

TEST_CASE("no flipped bit and no truncation of key or state is taken", "[room]") {
  const Stage stage;
  REQUIRE(stage.admit());
  for (const char* name : {"room.key", "state", "room.pub"}) {
    CAPTURE(name);
    const fs::path path = stage.room.directory() / name;
    const seal::Bytes whole = bytes_of(path);
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
      put(path, flipped(whole, bit));
      if (Room::open(stage.room.directory(), "")) FAIL_CHECK("bit " << bit);
    }
    for (std::size_t size = 0; size < whole.size(); ++size) {
      put(path, {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
      if (Room::open(stage.room.directory(), "")) FAIL_CHECK("size " << size);
    }
    seal::Bytes longer = whole;
    longer.push_back(0);
    put(path, longer);
    CHECK_FALSE(Room::open(stage.room.directory(), ""));
    put(path, whole);
    CHECK(Room::open(stage.room.directory(), ""));
  }
}

TEST_CASE("keys or state of another room are not taken", "[room]") {
  const Scratch scratch;
  const Room one = made(scratch / "one");
  seal::RoomPlan plan;
  REQUIRE(Room::create(scratch / "two", plan, kNow, seeded_fill(5)));
  for (const char* name : {"room.key", "state"}) {
    const seal::Bytes own = bytes_of(scratch / "one" / name);
    put(scratch / "one" / name, bytes_of(scratch / "two" / name));
    CHECK(code_of(Room::open(scratch / "one", "")) == SealErrorCode::damaged);
    put(scratch / "one" / name, own);
  }
  fs::remove(scratch / "one/state");
  CHECK(code_of(Room::open(scratch / "one", "")) == SealErrorCode::io);
}

TEST_CASE("openings are counted before anything is shown, across processes' lives", "[room]") {
  Stage stage;
  stage.session.policy.openings_max = 3;
  for (std::uint32_t opening = 1; opening <= 3; ++opening) {
    const auto admitted = stage.admit(kNow + opening);
    REQUIRE(admitted);
    CHECK(admitted->opening == opening);
    CHECK(Room::open(stage.room.directory(), "")->state()->session(stage.session)->openings == opening);
  }
  const auto refused = stage.admit(kNow + 5);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.starts_with("policy: openings_max: "));
}

TEST_CASE("a refusal leaves the room's memory as it was", "[room]") {
  Stage stage;
  stage.put_list(4, {{0x01, 0x23, 0x45, 0x67, 0x89, 0xAB}});
  const seal::Bytes before = bytes_of(stage.room.directory() / "state");
  CHECK(code_of(stage.admit()) == SealErrorCode::refused);
  CHECK(bytes_of(stage.room.directory() / "state") == before);
}

TEST_CASE("a list carried to the room's own directory counts too, and an older one beside it does no harm",
          "[room]") {
  Stage stage;
  stage.put_list(5);
  fs::copy_file(stage.scratch / "revocations.sprl", stage.room.directory() / "revocations.sprl");
  stage.put_list(2);
  REQUIRE(stage.admit());
  CHECK(stage.room.state()->vendor(vendor().public_key())->list_number == 5);
  fs::remove(stage.room.directory() / "revocations.sprl");
  const auto rolled_back = stage.admit();
  REQUIRE_FALSE(rolled_back);
  CHECK(rolled_back.error().message.starts_with("policy: revocation_list: "));
  seal::RevocationList list{{}, 99, kNow, {}};
  put(stage.scratch / "revocations.sprl", seal_write::seal_revocations(list, vendor(9)).value());
  CHECK_FALSE(stage.admit());  // another vendor's list is no list of ours
}

TEST_CASE("updates beside the session extend, narrow and revoke it, and never go back", "[room]") {
  Stage stage;
  stage.session.policy.openings_max = 9;
  seal::SessionUpdate update = small_update(stage.session, 1);
  update.expires_unix_s += 900;
  update.tables_a.resize(1, stage.session.tables_a[0]);
  stage.put_update(update);
  const auto extended = stage.admit(stage.session.expires_unix_s + 10);
  REQUIRE(extended);
  CHECK(extended->session.expires_unix_s == stage.session.expires_unix_s + 900);
  CHECK(extended->update_number == 1);

  update.number = 2;
  update.policy.openings_max = 1;
  stage.put_update(update, "v.spsu");
  CHECK(stage.admit(stage.session.expires_unix_s + 20).error().message.starts_with("policy: openings_max: "));
  update.number = 3;
  update.policy.openings_max = 9;
  stage.put_update(update, "w.spsu");
  REQUIRE(stage.admit(stage.session.expires_unix_s + 30));
  fs::remove(stage.scratch / "w.spsu");
  CHECK(stage.admit(stage.session.expires_unix_s + 40).error().message.starts_with("policy: update: "));
  update.number = 4;
  update.change = seal::UpdateChange::revoke;
  stage.put_update(update, "x.spsu");
  CHECK(stage.admit(stage.session.expires_unix_s + 50).error().message.starts_with("policy: revoked: "));
}

TEST_CASE("one session is open in one viewer at a time", "[room]") {
  const Stage stage;
  auto held = seal::lock_session(stage.room, stage.session.id);
  REQUIRE(held);
  const auto second = seal::lock_session(stage.room, stage.session.id);
  REQUIRE_FALSE(second);
  CHECK(second.error().code == SealErrorCode::refused);
  CHECK(second.error().message.find("open in another viewer") != std::string::npos);
  CHECK(seal::lock_session(stage.room, "s-0123456789ac"));
  *held = seal::Descriptor();
  CHECK(seal::lock_session(stage.room, stage.session.id));
}

TEST_CASE("viewers of different sessions lose none of each other's openings", "[room]") {
  const Stage stage;
  std::vector<std::jthread> viewers;
  std::atomic<int> refused = 0;
  for (int viewer = 0; viewer < 4; ++viewer) {
    viewers.emplace_back([&, viewer] {
      seal::Session session = stage.session;
      session.id = "s-00000000000" + std::to_string(viewer);
      for (int i = 0; i < 5; ++i)
        if (!seal::admit(stage.room, session, {}, kNow + i)) ++refused;
    });
  }
  viewers.clear();
  CHECK(refused == 0);
  const seal::RoomState state = stage.room.state().value();
  REQUIRE(state.sessions.size() == 4);
  for (const seal::SessionMemory& session : state.sessions) CHECK(session.openings == 5);
}

TEST_CASE("the clock that was seen last holds while a session is open, too", "[room]") {
  const Stage stage;
  REQUIRE(stage.admit());
  REQUIRE(stage.look_again(kNow + 500));
  CHECK(stage.look_again(kNow + 400));
  const auto back = stage.look_again(kNow);
  REQUIRE_FALSE(back);
  CHECK(back.error().message.starts_with("policy: clock: "));
  CHECK(stage.admit(kNow).error().message.starts_with("policy: clock: "));
}

TEST_CASE("what is carried to the room while a session is open holds at once, and counts no opening",
          "[room]") {
  Stage stage;
  REQUIRE(stage.admit());
  CHECK_FALSE(stage.look_again(kNow + 1).value());
  seal::SessionUpdate update = small_update(stage.session, 1);
  update.expires_unix_s += 900;
  update.tables_a.resize(1, stage.session.tables_a[0]);
  stage.put_update(update);
  const auto extended = stage.look_again(kNow + 2).value();
  REQUIRE(extended);
  CHECK(extended->expires_unix_s == stage.session.expires_unix_s + 900);
  CHECK(extended->tables_a.size() == stage.session.tables_a.size() + 1);
  CHECK_FALSE(stage.look_again(kNow + 3).value());  // it has been seen
  CHECK(stage.room.state().value().sessions.at(0).openings == 1);
  CHECK(stage.room.state().value().sessions.at(0).update_number == 1);

  // What cannot be read or is taken away again changes nothing before the next opening.
  put(stage.scratch / "broken.spsu", {1, 2, 3});
  CHECK_FALSE(stage.look_again(kNow + 4).value());
  fs::remove(stage.scratch / "broken.spsu");
  fs::remove(stage.scratch / "u.spsu");
  CHECK_FALSE(stage.look_again(kNow + 5).value());
  CHECK(stage.admit(kNow + 6).error().message.starts_with("policy: update: "));

  update.number = 2;
  update.policy.openings_max = seal::kUnlimited;
  update.policy.print_pages_total = 5;
  stage.put_update(update, "v.spsu");
  CHECK(stage.look_again(kNow + 7).error().message.starts_with("policy: update: "));
  update.policy = stage.session.policy;
  update.change = seal::UpdateChange::revoke;
  stage.put_update(update, "v.spsu");
  CHECK(stage.look_again(kNow + 8).error().message.starts_with("policy: revoked: "));
}

TEST_CASE("a list that names a session ends it while it is open", "[room]") {
  const Stage stage;
  REQUIRE(stage.admit());
  stage.put_list(1);
  CHECK_FALSE(stage.look_again(kNow + 1).value());
  CHECK(stage.room.state().value().vendors.at(0).list_number == 1);
  stage.put_list(2, {seal::session_id_bytes(stage.session.id).value()});
  CHECK(stage.look_again(kNow + 2).error().message.starts_with("policy: revoked: "));
}

TEST_CASE("a room for sessions without one is made on first use, by whoever comes first", "[room]") {
  const Scratch scratch;
  const StateHome home(scratch.path());
  std::vector<std::jthread> viewers;
  std::atomic<int> made_count = 0;
  for (int i = 0; i < 4; ++i)
    viewers.emplace_back([&] { made_count += Room::own(kNow).has_value() ? 1 : 0; });
  viewers.clear();
  CHECK(made_count == 4);
  const Room room = Room::own(kNow).value();
  CHECK(room.directory() == scratch / "spoor/room");
  seal::Session session = small_session(2);
  REQUIRE(seal::admit(room, session, {}, kNow));
  session.vendor_key = vendor(9).public_key();
  CHECK(seal::admit(room, session, {}, kNow));  // it pins nobody
}

TEST_CASE("sessions long over are forgotten", "[room]") {
  const Stage stage;
  REQUIRE(stage.admit());
  REQUIRE(stage.room.state()->sessions.size() == 1);
  seal::Session later = small_session(2);
  later.id = "s-0123456789ac";
  later.start_unix_s += 900 * 50'000;
  later.expires_unix_s = later.start_unix_s + 1800;
  REQUIRE(seal::admit(stage.room, later, {}, later.start_unix_s));
  CHECK(stage.room.state()->sessions.size() == 1);
  CHECK(stage.room.state()->session(later) != nullptr);
}
