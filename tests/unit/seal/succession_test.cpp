// One issuing key follows another: what is taken for that, and what a room makes of it.
#include "watermark/seal/succession.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/seal/room_fixtures.hpp"
#include "tests/unit/seal/tamper.hpp"

using namespace spoor;
using namespace spoor::seal_test;
using seal::Room;
using seal::SealErrorCode;
namespace fs = std::filesystem;

namespace {

void put(const fs::path& path, const seal::Bytes& file) {
  write_text(path, {reinterpret_cast<const char*>(file.data()), file.size()});
}

seal::Bytes succession(std::uint8_t from, std::uint8_t to, std::int64_t made_unix_s = kNow,
                       std::int64_t until_unix_s = kNow + 900) {
  return seal_write::seal_succession(vendor(from), vendor(to), made_unix_s, until_unix_s).value();
}

seal::VendorPublicKey key(std::uint8_t filler) {
  return vendor(filler).public_key();
}

/// A room that pins vendor 7, whose session lies beside what the test puts there.
struct Stage {
  Scratch scratch;
  Room room;
  seal::Session session = small_session(2);

  Stage() : room(made(scratch / "room")) { session.room = room.identity().id; }
  static Room made(const fs::path& directory) {
    seal::RoomPlan plan;
    plan.vendors = {key(7)};
    REQUIRE(Room::create(directory, plan, kNow, seeded_fill(1)));
    return Room::open(directory, "", seeded_fill(2)).value();
  }
  [[nodiscard]] seal::Result<seal::Admission> admit(std::uint8_t issuer = 7,
                                                    std::int64_t now_unix_s = kNow) const {
    seal::Session opened = session;
    opened.vendor_key = key(issuer);
    return seal::admit(room, opened, {scratch.path()}, now_unix_s);
  }
  void put_list(std::uint8_t issuer, std::uint64_t number) const {
    seal::RevocationList list{key(issuer), number, kNow - 10, {}};
    put(scratch / "revocations.sprl", seal_write::seal_revocations(std::move(list), vendor(issuer)).value());
  }
};

std::string refusal(const seal::Result<seal::Admission>& admission) {
  REQUIRE_FALSE(admission);
  CHECK(admission.error().code == SealErrorCode::refused);
  return admission.error().message;
}

}  // namespace

TEST_CASE("a succession comes back from its file, and only whole and signed by both", "[succession]") {
  const seal::Bytes file = succession(7, 2);
  CHECK(file.size() == seal::kSuccessionBytes);
  const auto read = seal::open_succession(file, "s").value();
  CHECK(read.from == key(7));
  CHECK(read.to == key(2));
  CHECK(read.made_unix_s == kNow);
  CHECK(read.until_unix_s == kNow + 900);
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    if (seal::open_succession(flipped(file, bit), "s")) FAIL_CHECK("bit " << bit);
    if (seal::open_succession(signed_again(flipped(file, bit), seal::kSuccessionKind, vendor(7)), "s") &&
        bit / 8 >= 44 && bit / 8 < file.size() - seal::kTrailerBytes)
      FAIL_CHECK("bit " << bit << ", signed by the old key alone");
  }
  for (std::size_t size = 0; size < file.size(); ++size)
    if (seal::open_succession(seal::ByteView(file).first(size), "s")) FAIL_CHECK("size " << size);
  CHECK(code_of(seal_write::seal_succession(vendor(7), vendor(7), kNow, kNow)) == SealErrorCode::usage);
  CHECK(code_of(seal_write::seal_succession(vendor(7), vendor(2), kNow, kNow - 1)) == SealErrorCode::usage);
}

TEST_CASE("a room follows its vendor from key to key", "[succession][room]") {
  const Stage stage;
  CHECK(refusal(stage.admit(2)).starts_with("policy: vendor: "));
  // Two steps, found in the wrong order.
  put(stage.scratch / "1.spsc", succession(2, 3));
  put(stage.scratch / "2.spsc", succession(7, 2));
  CHECK(stage.admit(3));
  CHECK(stage.admit(7));  // issued before, and its time is not over
  const auto state = stage.room.state().value();
  CHECK(state.newest_key(key(7)) == key(3));
  CHECK(state.leads_to(key(7), key(3)));
  CHECK_FALSE(state.leads_to(key(3), key(7)));
}

TEST_CASE("a succession that the pinned key did not sign changes nothing", "[succession][room]") {
  const Stage stage;
  put(stage.scratch / "s.spsc", succession(8, 9));
  CHECK(refusal(stage.admit(9)).starts_with("policy: vendor: "));
  CHECK(stage.admit(7));
  // One that names the pinned key and is signed by another is no succession at all.
  put(stage.scratch / "s.spsc", signed_again(succession(7, 9), seal::kSuccessionKind, vendor(9)));
  const auto forged = stage.admit(7);
  REQUIRE_FALSE(forged);
  CHECK(forged.error().code == SealErrorCode::bad_signature);
  CHECK_FALSE(stage.room.state()->vendor(key(7))->is_succeeded());
}

