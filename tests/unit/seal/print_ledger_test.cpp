// What may be printed, and what the room remembers of it.
#include "watermark/seal/print_ledger.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/seal/room_fixtures.hpp"
#include "tests/unit/seal/tamper.hpp"
#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/room_prints.hpp"

using namespace spoor;
using namespace spoor::seal_test;
using seal::PrintRequest;
using seal::Room;
using seal::SealErrorCode;

namespace {

const seal::BlankLine kNoneBlank = [](std::uint64_t) { return false; };

struct Ledger {
  Scratch scratch;
  Room room;
  seal::Session session = small_session(2);

  Ledger() : room(make(scratch / "room")) {
    session.policy.print_pages_total = 10;
    session.policy.print_consecutive_lines = 60;
  }
  static Room make(const std::filesystem::path& directory) {
    REQUIRE(Room::create(directory, {}, kNow, seeded_fill(1)));
    return Room::open(directory, "", seeded_fill(2)).value();
  }
  [[nodiscard]] seal::PrintQuote quote(const PrintRequest& request,
                                       const seal::BlankLine& blank = kNoneBlank) const {
    return seal::quote_print(room.state().value(), session, request, blank);
  }
  [[nodiscard]] seal::Result<seal::PrintMemory> grant(const PrintRequest& request,
                                                      const seal::BlankLine& blank = kNoneBlank) const {
    return seal::grant_print(room, session, request, blank, kNow);
  }
  /// Granted and written.
  void print(const PrintRequest& request) const {
    const auto granted = grant(request);
    REQUIRE(granted);
    REQUIRE(seal::note_print_written(room, session, granted->serial));
  }
  [[nodiscard]] std::uint32_t pages() const { return room.state()->session(session)->pages_printed; }
};

bool refuses(const seal::PrintQuote& quote, const std::string& clause) {
  return quote.refusal && quote.refusal->code == SealErrorCode::refused &&
         quote.refusal->message.rfind("policy: " + clause + ": ", 0) == 0;
}

}  // namespace

TEST_CASE("pages are counted before they exist, and up to the policy's number", "[print]") {
  const Ledger ledger;
  const auto first = ledger.grant({"a.c", 1, 50, 4});
  REQUIRE(first);
  CHECK(first->serial == 1);
  CHECK(ledger.pages() == 4);
  const seal::PrintQuote quote = ledger.quote({"b.c", 1, 60, 6});
  CHECK_FALSE(quote.refusal);
  CHECK(quote.pages_before == 4);
  CHECK(quote.pages_after == 10);
  CHECK(refuses(ledger.quote({"b.c", 1, 60, 7}), "print.pages_total"));
  CHECK(code_of(ledger.grant({"b.c", 1, 60, 7})) == SealErrorCode::refused);
  CHECK(ledger.pages() == 4);
  const auto second = ledger.grant({"b.c", 1, 60, 6});
  REQUIRE(second);
  CHECK(second->serial == 5);
  CHECK(refuses(ledger.quote({"c.c", 1, 1, 1}), "print.pages_total"));
}

