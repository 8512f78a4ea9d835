// What a person writes: expiries and lists of reviewers.
#include <catch2/catch.hpp>

#include "watermark/vault/expiry.hpp"
#include "watermark/vault/reviewers.hpp"

using namespace spoor;
using vault::parse_expiry;
using vault::parse_reviewers;

TEST_CASE("expiries are relative or absolute", "[expiry]") {
  constexpr std::int64_t kNow = 1'800'000'000;
  CHECK(parse_expiry("+90m", kNow).value() == kNow + 5400);
  CHECK(parse_expiry("+8h", kNow).value() == kNow + 28'800);
  CHECK(parse_expiry("+5d", kNow).value() == kNow + 432'000);
  CHECK(parse_expiry("+2w", kNow).value() == kNow + 1'209'600);
  CHECK(parse_expiry("2027-01-31T18:00Z", kNow).value() == 1'801'418'400);
  CHECK(parse_expiry("2027-01-31T18:00:30Z", kNow).value() == 1'801'418'430);
  CHECK(parse_expiry("2027-01-31T19:30+01:30", kNow).value() == 1'801'418'400);
  CHECK(parse_expiry("2027-01-31T13:00-05:00", kNow).value() == 1'801'418'400);
  CHECK(parse_expiry("2028-02-29T00:00Z", kNow));
}

TEST_CASE("what is no expiry is refused", "[expiry]") {
  for (const char* text : {"",
                           "+",
                           "+h",
                           "8h",
                           "-8h",
                           "+0h",
                           "+-8h",
                           "+8",
                           "+8y",
                           "+8.5h",
                           "+99999999999999999999h",
                           "+1000001h",
                           "2027-01-31",
                           "2027-01-31T18:00",
                           "2027-02-29T00:00Z",
                           "2027-13-01T00:00Z",
                           "2027-00-01T00:00Z",
                           "2027-01-31T24:00Z",
                           "2027-01-31T18:60Z",
                           "2027-01-31 18:00Z",
                           "2027-01-31T18:00Z ",
                           "2027-01-31T18:00+1",
                           "2027-01-31T18:00+25:00",
                           "2027-1-31T18:00Z",
                           "-027-01-31T18:00Z",
                           "2027-01--1T18:00Z",
                           "tomorrow"}) {
    CAPTURE(text);
    const auto parsed = parse_expiry(text, 1'800'000'000);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == seal::SealErrorCode::usage);
  }
}

TEST_CASE("times are written in UTC", "[expiry]") {
  CHECK(vault::utc_text(0) == "1970-01-01T00:00:00Z");
  CHECK(vault::utc_text(1'801'418'430) == "2027-01-31T18:00:30Z");
}

TEST_CASE("a list of reviewers", "[reviewers]") {
  const auto list = parse_reviewers(
      "# who\r\nAda Lovelace, Analytical Engines\r\n\n \"Babbage, Charles\",\"the \"\"Difference\"\" "
      "Co\"\nBob\nEve,\n");
  REQUIRE(list);
  REQUIRE(list->size() == 4);
  CHECK((*list)[0].name == "Ada Lovelace");
  CHECK((*list)[0].organisation == "Analytical Engines");
  CHECK((*list)[1].name == "Babbage, Charles");
  CHECK((*list)[1].organisation == "the \"Difference\" Co");
  CHECK((*list)[2].name == "Bob");
  CHECK((*list)[2].organisation.empty());
  CHECK((*list)[3].name == "Eve");
}

TEST_CASE("a list that is none names its line", "[reviewers]") {
  for (const char* text :
       {"", "\n\n# nobody\n", "Ada\n,org\n", "Ada\na,b,c\n", "Ada\n\"open\n", "Ada\n\"a\"b,c\n"}) {
    CAPTURE(text);
    const auto list = parse_reviewers(text);
    REQUIRE_FALSE(list);
    CHECK(list.error().code == seal::SealErrorCode::usage);
    if (std::string_view(text).starts_with("Ada")) CHECK(list.error().message.starts_with("Line 2 "));
  }
}
