#include "viewer/app/guard.hpp"

#include <catch2/catch.hpp>

#include "fake_source.hpp"

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

TEST_CASE("a refusal's clause is what stands between its colons", "[guard]") {
  CHECK(clause_of("policy: scope: It is not yours to read.") == "scope");
  CHECK(clause_of("policy: scope").empty());
  CHECK(clause_of("The file is damaged.").empty());
}
