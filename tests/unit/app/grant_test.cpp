#include "viewer/app/grant.hpp"

#include <catch2/catch.hpp>

#include "fake_source.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;

TEST_CASE("a grant follows the slots and ends at the expiry", "[grant]") {
  const seal::Session session = make_session(3);
  Grant grant = std::move(*Grant::begin(session, kStart + 10));
  CHECK(grant.marking().table->a == session.tables_a[0]);
  CHECK(grant.advance(kStart + seal::kSlotSeconds - 1));
  CHECK(grant.marking().table->a == session.tables_a[0]);
  CHECK(grant.advance(kStart + seal::kSlotSeconds));
  CHECK(grant.marking().table->a == session.tables_a[1]);
  CHECK(grant.advance(session.expires_unix_s - 1));
  CHECK(grant.marking().table->a == session.tables_a[2]);
  CHECK(!grant.advance(session.expires_unix_s));
  CHECK(grant.ended());
}

TEST_CASE("a clock that is set back does not reopen an ended session", "[grant]") {
  const seal::Session session = make_session(2);
  Grant grant = std::move(*Grant::begin(session, kStart));
  CHECK(!grant.advance(session.expires_unix_s + 5));
  CHECK(!grant.advance(kStart + 1));
}

TEST_CASE("a session that is over or has not begun is refused", "[grant]") {
  const auto late = Grant::begin(make_session(2), kStart + 2 * seal::kSlotSeconds);
  REQUIRE(!late);
  CHECK(late.error().code == ExitCode::refused);
  const auto early = Grant::begin(make_session(2), kStart - 1);
  REQUIRE(!early);
  CHECK(early.error().code == ExitCode::refused);
}

TEST_CASE("durations are said in words that change once a minute", "[grant]") {
  CHECK(describe_duration(0) == "less than a minute");
  CHECK(describe_duration(59) == "less than a minute");
  CHECK(describe_duration(60) == "1 min");
  CHECK(describe_duration(3599) == "59 min");
  CHECK(describe_duration(3 * 3600 + 12 * 60) == "3 h 12 min");
  CHECK(describe_duration(5 * 86400 + 3 * 3600 + 59) == "5 d 3 h");
}

TEST_CASE("an idle viewer wakes when the label or the slot changes", "[grant]") {
  Grant grant = make_grant(2);
  CHECK(grant.next_change_s(kStart) == 1);  // 30 min left: a second later it is 29
  CHECK(grant.next_change_s(kStart + 1) == 60);
  CHECK(grant.next_change_s(kStart + 30) == 31);
  CHECK(grant.next_change_s(kStart + seal::kSlotSeconds * 2 - 1) == 1);
}
