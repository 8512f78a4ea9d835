#include <catch2/catch.hpp>

#include "viewer/code/paint.hpp"

namespace spoor::code {
namespace {

std::string painted(std::vector<Capture> captures) {
  std::string out;
  for (const Run& run : paint(std::move(captures)))
    out.append(std::to_string(run.begin_byte))
        .append("-")
        .append(std::to_string(run.end_byte()))
        .append(" ")
        .append(token_class_name(run.token()))
        .append("; ");
  return out;
}

constexpr auto kString = TokenClass::string;
constexpr auto kEscape = TokenClass::escape;
constexpr auto kPlain = TokenClass::plain;
constexpr auto kNumber = TokenClass::number;

TEST_CASE("the innermost capture colours a byte", "[paint]") {
  CHECK(painted({{0, 10, 1, kString}, {3, 5, 1, kEscape}}) == "0-3 string; 3-5 escape; 5-10 string; ");
  CHECK(painted({{3, 5, 1, kEscape}, {0, 10, 1, kString}}) == "0-3 string; 3-5 escape; 5-10 string; ");
  CHECK(painted({{0, 10, 1, kString}, {0, 2, 1, kEscape}, {8, 10, 1, kEscape}}) ==
        "0-2 escape; 2-8 string; 8-10 escape; ");
}

TEST_CASE("a plain capture uncovers what is around it", "[paint]") {
  CHECK(painted({{0, 10, 1, kString}, {2, 8, 1, kPlain}, {4, 5, 1, kNumber}}) ==
        "0-2 string; 4-5 number; 8-10 string; ");
}

TEST_CASE("of two captures of one range the higher rank wins", "[paint]") {
  CHECK(painted({{0, 4, 2, kString}, {0, 4, 1, kNumber}}) == "0-4 string; ");
  CHECK(painted({{0, 4, 1, kString}, {0, 4, 2, kNumber}}) == "0-4 number; ");
}

TEST_CASE("neighbours of one class are one run", "[paint]") {
  CHECK(painted({{0, 4, 1, kString}, {4, 6, 1, kString}, {7, 8, 1, kString}}) == "0-6 string; 7-8 string; ");
}

TEST_CASE("captures that overlap without nesting, or are empty, stay disjoint", "[paint]") {
  CHECK(painted({{0, 6, 1, kString}, {4, 9, 1, kNumber}}) == "0-4 string; 4-6 number; ");
  CHECK(painted({{3, 3, 1, kString}}).empty());
  CHECK(painted({}).empty());
}

}  // namespace
}  // namespace spoor::code
