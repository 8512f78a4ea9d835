// Policies: one encoding, hours, and what is wider than what.
#include "watermark/seal/policy.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

using namespace spoor;
using seal::Policy;

namespace {

constexpr std::int64_t kMonday = 1'900'022'400;  // 2030-03-18T00:00:00Z

Policy full() {
  Policy out;
  out.daily_hours = seal::DailyHours{0x1F, 540, 1080, 60};
  out.idle_lock_s = 300;
  out.openings_max = 40;
  out.revocation_list_max_age_s = 86400;
  out.note_allowance_chars = 2000;
  out.print_pages_total = 25;
  out.print_consecutive_lines = 60;
  out.allow_shot = false;
  out.unlock_n = 2;
  out.unlock_m = 3;
  out.overlay_text = "For inspection \xC3\xA9";
  out.scope_include = {"*.md", "kernel"};
  out.scope_exclude = {"*.key"};
  return out;
}

std::int64_t at(int day, int hour, int minute) {
  return kMonday + day * std::int64_t{86400} + hour * 3600 + minute * 60;
}

}  // namespace

TEST_CASE("a policy has one encoding and comes back from it", "[policy]") {
  for (const Policy& policy : {Policy{}, full()}) {
    const seal::Bytes bytes = seal::encode_policy(policy);
    Policy back;
    REQUIRE(seal::decode_policy(bytes, back));
    CHECK(back == policy);
    CHECK(seal::encode_policy(back) == bytes);
  }
}

TEST_CASE("whatever decodes encodes to the same bytes", "[policy]") {
  const seal::Bytes whole = seal::encode_policy(full());
  std::size_t accepted = 0;
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    seal::Bytes flipped = whole;
    flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ 1U << bit % 8);
    Policy back;
    if (!seal::decode_policy(flipped, back)) continue;
    ++accepted;
    CHECK(seal::encode_policy(back) == flipped);
  }
  CHECK(accepted > 0);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    Policy back;
    CHECK_FALSE(seal::decode_policy(seal::ByteView(whole).first(size), back));
  }
}

TEST_CASE("hours follow their own clock, over midnight too", "[policy]") {
  const seal::DailyHours office{0x1F, 540, 1080, 60};  // Mon to Fri, 9 to 18, an hour east
  CHECK(seal::hours_allow(office, at(0, 8, 0)));
  CHECK_FALSE(seal::hours_allow(office, at(0, 8, 0) - 1));
  CHECK(seal::hours_allow(office, at(0, 17, 0) - 1));
  CHECK_FALSE(seal::hours_allow(office, at(0, 17, 0)));
  CHECK_FALSE(seal::hours_allow(office, at(5, 12, 0)));
  const seal::DailyHours night{0x10, 1320, 360, 0};  // Friday 22:00 to Saturday 06:00
  CHECK(seal::hours_allow(night, at(4, 22, 0)));
  CHECK(seal::hours_allow(night, at(5, 5, 59)));
  CHECK_FALSE(seal::hours_allow(night, at(5, 6, 0)));
  CHECK_FALSE(seal::hours_allow(night, at(4, 5, 0)));
  const seal::DailyHours west{0x01, 0, 1440, -720};
  CHECK_FALSE(seal::hours_allow(west, at(0, 11, 59)));
  CHECK(seal::hours_allow(west, at(0, 12, 0)));
  CHECK(seal::hours_allow(west, at(1, 11, 59)));
  CHECK(seal::describe_hours(office) == "Mon, Tue, Wed, Thu, Fri from 09:00 to 18:00 (UTC+01:00)");
}

