#include "viewer/app/diff_rows.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace spoor::app;
using spoor::compare::Change;
using spoor::compare::FileDiff;

namespace {

/// "12-" a line of the old version alone, "-7" of the new one, "12=7" of both, "5..." hidden lines, from 0.
std::string words(const DiffRows& rows) {
  std::string out;
  for (std::uint64_t i = 0; i < rows.size(); ++i) {
    const DiffRow row = rows.row(i);
    if (!out.empty()) out += ' ';
    if (row.kind == DiffRowKind::hidden) {
      out += std::to_string(row.hidden) + "...";
      continue;
    }
    if (row.old_line) out += std::to_string(*row.old_line);
    out += row.kind == DiffRowKind::changed ? '-' : '=';
    if (row.new_line) out += std::to_string(*row.new_line);
  }
  return out;
}

FileDiff diff_of(std::vector<Change> changes, std::uint64_t old_lines, std::uint64_t new_lines) {
  FileDiff diff;
  diff.changes = std::move(changes);
  diff.old_lines = old_lines;
  diff.new_lines = new_lines;
  return diff;
}

}  // namespace

TEST_CASE("changes stand side by side with gaps, or one below the other", "[rows]") {
  const FileDiff diff = diff_of({{1, 3, 1, 2}, {4, 4, 3, 5}}, 5, 6);
  CHECK(words(DiffRows(diff, {true, false})) == "0=0 1-1 2- 3=2 -3 -4 4=5");
  CHECK(words(DiffRows(diff, {false, false})) == "0=0 1- 2- -1 3=2 -3 -4 4=5");
  CHECK(words(DiffRows(diff_of({{0, 0, 0, 2}}, 0, 2), {true, true})) == "-0 -1");
  CHECK(words(DiffRows(diff_of({{0, 2, 0, 0}}, 2, 0), {false, true})) == "0- 1-");
  CHECK(DiffRows(diff_of({}, 0, 0), {}).size() == 0);
}

TEST_CASE("lines that are alike are hidden but for three around each change", "[rows]") {
  const FileDiff diff = diff_of({{10, 11, 10, 11}, {30, 31, 30, 31}}, 40, 40);
  DiffRows rows(diff, {true, true});
  CHECK(words(rows) ==
        "7... 7=7 8=8 9=9 10-10 11=11 12=12 13=13 13... 27=27 28=28 29=29 30-30 31=31 32=32 33=33 6...");
  rows.unfold(8);
  CHECK(rows.size() == 29);
  CHECK(rows.row(8).old_line == 14U);
  rows.unfold(4);  // a change hides nothing
  CHECK(rows.size() == 29);
  // A row in place of a single line would save nothing.
  CHECK(words(DiffRows(diff_of({{4, 5, 4, 5}}, 5, 5), {true, true})) == "0=0 1=1 2=2 3=3 4-4");
}

TEST_CASE("a row is found by a change, and by a line of either version", "[rows]") {
  const FileDiff diff = diff_of({{10, 12, 10, 11}, {30, 30, 29, 31}}, 40, 41);
  for (const bool sides : {true, false})
    for (const bool folded : {true, false}) {
      const DiffRows rows(diff, {sides, folded});
      const auto first = rows.next_change(0);
      REQUIRE(first);
      CHECK(rows.row(*first).old_line == 10U);
      const auto second = rows.next_change(*first);
      REQUIRE(second);
      CHECK(rows.row(*second).new_line == 29U);
      CHECK_FALSE(rows.next_change(*second));
      CHECK(rows.previous_change(*second) == first);
      CHECK_FALSE(rows.previous_change(*first));
      CHECK(rows.changes_until(*first) == 1);
      CHECK(rows.changes_until(*first - 1) == 0);
      CHECK(rows.changes_until(rows.size() - 1) == 2);
      for (const std::uint64_t line : {9U, 10U, 11U, 29U, 30U, 31U})
        CHECK(rows.row(rows.row_of_new(line)).new_line == line);
      for (const std::uint64_t line : {9U, 10U, 11U, 12U, 30U})
        CHECK(rows.row(rows.row_of_old(line)).old_line == line);
    }
}