TEST_CASE("a session that allows no printing, and one without limits", "[print]") {
  Ledger ledger;
  ledger.session.policy.print_pages_total = 0;
  CHECK(refuses(ledger.quote({"a.c", 1, 1, 1}), "print.pages_total"));
  ledger.session.policy.print_pages_total = seal::kUnlimited;
  ledger.session.policy.print_consecutive_lines = seal::kUnlimited;
  CHECK_FALSE(ledger.quote({"a.c", 1, 1'000'000, 20'000}).refusal);
}

TEST_CASE("consecutive lines are counted over several requests", "[print]") {
  const Ledger ledger;
  CHECK(refuses(ledger.quote({"a.c", 100, 160, 2}), "print.consecutive_lines"));
  CHECK_FALSE(ledger.quote({"a.c", 100, 159, 2}).refusal);
  ledger.print({"a.c", 100, 139, 1});
  // Adjoining, on both sides, and overlapping.
  CHECK(refuses(ledger.quote({"a.c", 140, 160, 1}), "print.consecutive_lines"));
  CHECK(refuses(ledger.quote({"a.c", 79, 99, 1}), "print.consecutive_lines"));
  CHECK(refuses(ledger.quote({"a.c", 130, 160, 1}), "print.consecutive_lines"));
  CHECK_FALSE(ledger.quote({"a.c", 140, 159, 1}).refusal);
  // A line apart; another file; lines that were printed already.
  CHECK_FALSE(ledger.quote({"a.c", 141, 200, 1}).refusal);
  CHECK_FALSE(ledger.quote({"b.c", 140, 160, 1}).refusal);
  CHECK_FALSE(ledger.quote({"a.c", 100, 139, 1}).refusal);
  // A bridge joins what lies on both of its sides.
  ledger.print({"a.c", 141, 170, 1});
  const seal::PrintQuote bridge = ledger.quote({"a.c", 140, 140, 1});
  CHECK(refuses(bridge, "print.consecutive_lines"));
  CHECK(bridge.run_first == 100);
  CHECK(bridge.run_last == 170);
}

TEST_CASE("blank lines between prints do not part them", "[print]") {
  const Ledger ledger;
  ledger.print({"a.c", 1, 40, 1});
  const seal::BlankLine blank = [](std::uint64_t line) { return line >= 41 && line <= 43; };
  CHECK(refuses(ledger.quote({"a.c", 44, 70, 1}, blank), "print.consecutive_lines"));
  CHECK_FALSE(ledger.quote({"a.c", 44, 60, 1}, blank).refusal);
  CHECK(ledger.quote({"a.c", 44, 60, 1}, blank).run_last == 60);
  CHECK_FALSE(ledger.quote({"a.c", 45, 90, 1}, blank).refusal);  // line 44 is not blank
}

TEST_CASE("a grant that was never written is had again for nothing, and only by the same lines", "[print]") {
  const Ledger ledger;
  const auto granted = ledger.grant({"a.c", 1, 60, 10});
  REQUIRE(granted);
  CHECK(ledger.quote({"a.c", 1, 60, 10}).granted_before);
  const auto again = ledger.grant({"a.c", 1, 60, 10});
  REQUIRE(again);
  CHECK(*again == *granted);
  CHECK(ledger.pages() == 10);
  CHECK(refuses(ledger.quote({"a.c", 1, 59, 10}), "print.pages_total"));
  CHECK(refuses(ledger.quote({"b.c", 1, 60, 10}), "print.pages_total"));
  REQUIRE(seal::note_print_written(ledger.room, ledger.session, granted->serial));
  CHECK(refuses(ledger.quote({"a.c", 1, 60, 10}), "print.pages_total"));
}

TEST_CASE("a grant that was never written is held to a policy that was narrowed since", "[print]") {
  Ledger ledger;
  REQUIRE(ledger.grant({"a.c", 1, 60, 6}));
  ledger.session.policy.print_pages_total = 6;
  CHECK_FALSE(ledger.quote({"a.c", 1, 60, 6}).refusal);
  ledger.session.policy.print_pages_total = 5;
  CHECK(refuses(ledger.quote({"a.c", 1, 60, 6}), "print.pages_total"));
  CHECK(code_of(ledger.grant({"a.c", 1, 60, 6})) == SealErrorCode::refused);
  ledger.session.policy.print_pages_total = 0;
  CHECK(refuses(ledger.quote({"a.c", 1, 60, 6}), "print.pages_total"));
  ledger.session.policy.print_pages_total = 10;
  ledger.session.policy.print_consecutive_lines = 59;
  CHECK(refuses(ledger.quote({"a.c", 1, 60, 6}), "print.consecutive_lines"));
}

TEST_CASE("pages that are given back are free again, their numbers are not", "[print]") {
  const Ledger ledger;
  const auto first = ledger.grant({"a.c", 1, 60, 8});
  REQUIRE(first);
  REQUIRE(seal::withdraw_print(ledger.room, ledger.session, first->serial));
  CHECK(ledger.pages() == 0);
  const auto second = ledger.grant({"a.c", 1, 60, 8});
  REQUIRE(second);
  CHECK(second->serial == 9);
  CHECK_FALSE(seal::withdraw_print(ledger.room, ledger.session, first->serial));
}

TEST_CASE("page numbers tell room, session and page apart", "[print]") {
  const seal::SessionIdBytes session{0x36, 0x6C, 0x23, 0xA4, 0x5E, 0xEE};
  seal::RoomId room{};
  room[0] = 0x5A;
  room[1] = 0x3F;
  room[2] = 0x90;
  room[3] = 0xC1;
  CHECK(seal::bates_number(session, room, 1) == "366C23A45EEE-5A3F90C1-000001");
  CHECK(seal::bates_number(session, room, 1'234'567) == "366C23A45EEE-5A3F90C1-1234567");
  seal::RoomId other = room;
  other[3] = 0xC2;
  CHECK(seal::bates_number(session, other, 1) != seal::bates_number(session, room, 1));
}

TEST_CASE("the room's memory of prints has one encoding", "[print]") {
  seal::RoomState state;
  seal::SessionMemory session;
  session.pages_printed = 5;
  session.next_serial = 9;
  session.prints = {{1, 2, 10, 90, kNow, true, "a.c"}, {6, 3, 1, 1, kNow, false, "b.c"}};
  state.sessions = {session};
  seal::RoomState back;
  REQUIRE(seal::decode_state(seal::encode_state(state), back));
  CHECK(back.sessions[0].prints == session.prints);
  CHECK(back.sessions[0].next_serial == 9);
  const auto taken = [&](const std::function<void(seal::SessionMemory&)>& change) {
    seal::RoomState other = state;
    change(other.sessions[0]);
    seal::RoomState out;
    return seal::decode_state(seal::encode_state(other), out);
  };
  CHECK_FALSE(taken([](auto& s) { s.pages_printed = 4; }));
  CHECK_FALSE(taken([](auto& s) { s.next_serial = 8; }));
  CHECK_FALSE(taken([](auto& s) { s.prints[1].serial = 2; }));
  CHECK_FALSE(taken([](auto& s) { s.prints[0].serial = 0; }));
  CHECK_FALSE(taken([](auto& s) { s.prints[0].first_line = 0; }));
  CHECK_FALSE(taken([](auto& s) { s.prints[0].last_line = 9; }));
  CHECK_FALSE(taken([](auto& s) { s.prints[0].path.clear(); }));
  CHECK_FALSE(taken([](auto& s) { s.prints[0].granted_unix_s = -1; }));
  CHECK(taken([](auto& s) { s.next_serial = 12; }));
}

TEST_CASE("a state of version 1 is read, with nothing printed", "[print]") {
  seal::RoomState state;
  seal::SessionMemory session;
  session.openings = 7;
  state.sessions = {session};
  seal::Bytes body = seal::encode_state(state);
  body.resize(body.size() - 8);  // next serial and number of prints end it
  seal::RoomState back;
  REQUIRE(seal::decode_state(body, back, 1));
  CHECK(back.sessions[0].openings == 7);
  CHECK(back.sessions[0].prints.empty());
  CHECK(back.sessions[0].next_serial == 1);
  CHECK_FALSE(seal::decode_state(body, back));
}

TEST_CASE("kept pages open in their room under their number, and no other way", "[print]") {
  const Ledger ledger;
  const seal::Bytes pdf(3000, 0x25);
  REQUIRE(ledger.room.make_prints());
  const auto sealed = ledger.room.sealed_print("N-1", pdf);
  REQUIRE(sealed);
  REQUIRE(seal::write_file(ledger.room.print_file("N-1"), *sealed));
  REQUIRE(seal::write_file(ledger.room.print_file("N-2"), *sealed));
  CHECK(ledger.room.print("N-1").value() == pdf);
  CHECK(code_of(ledger.room.print("N-2")) == SealErrorCode::damaged);
  CHECK(code_of(ledger.room.print("N-3")) == SealErrorCode::io);
  const seal::RoomId& room = ledger.room.identity().id;
  const seal::SecretKey key = key_of(3);
  const seal::Bytes file = seal::seal_print(seal::Bytes(40, 1), "N", room, key, seeded_fill(1)).value();
  CHECK(seal::open_print(file, "N", room, key));
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit)
    if (seal::open_print(flipped(file, bit), "N", room, key)) FAIL_CHECK("bit " << bit);
  for (std::size_t size = 0; size < file.size(); ++size)
    if (seal::open_print(seal::ByteView(file).first(size), "N", room, key)) FAIL_CHECK("size " << size);
  CHECK(code_of(seal::open_print(file, "N", room, key_of(4))) == SealErrorCode::damaged);
  CHECK(code_of(seal::open_print(file, "N", seal::RoomId{}, key)) == SealErrorCode::damaged);
}
