#include "viewer/compare/edit_script.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace spoor::compare;

namespace {

using Sequence = std::vector<std::uint32_t>;

/// What the script makes of a sequence, with what it inserts taken from the other one.
Sequence applied(const Sequence& from, const Sequence& to, const std::vector<Change>& changes) {
  Sequence out;
  std::uint64_t x = 0;
  for (const Change& c : changes) {
    out.insert(out.end(), from.begin() + static_cast<std::ptrdiff_t>(x),
               from.begin() + static_cast<std::ptrdiff_t>(c.old_begin));
    out.insert(out.end(), to.begin() + static_cast<std::ptrdiff_t>(c.new_begin),
               to.begin() + static_cast<std::ptrdiff_t>(c.new_end));
    x = c.old_end;
  }
  out.insert(out.end(), from.begin() + static_cast<std::ptrdiff_t>(x), from.end());
  return out;
}

std::uint64_t cost(const std::vector<Change>& changes) {
  std::uint64_t sum = 0;
  for (const Change& c : changes) sum += c.removed() + c.added();
  return sum;
}

/// By the longest common subsequence, in quadratic time.
std::uint64_t least_cost(const Sequence& a, const Sequence& b) {
  std::vector<std::uint64_t> row(b.size() + 1);
  for (const std::uint32_t x : a) {
    std::uint64_t corner = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::uint64_t above = row[j + 1];
      row[j + 1] = x == b[j] ? corner + 1 : std::max(above, row[j]);
      corner = above;
    }
  }
  return a.size() + b.size() - 2 * row.back();
}

void check_order(const std::vector<Change>& changes) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    CHECK(changes[i].removed() + changes[i].added() > 0);
    if (i == 0) continue;
    CHECK(changes[i].old_begin > changes[i - 1].old_end);
    CHECK(changes[i].old_begin - changes[i - 1].old_end == changes[i].new_begin - changes[i - 1].new_end);
  }
}

Sequence drawn(std::mt19937& random, std::size_t most, std::uint32_t letters) {
  Sequence out(random() % (most + 1));
  for (std::uint32_t& x : out) x = static_cast<std::uint32_t>(random() % letters);
  return out;
}

/// Some elements left out, some put in, a run moved.
Sequence edited(std::mt19937& random, Sequence text, int edits) {
  for (int i = 0; i < edits; ++i) {
    const auto at = static_cast<std::ptrdiff_t>(random() % (text.size() + 1));
    if (random() % 2 == 0 || text.empty())
      text.insert(text.begin() + at, static_cast<std::uint32_t>(random() % 50));
    else
      text.erase(text.begin() + std::min<std::ptrdiff_t>(at, static_cast<std::ptrdiff_t>(text.size()) - 1));
  }
  if (text.size() > 10)
    std::rotate(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(random() % 5), text.begin() + 8);
  return text;
}

}  // namespace

TEST_CASE("a script makes the one sequence of the other, and no shorter one does", "[edit]") {
  std::mt19937 random(20);
  for (int round = 0; round < 6000; ++round) {
    const auto letters = static_cast<std::uint32_t>(1 + random() % 6);
    const Sequence a = drawn(random, 14, letters);
    const Sequence b =
        round % 2 == 0 ? drawn(random, 14, letters) : edited(random, a, static_cast<int>(random() % 5));
    const auto script = edit_script(a, b);
    REQUIRE(script);
    CHECK(script->shortest);
    REQUIRE(applied(a, b, script->changes) == b);
    REQUIRE(cost(script->changes) == least_cost(a, b));
    check_order(script->changes);
  }
}

TEST_CASE("the way back is as long as the way there", "[edit]") {
  std::mt19937 random(21);
  for (int round = 0; round < 300; ++round) {
    const Sequence a = drawn(random, 400, 40);
    const Sequence b = edited(random, a, static_cast<int>(random() % 60));
    const auto there = edit_script(a, b);
    const auto back = edit_script(b, a);
    REQUIRE(there);
    REQUIRE(back);
    CHECK(applied(b, a, back->changes) == a);
    CHECK(cost(there->changes) == cost(back->changes));
    CHECK(cost(there->changes) == least_cost(a, b));
  }
}

TEST_CASE("sequences that are alike, empty or wholly different", "[edit]") {
  const Sequence text{1, 2, 3};
  const Sequence other{7, 8};
  const Sequence none;
  CHECK(edit_script(text, text)->changes.empty());
  CHECK(edit_script(none, none)->changes.empty());
  CHECK(edit_script(none, text)->changes == std::vector<Change>{{0, 0, 0, 3}});
  CHECK(edit_script(text, none)->changes == std::vector<Change>{{0, 3, 0, 0}});
  CHECK(edit_script(text, other)->changes == std::vector<Change>{{0, 3, 0, 2}});
}

TEST_CASE("with its steps spent a script is still right, and says that it may be longer", "[edit]") {
  std::mt19937 random(22);
  bool cut = false;
  for (int round = 0; round < 40; ++round) {
    const Sequence a = drawn(random, 3000, 30);
    const Sequence b = drawn(random, 3000, 30);
    const auto script = edit_script(a, b, EditLimits{1});
    REQUIRE(script);
    REQUIRE(applied(a, b, script->changes) == b);
    check_order(script->changes);
    CHECK(cost(script->changes) >= least_cost(a, b));
    cut = cut || !script->shortest;
  }
  CHECK(cut);
}

TEST_CASE("a script can be stopped", "[edit]") {
  std::stop_source source;
  source.request_stop();
  const Sequence a{1, 2, 3};
  const Sequence b{3, 2, 1};
  CHECK_FALSE(edit_script(a, b, {}, source.get_token()));
}
