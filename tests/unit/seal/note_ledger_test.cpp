// How much code may go out in notes, and what the room remembers of it.
#include "watermark/seal/note_ledger.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/seal/room_fixtures.hpp"

using namespace spoor;
using namespace spoor::seal_test;
using seal::Room;
using seal::SealErrorCode;

namespace {

struct Ledger {
  Scratch scratch;
  Room room;
  seal::Session session = small_session(2);

  explicit Ledger(std::uint32_t chars) : room(make(scratch / "room")) {
    session.policy.note_allowance_chars = chars;
  }
  static Room make(const std::filesystem::path& directory) {
    REQUIRE(Room::create(directory, {}, kNow, seeded_fill(1)));
    return Room::open(directory, "", seeded_fill(2)).value();
  }
  [[nodiscard]] std::uint32_t used() const { return room.state()->session(session)->note_chars; }
};

}  // namespace

TEST_CASE("characters in notes are counted over the session, and no restart gives them back", "[notes]") {
  Ledger ledger(100);
  REQUIRE(seal::grant_notes(ledger.room, ledger.session, 60));
  const Room again = Room::open(ledger.scratch / "room", "").value();
  const auto quote = seal::quote_notes(again.state().value(), ledger.session, 40);
  CHECK((quote.chars_before == 60 && quote.chars_after == 100 && !quote.refusal));
  const auto refused = seal::grant_notes(again, ledger.session, 41);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == SealErrorCode::refused);
  CHECK(refused.error().message.find("note_allowance_chars") != std::string::npos);
  CHECK(refused.error().message.find("40 of 100 are left") != std::string::npos);
  REQUIRE(seal::grant_notes(again, ledger.session, 40));
  CHECK(ledger.used() == 100);
  REQUIRE(seal::withdraw_notes(again, ledger.session, 40));
  CHECK(ledger.used() == 60);
}

TEST_CASE("a session without code in notes exports what has none", "[notes]") {
  Ledger ledger(0);
  CHECK(seal::grant_notes(ledger.room, ledger.session, 0));
  CHECK_FALSE(seal::grant_notes(ledger.room, ledger.session, 1));
}

TEST_CASE("there is an end where there is no limit, too", "[notes]") {
  Ledger ledger(seal::kUnlimited);
  REQUIRE(seal::grant_notes(ledger.room, ledger.session, 4'000'000'000));
  CHECK_FALSE(seal::grant_notes(ledger.room, ledger.session, 4'000'000'000));
  CHECK(ledger.used() == 4'000'000'000);
}

TEST_CASE("characters are code points, and bytes of what is no UTF-8", "[notes]") {
  CHECK(seal::code_chars("abc") == 3);
  CHECK(seal::code_chars("\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80") == 3);
  CHECK(seal::code_chars("\xFF\xE9") == 2);
  CHECK(seal::code_chars("") == 0);
}
