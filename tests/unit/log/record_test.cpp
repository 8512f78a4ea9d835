// Records: one encoding each, bounds, the reviewer's commitment; and how frames become records.
#include <catch2/catch.hpp>

#include "tests/unit/log/log_fixtures.hpp"
#include "watermark/seal/log_record.hpp"
#include "watermark/seal/view_clock.hpp"

using namespace spoor;
using namespace spoor::seal_log;
using namespace spoor::log_test;

namespace {

std::vector<Event> every_event() {
  std::vector<Event> out;
  out.emplace_back(Opened{"R. Name", OpenedBy::several});
  out.emplace_back(AboutToShow{{"a.c", 1, 256}});
  out.emplace_back(Shown{{"a.c", 3, 9}, 1500, true});
  out.emplace_back(Searched{SearchScope::release, Digest{1, 2, 3}});
  out.emplace_back(Printed{{"a.c", 3, 9}, 2, "request 7"});
  out.emplace_back(Refused{"daily_hours"});
  out.emplace_back(Locked{LockReason::policy});
  out.emplace_back(Unlocked{"R. Name"});
  out.emplace_back(ClockJumped{kNow * 1000, kNow * 1000 - 5});
  out.emplace_back(Closed{});
  out.emplace_back(Noted{Digest{4}});
  return out;
}

Moment at(std::int64_t ms) {
  return {kNow * 1000 + ms, ms};
}

}  // namespace

TEST_CASE("every kind of record comes back, and no other bytes do", "[log][record]") {
  const std::vector<Event> events = every_event();
  REQUIRE(events.size() == std::variant_size_v<Event>);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Record record{kNow * 1000, events[i]};
    REQUIRE(record.event.index() == i);
    Bytes plain = encode(record);
    CHECK(plain.front() == i + 1);
    CHECK(decode_record(plain) == record);
    for (std::size_t size = 0; size < plain.size(); ++size)
      CHECK_FALSE(decode_record(ByteView(plain).first(size)));
    plain.push_back(0);
    CHECK_FALSE(decode_record(plain));
  }
}

TEST_CASE("records out of bounds are refused", "[log][record]") {
  const std::vector<Record> unsound = {{-1, Closed{}},
                                       {253402300800000, Closed{}},
                                       {0, AboutToShow{{"a", 0, 1}}},
                                       {0, AboutToShow{{"a", 2, 1}}},
                                       {0, Refused{std::string(kMaxRecordTextBytes + 1, 'x')}},
                                       {0, ClockJumped{-1, 0}}};
  for (const Record& record : unsound) {
    CHECK_FALSE(is_sound(record));
    CHECK_FALSE(decode_record(encode(record)));
  }
  Bytes kind = encode(Record{0, Closed{}});
  for (const int wrong : {0, 12, 64, 255}) {
    kind.front() = static_cast<std::uint8_t>(wrong);
    CHECK_FALSE(decode_record(kind));
  }
  Bytes passing = encode(Record{0, Shown{{"a", 1, 1}, 1, true}});
  passing.back() = 2;
  CHECK_FALSE(decode_record(passing));
}

TEST_CASE("what is the reviewer's and the room's own comes back", "[log][record]") {
  const Private own{Private::Kind::note, 5, {1, 2}, "look here"};
  CHECK(decode_private(encode(own)) == own);
  CHECK_FALSE(decode_private(encode(Record{0, Closed{}})));
  const Place place{"a.c", 12, 3};
  CHECK(decode_place(encode(place)) == place);
  CHECK(term_commitment({1}, "x").value() != term_commitment({2}, "x").value());
  CHECK(term_commitment({1}, "x").value() != term_commitment({1}, "y").value());
}

TEST_CASE("a page that stays is recorded with its time, in parts", "[log][view]") {
  ViewClock clock;
  clock.show({{"a.c", 1, 50}}, at(0));
  CHECK(clock.take_due(at(9'999)).empty());
  CHECK(clock.take_due(at(10'000)) ==
        std::vector<Record>{{kNow * 1000, Shown{{"a.c", 1, 50}, 10'000, false}}});
  clock.show({}, at(10'400));
  CHECK(clock.take_due(at(10'400)) ==
        std::vector<Record>{{kNow * 1000 + 10'000, Shown{{"a.c", 1, 50}, 400, false}}});
  CHECK(clock.take_due(at(60'000)).empty());
}

TEST_CASE("what is scrolled past is one record of exactly the lines that were passed", "[log][view]") {
  ViewClock clock;
  for (std::uint64_t i = 0; i <= 60; ++i)
    clock.show({{"a.c", 1 + i, 50 + i}}, at(16 * static_cast<std::int64_t>(i)));
  clock.show({{"b.c", 1, 50}}, at(61 * 16));
  CHECK(clock.take_due(at(61 * 16 + 250)) ==
        std::vector<Record>{{kNow * 1000, Shown{{"a.c", 1, 110}, 61 * 16, true}}});
  // A jump leaves a gap: two records, neither of which claims the lines between.
  clock.show({{"a.c", 1, 50}}, at(2'000));
  clock.show({{"a.c", 900, 950}}, at(2'016));
  clock.show({}, at(2'032));
  const auto due = clock.take_due(at(2'032));
  REQUIRE(due.size() == 3);
  CHECK(due[0] == Record{kNow * 1000 + 61 * 16, Shown{{"b.c", 1, 50}, 2'000 - 61 * 16, false}});
  CHECK(due[1] == Record{kNow * 1000 + 2'000, Shown{{"a.c", 1, 50}, 16, true}});
  CHECK(due[2] == Record{kNow * 1000 + 2'016, Shown{{"a.c", 900, 950}, 16, true}});
}

TEST_CASE("rows of a list that stay keep their time while others change", "[log][view]") {
  ViewClock clock;
  clock.show({{"a.c", 5, 5}, {"b.c", 7, 7}}, at(0));
  clock.show({{"b.c", 7, 7}, {"c.c", 9, 9}}, at(1'000));
  clock.show({}, at(3'000));
  const auto due = clock.take_due(at(3'000));
  REQUIRE(due.size() == 3);
  CHECK(due[0].event == Event{Shown{{"a.c", 5, 5}, 1'000, false}});
  CHECK(due[1].event == Event{Shown{{"b.c", 7, 7}, 3'000, false}});
  CHECK(due[2].event == Event{Shown{{"c.c", 9, 9}, 2'000, false}});
}
