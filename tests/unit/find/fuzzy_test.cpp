#include "viewer/find/fuzzy.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>

#include "viewer/find/fuzzy_score.hpp"

using namespace spoor::find;

namespace {

std::shared_ptr<const FuzzyList> list_of(const std::vector<std::string>& items) {
  return std::make_shared<const FuzzyList>(items);
}

std::vector<std::string> found(const std::vector<std::string>& items, std::string_view query) {
  FuzzyFinder finder(list_of(items));
  std::vector<std::string> out;
  for (const FuzzyHit& hit : finder.find(query, 10)) out.push_back(items[hit.item]);
  return out;
}

/// Whether `word` is a subsequence, case aside.
bool holds(std::string_view item, std::string_view word) {
  std::size_t i = 0;
  for (const char c : item)
    if (i < word.size() && std::tolower(c) == word[i]) ++i;
  return i == word.size();
}

std::vector<std::string> random_paths(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) {
    std::string path;
    for (auto length = 1 + random() % 30; length > 0; --length) path += "abcdeABC_/.x1"[random() % 13];
    out.push_back(path);
  }
  return out;
}

}  // namespace

TEST_CASE("the better place of a match comes first", "[fuzzy]") {
  const std::vector<std::string> paths = {"drivers/scsi/hed.c", "include/linux/sched.h",
                                          "kernel/sched/core.c", "kernel/sched.c", "s_c_h_e_d"};
  CHECK(found(paths, "sched").front() == "kernel/sched.c");
  CHECK(found(paths, "sched").size() == 5);
  CHECK(found(paths, "ksc").front() == "kernel/sched.c");
  CHECK(found(paths, "core").front() == "kernel/sched/core.c");
  CHECK(found(paths, "kernel core") == std::vector<std::string>{"kernel/sched/core.c"});
  CHECK(found(paths, "core kernel") == std::vector<std::string>{"kernel/sched/core.c"});
  CHECK(found(paths, "nothing").empty());
}

TEST_CASE("an upper-case letter makes a word exact", "[fuzzy]") {
  const std::vector<std::string> names = {"makefile", "Makefile", "MAKEFILE"};
  CHECK(found(names, "make").size() == 3);
  CHECK(found(names, "Make") == std::vector<std::string>{"Makefile"});
  CHECK(found(names, "M file") == std::vector<std::string>{"Makefile", "MAKEFILE"});
}

TEST_CASE("a hit says which bytes it used", "[fuzzy]") {
  FuzzyFinder finder(list_of({"a/fooBar_baz.c"}));
  const auto hits = finder.find("fbb", 1);
  REQUIRE(hits.size() == 1);
  CHECK(hits[0].at == std::vector<std::uint32_t>{2, 5, 9});
  CHECK(finder.find("", 5).size() == 1);
  CHECK(finder.find("", 5)[0].at.empty());
  CHECK(finder.matches() == 1);
}

TEST_CASE("odd items and queries are bytes as any", "[fuzzy]") {
  const std::vector<std::string> items = {"",       "/",           "\xFF\xFE", std::string(4000, 'a') + "b",
                                          "ab\ncd", "\xC3\xA4pfel"};
  CHECK(found(items, "ab").size() == 2);
  CHECK(found(items, "\xFF") == std::vector<std::string>{items[2]});
  CHECK(found(items, "\xC3\xA4p") == std::vector<std::string>{items[5]});
  CHECK(found(items, std::string(5000, 'a')).size() == 1);
  CHECK(found(items, "   ").size() == items.size());
  CHECK(found({}, "x").empty());
}

TEST_CASE("typing, going back and beginning anew find what a fresh box finds", "[fuzzy]") {
  const auto list = list_of(random_paths(3000, 11));
  FuzzyFinder typed(list);
  for (const char* query :
       {"a", "ab", "abc", "abc ", "abc x", "abc", "ab", "abC", "abCx", "b", "", "ba", "ba1"}) {
    FuzzyFinder fresh(list);
    CHECK(typed.find(query, 50) == fresh.find(query, 50));
    CHECK(typed.matches() == fresh.matches());
  }
}

TEST_CASE("exactly the items that hold the word as a subsequence are found", "[fuzzy]") {
  const std::vector<std::string> paths = random_paths(2000, 12);
  FuzzyFinder finder(list_of(paths));
  for (const char* word : {"abc", "a/b", "x1", "cc_", "edcba"}) {
    std::size_t expected = 0;
    for (const std::string& path : paths) expected += holds(path, word) ? 1 : 0;
    const auto hits = finder.find(word, paths.size());
    CHECK(hits.size() == expected);
    CHECK(finder.matches() == expected);
    for (const FuzzyHit& hit : hits) {
      std::string used;
      for (const std::uint32_t at : hit.at) used += static_cast<char>(std::tolower(paths[hit.item][at]));
      CHECK(used == word);
    }
  }
}

TEST_CASE("the best way is never below the quick one, and its places give its score", "[fuzzy]") {
  for (const std::string& path : random_paths(3000, 13)) {
    if (!holds(path, "abc")) continue;
    std::string small = path;
    for (char& c : small) c = static_cast<char>(std::tolower(c));
    const auto quick = quick_score({path, small}, "abc");
    REQUIRE(quick);
    std::vector<std::uint32_t> at;
    CHECK(best_score({path, small}, "abc", at) >= *quick);
    CHECK(at.size() == 3);
    CHECK(std::is_sorted(at.begin(), at.end()));
  }
}
