// Policies as TOML: the documented example, and every kind of mistake with its line and key.
#include "watermark/vault/policy_toml.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/seal/fixtures.hpp"

using namespace spoor;

namespace {

seal::Policy parsed(std::string_view text) {
  return vault::parse_policy(text, "p.toml", {}).value();
}

struct Mistake {
  const char* text;
  const char* says;
};

constexpr Mistake kMistakes[] = {
    {"a =", "line 1: this is not TOML"},
    {"\nshot = true\nshot = true", "line 3: this is not TOML"},
    {"\xFF = 1", "line 1: this is not TOML"},
    {"# \nidle_lock = 3", "line 2: idle_lock: there is no such key"},
    {"\n\n[printing]\npages = 1", "line 3: printing: there is no such key"},
    {"[print]\npages = 1", "line 2: print.pages: there is no such key"},
    {"[daily_hours]\nfrom=\"09:00\"\nto=\"10:00\"\nuntil=1", "line 4: daily_hours.until: there is no such"},
    {"[scope]\nonly=[]", "line 2: scope.only: there is no such key"},
    {"[unlock]\nk=1", "line 2: unlock.k: there is no such key"},
    {"idle_lock_s = \"300\"", "line 1: idle_lock_s: it must be a whole number"},
    {"idle_lock_s = 1.5", "line 1: idle_lock_s: it must be a whole number"},
    {"idle_lock_s = -1", "line 1: idle_lock_s: it must be a whole number from 0 to 4294967294;"},
    {"idle_lock_s = \"unlimited\"", "line 1: idle_lock_s: it must be a whole number"},
    {"idle_lock_s = 4294967295", "line 1: idle_lock_s: it must be a whole number"},
    {"\nopenings_max = 0", "line 2: openings_max: it must be a whole number from 1"},
    {"openings_max = \"many\"", "or \"unlimited\""},
    {"revocation_list_max_age_s = true", "line 1: revocation_list_max_age_s: it must be a whole number"},
    {"note_allowance_chars = []", "line 1: note_allowance_chars: it must be"},
    {"mark_strength_em = 0.2", "line 1: mark_strength_em: it must be a number from 0 to 0.1"},
    {"mark_strength_em = nan", "line 1: mark_strength_em: it must be a number"},
    {"mark_strength_em = \"strong\"", "line 1: mark_strength_em: it must be a number"},
    {"shot = 1", "line 1: shot: it must be true or false"},
    {"search = \"yes\"", "line 1: search: it must be true or false"},
    {"overlay_text = 1", "line 1: overlay_text: it must be a text of at most 200 bytes"},
    {"overlay_text = \"a\\nb\"", "line 1: overlay_text: it must be a text"},
    {"daily_hours = 9", "line 1: daily_hours: it must be a table"},
    {"[daily_hours]\nto=\"10:00\"", "line 1: daily_hours.from: it must be a time of day"},
    {"[daily_hours]\nfrom=\"9:00\"\nto=\"10:00\"", "line 2: daily_hours.from: it must be a time of day"},
    {"[daily_hours]\nfrom=09:00:00\nto=\"10:00\"", "line 2: daily_hours.from: it must be a time of day"},
    {"[daily_hours]\nfrom=\"24:00\"\nto=\"10:00\"", "line 2: daily_hours.from: it must be a time of day"},
    {"[daily_hours]\nfrom=\"09:00\"\nto=\"24:01\"", "line 3: daily_hours.to: it must be a time of day"},
    {"[daily_hours]\nfrom=\"-1:00\"\nto=\"10:00\"", "line 2: daily_hours.from: it must be a time of day"},
    {"[daily_hours]\nfrom=\"09:00\"\nto=\"09:00\"", "daily_hours.to: it must be another time than from"},
    {"[daily_hours]\ndays=[\"monday\"]\nfrom=\"09:00\"\nto=\"10:00\"", "line 2: daily_hours.days: each must"},
    {"[daily_hours]\ndays=[]\nfrom=\"09:00\"\nto=\"10:00\"", "line 2: daily_hours.days: it must be a list"},
    {"[daily_hours]\ndays=\"mon\"\nfrom=\"09:00\"\nto=\"10:00\"", "line 2: daily_hours.days: it must be a"},
    {"[daily_hours]\nfrom=\"09:00\"\nto=\"10:00\"\nutc_offset=\"01:00\"", "line 4: daily_hours.utc_offset"},
    {"[daily_hours]\nfrom=\"09:00\"\nto=\"10:00\"\nutc_offset=\"+15:00\"", "line 4: daily_hours.utc_offset"},
    {"[daily_hours]\nfrom=\"09:00\"\nto=\"10:00\"\nutc_offset=1", "line 4: daily_hours.utc_offset"},
    {"scope = []", "line 1: scope: it must be a table"},
    {"[scope]\ninclude = \"a\"", "line 2: scope.include: it must be a list"},
    {"[scope]\nexclude = [\"a\",\n \"[b\"]", "line 3: scope.exclude: each must be a glob"},
    {"[scope]\nexclude = [1]", "line 2: scope.exclude: each must be a glob"},
    {"[print]\npages_total = -1", "line 2: print.pages_total: it must be a whole number"},
    {"[print]\nconsecutive_lines = 0", "line 2: print.consecutive_lines: it must be a whole number from 1"},
    {"[unlock]\nn = 3\nm = 2", "unlock.n: it must be at most m"},
    {"[unlock]\nn = 0\nm = 2", "line 2: unlock.n: it must be a whole number from 1"},
    {"[unlock]\nn = 1\nm = 17", "line 3: unlock.m: it must be at most 16"},
};

}  // namespace

