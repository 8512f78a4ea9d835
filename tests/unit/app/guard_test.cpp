#include "viewer/app/guard.hpp"

#include <catch2/catch.hpp>

#include "fake_source.hpp"
#include "tests/unit/seal/room_fixtures.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;
using seal_log::LockReason;

namespace {

Grant grant_with(seal::Policy policy) {
  seal::Session session = make_session(8);
  session.policy = std::move(policy);
  return std::move(*Grant::begin(std::move(session), kStart));
}

Admittance nobody() {
  Admittance out;
  return out;
}

constexpr Moment at(std::int64_t seconds) {
  return {kStart + seconds, seconds};
}

}  // namespace

TEST_CASE("a viewer that nobody touches locks, and says so to the log", "[guard]") {
  seal::Policy policy;
  policy.idle_lock_s = 60;
  Grant grant = grant_with(policy);
  Guard guard(grant, nobody(), at(0));
  guard.step(at(59));
  CHECK(grant.shows());
  guard.touch(at(59));
  guard.step(at(118));
  CHECK(grant.shows());
  CHECK(guard.next_step_s(at(118)) == 1);
  guard.step(at(119));
  CHECK(grant.locked());
  CHECK(grant.why() == LockReason::idle);
  CHECK(clause_of(grant.reason()) == "idle_lock_s");
}

TEST_CASE("the reviewer locks; what does not unlock is a refusal and changes no reason", "[guard]") {
  Grant grant = grant_with({});
  std::vector<std::string> refused;
  Guard guard(grant, nobody(), at(0), [&](std::string_view clause) { refused.emplace_back(clause); });
  guard.lock_by_reviewer();
  CHECK(grant.locked());
  CHECK(grant.why() == LockReason::reviewer);
  CHECK_FALSE(guard.try_unlock("anything"));
  CHECK(grant.locked());
  CHECK(grant.why() == LockReason::reviewer);
  CHECK(refused == std::vector<std::string>{"unlock"});
}

TEST_CASE("a clock that is set back ends the session, by policy", "[guard]") {
  Grant grant = grant_with({});
  Guard guard(grant, nobody(), at(0));
  guard.step(at(1000));
  guard.step({kStart + 1000 - seal::kClockToleranceS - 1, 1001});
  CHECK(grant.ended());
  CHECK(grant.why() == LockReason::policy);
  guard.lock_by_reviewer();
  CHECK_FALSE(grant.locked());  // it has ended
}

TEST_CASE("a session whose time is over says so to the log", "[guard]") {
  Grant grant = grant_with({});
  Guard guard(grant, nobody(), at(0));
  guard.step({grant.session().expires_unix_s, 8 * seal::kSlotSeconds});
  CHECK(grant.ended());
  CHECK(grant.why() == LockReason::over);
}

TEST_CASE("hours that end lock, by policy", "[guard]") {
  seal::Policy policy;
  policy.daily_hours = seal::DailyHours{0x7F, 0, 1440, 0};
  Grant grant = grant_with(policy);
  Guard guard(grant, nobody(), at(0));
  guard.step(at(1));
  CHECK(grant.shows());
  const auto minute = static_cast<std::uint16_t>(kStart % 86400 / 60);
  policy.daily_hours = seal::DailyHours{0x7F, static_cast<std::uint16_t>((minute + 60) % 1440),
                                        static_cast<std::uint16_t>((minute + 120) % 1440), 0};
  Grant other = grant_with(policy);
  Guard other_guard(other, nobody(), at(0));
  other_guard.step(at(1));
  CHECK(other.locked());
  CHECK(other.why() == LockReason::policy);
  CHECK(clause_of(other.reason()) == "daily_hours");
}

namespace {

/// A session that is open in a room, and a medium that updates are carried on.
struct OpenInRoom {
  seal_test::Scratch scratch;
  std::shared_ptr<const seal::Room> room;
  seal::Session session = seal_test::small_session(2);
  std::optional<Grant> grant;
  std::vector<std::string> refused;
  std::optional<Guard> guard;

  OpenInRoom() {
    REQUIRE(seal::Room::create(scratch / "room", {}, kStart, seal_test::seeded_fill(1)));
    room = std::make_shared<const seal::Room>(seal::Room::open(scratch / "room", "").value());
    session.room = room->identity().id;
    Admittance admittance;
    admittance.room = room;
    admittance.issued = std::make_shared<const seal::Session>(session);
    admittance.media = {scratch.path()};
    REQUIRE(seal::admit(*room, session, admittance.media, kStart));
    grant.emplace(std::move(*Grant::begin(session, kStart)));
    guard.emplace(*grant, std::move(admittance), at(0),
                  [this](std::string_view clause) { refused.emplace_back(clause); });
  }
  [[nodiscard]] seal::SessionUpdate update(std::uint64_t number) const {
    seal::SessionUpdate out = seal_test::small_update(session, number);
    out.made_unix_s = kStart;
    return out;
  }
  void carry(const seal::SessionUpdate& update) const {
    seal_test::SeededRandom random(update.number);
    const auto file =
        seal_write::seal_update(update, session.update_key, seal_test::vendor(), random).value();
    seal_test::write_text(scratch / "u.spsu", {reinterpret_cast<const char*>(file.data()), file.size()});
  }
};

}  // namespace

TEST_CASE("an update that comes while a session is open holds within a minute", "[guard]") {
  OpenInRoom stage;
  seal::SessionUpdate update = stage.update(1);
  update.policy.idle_lock_s = 30;
  update.expires_unix_s += 900;
  update.tables_a.resize(1, stage.session.tables_a[0]);
  stage.carry(update);
  stage.guard->touch(at(59));
  stage.guard->step(at(59));
  CHECK(stage.grant->session().policy.idle_lock_s == 0);
  stage.guard->step(at(60));
  CHECK(stage.grant->session().policy.idle_lock_s == 30);
  CHECK(stage.grant->session().expires_unix_s == stage.session.expires_unix_s + 900);
  CHECK(stage.grant->shows());
  stage.guard->step(at(89));
  CHECK(stage.grant->why() == LockReason::idle);
  update.number = 2;
  update.change = seal::UpdateChange::revoke;
  stage.carry(update);
  stage.guard->step(at(120));
  CHECK(stage.grant->ended());
  CHECK(stage.grant->why() == LockReason::policy);
  CHECK(stage.refused == std::vector<std::string>{"revoked"});
}

TEST_CASE("an update that changes the scope closes the session", "[guard]") {
  OpenInRoom stage;
  seal::SessionUpdate update = stage.update(1);
  update.policy.scope_exclude = {"secret"};
  stage.carry(update);
  stage.guard->step(at(61));
  CHECK(stage.grant->ended());
  CHECK(clause_of(stage.grant->reason()) == "scope");
}

TEST_CASE("a refusal's clause is what stands between its colons", "[guard]") {
  CHECK(clause_of("policy: scope: It is not yours to read.") == "scope");
  CHECK(clause_of("policy: scope").empty());
  CHECK(clause_of("The file is damaged.").empty());
}