TEST_CASE("what is wider is named, and what is narrower is not", "[policy]") {
  const Policy now = full();
  CHECK_FALSE(seal::wider_clause(now, now));
  const auto wider = [&](const std::function<void(Policy&)>& change) {
    Policy next = now;
    change(next);
    return std::string(seal::wider_clause(next, now).value_or("nothing"));
  };
  CHECK(wider([](Policy& p) { p.daily_hours.reset(); }) == "daily_hours");
  CHECK(wider([](Policy& p) { p.daily_hours->weekdays |= 0x20; }) == "daily_hours");
  CHECK(wider([](Policy& p) { p.daily_hours->from_min -= 1; }) == "daily_hours");
  CHECK(wider([](Policy& p) { p.daily_hours->to_min += 1; }) == "daily_hours");
  CHECK(wider([](Policy& p) { p.daily_hours->utc_offset_min = 0; }) == "daily_hours");
  CHECK(wider([](Policy& p) { p.idle_lock_s = 301; }) == "idle_lock_s");
  CHECK(wider([](Policy& p) { p.idle_lock_s = 0; }) == "idle_lock_s");
  CHECK(wider([](Policy& p) { p.openings_max = 41; }) == "openings_max");
  CHECK(wider([](Policy& p) { p.revocation_list_max_age_s = 0; }) == "revocation_list_max_age_s");
  CHECK(wider([](Policy& p) { p.note_allowance_chars = 2001; }) == "note_allowance_chars");
  CHECK(wider([](Policy& p) { p.print_pages_total = 26; }) == "print.pages_total");
  CHECK(wider([](Policy& p) { p.print_consecutive_lines = 61; }) == "print.consecutive_lines");
  CHECK(wider([](Policy& p) { p.mark_strength_em = 0; }) == "mark_strength_em");
  CHECK(wider([](Policy& p) { p.allow_shot = true; }) == "shot");
  CHECK(wider([](Policy& p) { p.unlock_n = 1; }) == "unlock");
  CHECK(wider([](Policy& p) { p.overlay_text.clear(); }) == "overlay_text");
  CHECK(wider([](Policy& p) { p.scope_include.clear(); }) == "scope");
  CHECK(wider([](Policy& p) { p.scope_include.emplace_back("mm"); }) == "scope");
  CHECK(wider([](Policy& p) { p.scope_exclude.clear(); }) == "scope");
  CHECK(wider([](Policy& p) {
          p.daily_hours->weekdays = 1;
          p.daily_hours->from_min += 30;
          p.openings_max = 1;
          p.allow_search = false;
          p.scope_include = {"kernel"};
          p.scope_exclude = {"*.key", "kernel/debug"};
        }) == "nothing");
}

TEST_CASE("hours over midnight narrow only within themselves", "[policy]") {
  Policy now;
  now.daily_hours = seal::DailyHours{0x10, 1320, 360, 0};
  const auto wider = [&](std::uint16_t from, std::uint16_t to) {
    Policy next = now;
    next.daily_hours = seal::DailyHours{0x10, from, to, 0};
    return seal::wider_clause(next, now).has_value();
  };
  CHECK_FALSE(wider(1320, 300));
  CHECK_FALSE(wider(1380, 1440));
  CHECK(wider(1319, 300));
  CHECK(wider(1320, 361));
  CHECK(wider(0, 300));  // that would be Friday's early morning
}

TEST_CASE("the hours that a narrower policy allows are allowed by the wider one", "[policy]") {
  // Every pair of a coarse grid, over a week: wider_clause may refuse too much, never too little.
  std::vector<seal::DailyHours> grid;
  for (const std::uint8_t days : {std::uint8_t{1}, std::uint8_t{3}}) {
    for (std::uint16_t from = 0; from < 1440; from = static_cast<std::uint16_t>(from + 360)) {
      for (std::uint16_t to = 360; to <= 1440; to = static_cast<std::uint16_t>(to + 360))
        if (from != to) grid.push_back({days, from, to, 0});
    }
  }
  std::size_t narrower = 0;
  for (const seal::DailyHours& next : grid) {
    for (const seal::DailyHours& now : grid) {
      Policy one;
      Policy other;
      one.daily_hours = next;
      other.daily_hours = now;
      if (seal::wider_clause(one, other)) continue;
      ++narrower;
      for (std::int64_t hour = 0; hour < 7 * 24; hour += 3) {
        const std::int64_t t = kMonday + hour * 3600;
        if (seal::hours_allow(next, t) && !seal::hours_allow(now, t)) FAIL_CHECK("hour " << hour);
      }
    }
  }
  CHECK(narrower > grid.size());
}

TEST_CASE("globs that the viewer could not use are not sound", "[policy]") {
  for (const char* good : {"*.c", "a/**", "{a,b}/[a-z]*", "[!a]", "\\[", "[]]", "a]", "[^-x]"})
    CHECK(seal::glob_is_sound(good));
  for (const char* bad : {"", "[a", "{a", "a}", "a\\", "[z-a]", "{a}}"})
    CHECK_FALSE(seal::glob_is_sound(bad));
  CHECK_FALSE(seal::glob_is_sound(std::string(4097, 'a')));
  CHECK_FALSE(seal::glob_is_sound(std::string_view("a\0b", 3)));
}