TEST_CASE("a room does not go back to a key that was replaced", "[succession][room]") {
  const Stage stage;
  const auto start = stage.session.start_unix_s;
  put(stage.scratch / "s.spsc", succession(7, 2, start - 1, start - 1));
  // Refused by it, and it is remembered: taking it away again helps nobody.
  CHECK(refusal(stage.admit(7)).starts_with("policy: vendor: "));
  fs::remove(stage.scratch / "s.spsc");
  CHECK(refusal(stage.admit(7)).starts_with("policy: vendor: "));
  CHECK(stage.admit(2));
  // The new key cannot be made to lead back, nor the old one to lead elsewhere.
  put(stage.scratch / "s.spsc", succession(2, 7));
  CHECK(refusal(stage.admit(2)).find("contradict") != std::string::npos);
  put(stage.scratch / "s.spsc", succession(7, 9));
  CHECK(refusal(stage.admit(2)).find("contradict") != std::string::npos);
  fs::remove(stage.scratch / "s.spsc");
  CHECK(stage.admit(2));
}

TEST_CASE("said again, a succession may shorten but not lengthen what the old key's sessions have",
          "[succession][room]") {
  const Stage stage;
  put(stage.scratch / "s.spsc", succession(7, 2, kNow, kNow + 300));
  CHECK(stage.admit(7));
  put(stage.scratch / "s.spsc", succession(7, 2, kNow + 100, kNow + 900));
  CHECK(stage.admit(7));
  CHECK(stage.room.state()->vendor(key(7))->sessions_until_unix_s == kNow + 300);
  CHECK(stage.room.state()->vendor(key(7))->succeeded_unix_s == kNow);
  put(stage.scratch / "s.spsc", succession(7, 2, kNow, kNow + 1));
  CHECK(stage.admit(7));
  CHECK(refusal(stage.admit(7, kNow + 1)).starts_with("policy: vendor: "));
}

TEST_CASE("a succession of tomorrow is refused", "[succession][room]") {
  const Stage stage;
  put(stage.scratch / "s.spsc", succession(7, 2, kNow + 121, kNow + 900));
  CHECK(refusal(stage.admit(7)).find("which is to come") != std::string::npos);
  CHECK_FALSE(stage.room.state()->vendor(key(7))->is_succeeded());
}

TEST_CASE("lists go on under the new key, and those of the old one no longer count", "[succession][room]") {
  const Stage stage;
  stage.put_list(7, 4);
  CHECK(stage.admit(7));
  put(stage.scratch / "s.spsc", succession(7, 2));
  CHECK(refusal(stage.admit(7)).starts_with("policy: revocation_list: "));
  stage.put_list(2, 3);  // fewer than the room has seen of the old key
  CHECK(refusal(stage.admit(2)).starts_with("policy: revocation_list: "));
  stage.put_list(2, 5);
  CHECK(stage.admit(7));
  CHECK(stage.admit(2));
  // A newer number of the old key, in the room itself, does not come before it.
  seal::RevocationList forged{key(7), 9, kNow - 10, {}};
  put(stage.room.directory() / "revocations.sprl",
      seal_write::seal_revocations(std::move(forged), vendor(7)).value());
  CHECK(stage.admit(7));
}

TEST_CASE("a room can be made to take another vendor's key, and forgets the lines of the former",
          "[succession][room]") {
  const Stage stage;
  put(stage.scratch / "s.spsc", succession(7, 2));
  CHECK(stage.admit(2));
  fs::remove(stage.scratch / "s.spsc");
  const std::array<seal::VendorPublicKey, 1> wanted = {key(9)};
  REQUIRE(stage.room.pin(wanted));
  CHECK(refusal(stage.admit(2)).starts_with("policy: vendor: "));
  CHECK(refusal(stage.admit(7)).starts_with("policy: vendor: "));
  CHECK(stage.admit(9));
}

TEST_CASE("a room's memory of before there were successions is read", "[succession][room]") {
  seal::WireWriter first;
  first.integer(std::uint64_t{5});
  first.integer(kNow);
  first.integer(std::uint8_t{1});
  first.integer(std::uint32_t{1});
  first.bytes(key(7));
  first.integer(std::uint64_t{3});
  first.integer(kNow - 7);
  first.bytes(seal::Digest{1});
  first.integer(std::uint32_t{0});
  seal::RoomState state;
  REQUIRE(seal::decode_state(first.view(), state, 1));
  CHECK(state.vendor(key(7))->list_number == 3);
  CHECK_FALSE(state.vendor(key(7))->is_succeeded());
  CHECK_FALSE(seal::decode_state(first.view(), state));
  seal::RoomState back;
  CHECK(seal::decode_state(seal::encode_state(state), back));

  // Lines without an end, times without a successor, a successor that is not there.
  const auto refused = [&](const std::function<void(seal::RoomState&)>& change) {
    seal::RoomState wrong = state;
    wrong.vendor_entry(key(2));
    change(wrong);
    seal::RoomState out;
    return !seal::decode_state(seal::encode_state(wrong), out);
  };
  CHECK_FALSE(refused([](seal::RoomState&) {}));
  CHECK_FALSE(refused([](seal::RoomState& s) { s.vendor_entry(key(7)).successor = key(2); }));
  CHECK(refused([](seal::RoomState& s) { s.vendor_entry(key(7)).successor = key(7); }));
  CHECK(refused([](seal::RoomState& s) { s.vendor_entry(key(7)).successor = key(3); }));
  CHECK(refused([](seal::RoomState& s) { s.vendor_entry(key(7)).succeeded_unix_s = 1; }));
  CHECK(refused([](seal::RoomState& s) {
    s.vendor_entry(key(7)).successor = key(2);
    s.vendor_entry(key(2)).successor = key(7);
  }));
}
