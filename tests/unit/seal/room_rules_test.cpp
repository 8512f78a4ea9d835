// Every attack on a room: it is refused, and it succeeds where the one rule that stands against it is taken
// out of the list. So none of them can be removed, or passed over by another, without a test that fails.
#include "watermark/seal/room_rules.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/unit/seal/room_fixtures.hpp"

using namespace spoor;
using namespace spoor::seal_test;

namespace {

/// What an attacker changes; everything is sound before.
struct Scene {
  seal::Session session = small_session(2);
  std::optional<seal::SessionUpdate> update;
  std::optional<seal::SeenList> list;
  seal::RoomState state;
  seal::RoomId room = room_public().id;
  std::int64_t now_unix_s = kNow;

  Scene() {
    session.room = room;
    seal::VendorMemory& vendor = state.vendor_entry(session.vendor_key);
    vendor.list_number = 3;
    vendor.list_issued_unix_s = kNow - 100;
    vendor.list_sha256.fill(3);
    list = small_list(session, 3);
    seal::SessionMemory& memory = state.session_entry(session);
    memory.openings = 4;
    memory.update_number = 2;
    memory.update_sha256.fill(2);
    update = small_update(session, 2);
    state.clock_unix_s = kNow - 10;
  }
  [[nodiscard]] seal::Attempt attempt() const {
    return {&session, update ? &*update : nullptr, list ? &*list : nullptr, &state, room, now_unix_s};
  }
  [[nodiscard]] seal::Policy& policy() { return update->policy; }
};

struct Attack {
  const char* name;
  const char* rule;    ///< what stands against it
  const char* clause;  ///< what the refusal names
  std::function<void(Scene&)> attempt;
};

std::vector<Attack> list_attacks() {
  return {
      {"rollback: an older revocation list", "list_older", "revocation_list",
       [](Scene& s) { s.list = small_list(s.session, 2); }},
      {"rollback: the revocation list is taken away", "list_older", "revocation_list",
       [](Scene& s) { s.list.reset(); }},
      {"mix and match: a second list of the same number", "list_other", "revocation_list",
       [](Scene& s) { s.list->file_sha256.fill(9); }},
      {"fast-forward: a list of the last number there is", "list_ahead", "revocation_list",
       [](Scene& s) { s.list = small_list(s.session, UINT64_MAX); }},
      {"fast-forward: a list that will stay fresh for years", "list_tomorrow", "revocation_list",
       [](Scene& s) { s.list->list.issued_unix_s = kNow + seal::kClockToleranceS + 1; }},
      {"freeze: the newest list is old", "list_age", "revocation_list_max_age_s",
       [](Scene& s) { s.policy().revocation_list_max_age_s = 99; }},
      {"freeze: a room that never gets a list", "list_age", "revocation_list_max_age_s",
       [](Scene& s) {
         s.policy().revocation_list_max_age_s = 86400;
         s.list.reset();
         s.state.vendors.front().list_number = 0;
       }},
      {"a revoked session", "list_names", "revoked",
       [](Scene& s) {
         s.list->list.revoked = {{0x01, 0x23, 0x45, 0x67, 0x89, 0xAB}};
       }},
  };
}

std::vector<Attack> update_attacks() {
  return {
      {"rollback: an older update", "update_older", "update",
       [](Scene& s) { s.update = small_update(s.session, 1); }},
      {"rollback: the update is taken away", "update_older", "update", [](Scene& s) { s.update.reset(); }},
      {"mix and match: another update of the same number", "update_other", "update",
       [](Scene& s) { s.update->file_sha256.fill(9); }},
      {"mix and match: the update of another session", "update_session", "update",
       [](Scene& s) { s.update->session_id = "s-0123456789ac"; }},
      {"mix and match: the update of this session in another room", "update_session", "update",
       [](Scene& s) { s.update->room.fill(1); }},
      {"an update that the reviewer signed himself", "update_vendor", "update",
       [](Scene& s) { s.update->vendor_key = vendor(9).public_key(); }},
      {"fast-forward: an update of the last number there is", "update_ahead", "update",
       [](Scene& s) { s.update = small_update(s.session, UINT64_MAX); }},
      {"fast-forward: an update of next year", "update_tomorrow", "update",
       [](Scene& s) { s.update->made_unix_s = kNow + seal::kClockToleranceS + 1; }},
      {"an update that allows more than was granted", "update_wider", "update",
       [](Scene& s) {
         s.session.policy.allow_search = false;
         s.update->policy.allow_search = true;
       }},
      {"a session that an update took back", "update_revokes", "revoked",
       [](Scene& s) { s.update->change = seal::UpdateChange::revoke; }},
  };
}

std::vector<Attack> other_attacks() {
  return {
      {"wrong room: a session of another one", "room", "room", [](Scene& s) { s.room.fill(1); }},
      {"another vendor's session in a pinned room", "vendor", "vendor",
       [](Scene& s) {
         s.state.vendors.clear();
         s.state.vendor_entry(vendor(9).public_key());
         s.list.reset();
       }},
      {"clock set back", "clock", "clock",
       [](Scene& s) { s.state.clock_unix_s = kNow + seal::kClockToleranceS + 1; }},
      {"clock set back before the session", "window", "window",
       [](Scene& s) {
         s.now_unix_s = s.session.start_unix_s - 1;
         s.state.clock_unix_s = 0;
         s.list->list.issued_unix_s = s.update->made_unix_s = 0;
       }},
      {"use after the end", "window", "window", [](Scene& s) { s.now_unix_s = s.session.expires_unix_s; }},
      {"use after an end that an update brought nearer", "window", "window",
       [](Scene& s) { s.update->expires_unix_s = kNow; }},
      {"use at night", "daily_hours", "daily_hours",
       [](Scene& s) {
         s.policy().daily_hours = seal::DailyHours{0x7F, 0, 1, 0};
       }},
      {"replay: the session opened once more than granted", "openings", "openings_max",
       [](Scene& s) { s.policy().openings_max = 4; }},
  };
}

/// The vendor's key was replaced by another when the session had begun; his list is of the new one.
void succeed(Scene& scene, std::int64_t made_unix_s, std::int64_t until_unix_s) {
  const seal::Succession next{scene.session.vendor_key, vendor(2).public_key(), made_unix_s, until_unix_s};
  if (!seal::take_successions(scene.state, {&next, 1}, scene.session.vendor_key, kNow).value())
    throw std::logic_error("nothing was taken in");
  if (scene.list) scene.list->list.vendor_key = next.to;
}

std::vector<Attack> succession_attacks() {
  return {
      {"rollback: a session that the replaced key issued", "succession_issued", "vendor",
       [](Scene& s) { succeed(s, s.session.start_unix_s - 1, s.session.expires_unix_s); }},
      {"rollback: a session of the replaced key beyond its time", "succession_until", "vendor",
       [](Scene& s) { succeed(s, kNow, kNow); }},
      {"rollback: a list of the replaced key", "list_key", "revocation_list",
       [](Scene& s) {
         succeed(s, kNow, s.session.expires_unix_s);
         s.list->list.vendor_key = s.session.vendor_key;
       }},
      {"an update of a key that follows none of the vendor's", "update_vendor", "update",
       [](Scene& s) {
         succeed(s, kNow, s.session.expires_unix_s);
         s.update->vendor_key = vendor(9).public_key();
       }},
  };
}

std::vector<Attack> attacks() {
  std::vector<Attack> out = list_attacks();
  for (std::vector<Attack> more : {update_attacks(), other_attacks(), succession_attacks()})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

std::vector<seal::Rule> rules_without(std::string_view name) {
  std::vector<seal::Rule> out;
  for (const seal::Rule& rule : seal::room_rules())
    if (rule.name != name) out.push_back(rule);
  return out;
}

}  // namespace

TEST_CASE("what nobody attacks is let in", "[room]") {
  const Scene scene;
  CHECK(seal::check_rules(scene.attempt()));
}

TEST_CASE("every attack is refused by the clause that stands against it", "[room]") {
  for (const Attack& attack : attacks()) {
    CAPTURE(attack.name);
    Scene scene;
    attack.attempt(scene);
    const auto checked = seal::check_rules(scene.attempt());
    REQUIRE_FALSE(checked);
    CAPTURE(checked.error().message);
    CHECK(checked.error().code == seal::SealErrorCode::refused);
    CHECK(checked.error().message.starts_with("policy: " + std::string(attack.clause) + ": "));
    CHECK(checked.error().message.ends_with("."));
  }
}

TEST_CASE("every attack succeeds where its defence is removed", "[room]") {
  std::set<std::string_view> used;
  for (const Attack& attack : attacks()) {
    CAPTURE(attack.name);
    Scene scene;
    attack.attempt(scene);
    const auto rules = rules_without(attack.rule);
    REQUIRE(rules.size() + 1 == seal::room_rules().size());
    CHECK(seal::check_rules(scene.attempt(), rules));
    used.insert(attack.rule);
  }
  CHECK(used.size() == seal::room_rules().size());  // and no rule is without its attack
}

TEST_CASE("what is let in is remembered, and only upwards", "[room]") {
  Scene scene;
  scene.list = small_list(scene.session, 5);
  scene.update = small_update(scene.session, 7);
  seal::RoomState state = scene.state;
  seal::remember(scene.attempt(), state);
  const seal::VendorMemory* vendor = state.vendor(scene.session.vendor_key);
  const seal::SessionMemory* session = state.session(scene.session);
  REQUIRE(vendor != nullptr);
  REQUIRE(session != nullptr);
  CHECK(vendor->list_number == 5);
  CHECK(vendor->list_sha256 == scene.list->file_sha256);
  CHECK(session->openings == 5);
  CHECK(session->update_number == 7);
  CHECK(state.clock_unix_s == kNow);
  scene.list = small_list(scene.session, 1);
  scene.update.reset();
  scene.now_unix_s = kNow - 60;
  seal::remember(scene.attempt(), state);
  CHECK(state.vendor(scene.session.vendor_key)->list_number == 5);
  CHECK(state.session(scene.session)->update_number == 7);
  CHECK(state.clock_unix_s == kNow);
}

TEST_CASE("a room that pins nobody, or nobody yet, takes any vendor", "[room]") {
  Scene scene;
  scene.state.vendors.clear();
  CHECK(seal::check_rules(scene.attempt()));
  scene.state.vendor_entry(vendor(9).public_key());
  scene.state.pins_vendors = false;
  CHECK(seal::check_rules(scene.attempt()));
}

TEST_CASE("a session goes on after a succession, and the new key may change it", "[room]") {
  Scene scene;
  succeed(scene, kNow, scene.session.expires_unix_s);
  CHECK(seal::check_rules(scene.attempt()));
  scene.update->vendor_key = vendor(2).public_key();
  CHECK(seal::check_rules(scene.attempt()));
  // What is seen of lists is remembered under the new key, and numbers go on from the former one's.
  scene.list->list.number = 5;
  seal::remember(scene.attempt(), scene.state);
  CHECK(scene.state.vendor(vendor(2).public_key())->list_number == 5);
  CHECK(scene.state.vendor(scene.session.vendor_key)->list_number == 3);
}

TEST_CASE("a clock may be corrected by a little", "[room]") {
  CHECK(seal::check_clock(kNow, kNow - seal::kClockToleranceS));
  CHECK_FALSE(seal::check_clock(kNow, kNow - seal::kClockToleranceS - 1));
}