TEST_CASE("the example in assets is a sound policy that says what its comments say", "[policy]") {
  const auto policy = vault::read_policy(SPOOR_EXAMPLE_POLICY, {});
  REQUIRE(policy);
  CHECK(policy->daily_hours == seal::DailyHours{0x1F, 540, 1080, 60});
  CHECK(policy->idle_lock_s == 300);
  CHECK(policy->openings_max == 40);
  CHECK(policy->revocation_list_max_age_s == 172800);
  CHECK(policy->note_allowance_chars == 2000);
  CHECK(policy->mark_strength_em == 0.009);
  CHECK_FALSE(policy->allow_shot);
  CHECK(policy->allow_search);
  CHECK(policy->overlay_text == "Confidential: for inspection only");
  CHECK(policy->scope_include == std::vector<std::string>{"*.md", "include/linux/**", "kernel"});
  CHECK(policy->scope_exclude == std::vector<std::string>{"*.key", "kernel/debug"});
  CHECK(policy->print_pages_total == 25);
  CHECK(policy->print_consecutive_lines == 60);
  CHECK(policy->unlock_n == 2);
  CHECK(policy->unlock_m == 3);
}

TEST_CASE("what is left out stays as it was", "[policy]") {
  CHECK(parsed("") == seal::Policy{});
  seal::Policy bound;
  bound.allow_shot = false;
  CHECK(vault::parse_policy("", "p", bound).value() == bound);
  CHECK(parsed("openings_max = \"unlimited\"").openings_max == seal::kUnlimited);
  CHECK(parsed("mark_strength_em = 0").mark_strength_em == 0);
  CHECK(parsed("[daily_hours]\nfrom = \"00:00\"\nto = \"24:00\"").daily_hours ==
        seal::DailyHours{0x7F, 0, 1440, 0});
  CHECK(parsed("[daily_hours]\nfrom = \"22:00\"\nto = \"06:00\"\nutc_offset = \"-05:30\"").daily_hours ==
        seal::DailyHours{0x7F, 1320, 360, -330});
  CHECK(parsed("[scope]\ninclude = [\"b\", \"a\", \"b\"]").scope_include ==
        std::vector<std::string>{"a", "b"});
}

TEST_CASE("every kind of mistake names its line and its key", "[policy]") {
  for (const Mistake& mistake : kMistakes) {
    CAPTURE(mistake.text);
    const auto policy = vault::parse_policy(mistake.text, "p.toml", {});
    REQUIRE_FALSE(policy);
    CAPTURE(policy.error().message);
    CHECK(policy.error().code == seal::SealErrorCode::usage);
    CHECK(policy.error().message.starts_with("The policy 'p.toml', line "));
    CHECK(policy.error().message.find(mistake.says) != std::string::npos);
  }
}

TEST_CASE("a policy file that is not there is said", "[policy]") {
  const auto policy = vault::read_policy("/nonexistent/p.toml", {});
  REQUIRE_FALSE(policy);
  CHECK(policy.error().code == seal::SealErrorCode::io);
}
