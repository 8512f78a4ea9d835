#include "viewer/compare/renames.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>

using namespace spoor;
using namespace spoor::compare;

namespace {

using Texts = std::map<std::string, std::string>;

std::string lines(int from, int to) {
  std::string out;
  for (int i = from; i < to; ++i) out += fmt::format("int line_{}_of_the_file = {};\n", i, i * 7919);
  return out;
}

std::vector<TreeFile> files_of(const Texts& texts) {
  std::vector<TreeFile> out;
  for (const auto& [path, text] : texts) out.push_back({path, text.size(), false, std::nullopt});
  return out;
}

struct Found {
  Renames renames;
  /// "old > new percent"
  std::vector<std::string> words;
};

Found found(const Texts& removed, const Texts& added, const RenameLimits& limits = {}) {
  const std::vector<TreeFile> was = files_of(removed);
  const std::vector<TreeFile> is = files_of(added);
  const auto reads = [](const Texts& texts) {
    return [&texts](const TreeFile& file) { return std::optional(texts.at(file.path)); };
  };
  Found out{find_renames(was, is, reads(removed), reads(added), limits), {}};
  for (const Rename& pair : out.renames.pairs)
    out.words.push_back(
        fmt::format("{} > {} {}", was[pair.removed].path, is[pair.added].path, pair.alike_percent));
  return out;
}

}  // namespace

TEST_CASE("a file that was moved and changed a little is known again", "[renames]") {
  const auto one = found({{"a/one.c", lines(0, 100)}}, {{"b/two.c", lines(0, 90) + lines(500, 510)}});
  REQUIRE(one.words.size() == 1);
  CHECK(one.words[0].starts_with("a/one.c > b/two.c 8"));
  CHECK_FALSE(one.renames.bounded);
  CHECK(found({{"a.c", lines(0, 100)}}, {{"b.c", lines(0, 40) + lines(500, 560)}}).words.empty());
}

TEST_CASE("the more alike pair goes first, and among equals the one that kept its name", "[renames]") {
  const auto best = found({{"old/a.c", lines(0, 100)}},
                          {{"new/less.c", lines(0, 60) + lines(900, 930)}, {"new/more.c", lines(0, 95)}});
  CHECK(best.words == std::vector<std::string>{"old/a.c > new/more.c 94"});
  const auto named = found({{"x/keep.c", lines(0, 50)}, {"x/other.c", lines(0, 50)}},
                           {{"y/aaa.c", lines(0, 50)}, {"z/keep.c", lines(0, 50)}});
  CHECK(named.words == std::vector<std::string>{"x/other.c > y/aaa.c 100", "x/keep.c > z/keep.c 100"});
}

TEST_CASE("files in one place of the archive are the same without being read", "[renames]") {
  const std::vector<TreeFile> was{{"a/x.c", 9, false, seal::FilePlace{9, 3, 100}},
                                  {"b/y.c", 9, false, seal::FilePlace{9, 3, 100}}};
  const std::vector<TreeFile> is{{"c/y.c", 9, false, seal::FilePlace{9, 3, 100}},
                                 {"empty", 0, false, seal::FilePlace{0, 0, 0}}};
  int reads = 0;
  const auto read = [&reads](const TreeFile&) {
    ++reads;
    return std::optional<std::string>("different");
  };
  const Renames renames = find_renames(was, is, read, read);
  CHECK(renames.pairs == std::vector<Rename>{{1, 0, 100}});
  const Renames only = find_renames(std::span(was).first(1), std::span(is).first(1), read, read);
  CHECK(only.pairs == std::vector<Rename>{{0, 0, 100}});
}

TEST_CASE("beyond its bounds a search for renames says so, and still looks at equal names", "[renames]") {
  RenameLimits limits;
  limits.most_pairs = 1;
  const auto few =
      found({{"a/one.c", lines(0, 50)}, {"a/keep.c", lines(100, 150)}, {"a/three.c", lines(200, 250)}},
            {{"b/uno.c", lines(0, 50)}, {"b/keep.c", lines(100, 150)}, {"b/tre.c", lines(200, 250)}}, limits);
  CHECK(few.words == std::vector<std::string>{"a/keep.c > b/keep.c 100"});
  CHECK(few.renames.bounded);
  limits = {};
  limits.most_bytes = 100;
  CHECK(found({{"a.c", lines(0, 50)}}, {{"b.c", lines(0, 50)}}, limits).renames.bounded);
}

TEST_CASE("likeness is the share of the larger file", "[renames]") {
  CHECK(alike_percent(lines(0, 10), lines(0, 10)) == 100);
  CHECK(alike_percent(lines(0, 10), lines(10, 20)) == 0);
  CHECK(alike_percent("", "") == 0);
  CHECK(alike_percent("a\nb\n", "b\na\n") == 100);
  CHECK(alike_percent("x\nx\nx\nx\n", "x\n") == 25);
  const std::string one_line(64000, 'a');
  CHECK(alike_percent(one_line, one_line) == 100);
}
