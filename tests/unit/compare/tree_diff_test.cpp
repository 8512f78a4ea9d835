#include "viewer/compare/tree_diff.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/unit/find/memory_files.hpp"
#include "tests/unit/seal/fixtures.hpp"

using namespace spoor;
using namespace spoor::compare;
using find::testing::MemoryFiles;

namespace {

std::string lines(int from, int to) {
  std::string out;
  for (int i = from; i < to; ++i) out += fmt::format("static int value_{} = {};\n", i, i * 104729);
  return out;
}

/// "A path", "R old > path 90"
std::vector<std::string> words(const TreeDiff& diff) {
  std::vector<std::string> out;
  for (const FileChange& change : diff.changes) {
    if (change.kind == FileChangeKind::renamed)
      out.push_back(fmt::format("R {} > {} {}", change.old_path, change.path, change.alike_percent));
    else
      out.push_back(fmt::format("{} {}", "ADM"[static_cast<std::size_t>(change.kind)], change.path));
  }
  return out;
}

const std::map<std::string, std::string> kOld{{"a.c", lines(0, 50)},
                                              {"dir/changed.c", lines(0, 20)},
                                              {"dir/same.c", lines(20, 40)},
                                              {"dir/same_size.c", "int x = 1;\n"},
                                              {"gone.c", lines(300, 320)},
                                              {"picture.bin", std::string("\0one", 4)},
                                              {"util/old_name.c", lines(100, 200)}};
const std::map<std::string, std::string> kNew{{"a.c", lines(0, 50)},
                                              {"dir/changed.c", lines(0, 21)},
                                              {"dir/same.c", lines(20, 40)},
                                              {"dir/same_size.c", "int x = 2;\n"},
                                              {"fresh.c", lines(400, 420)},
                                              {"picture.bin", std::string("\0two", 4)},
                                              {"lib/new_name.c", lines(100, 190)}};
const std::vector<std::string> kChanges{
    "M dir/changed.c", "M dir/same_size.c", "R util/old_name.c > lib/new_name.c 90",
    "A fresh.c",       "D gone.c",          "M picture.bin"};

void write_tree(const seal_test::Scratch& scratch, const std::string& name,
                const std::map<std::string, std::string>& files) {
  for (const auto& [path, text] : files) seal_test::write_text(scratch / (name + "/" + path), text);
}

}  // namespace

TEST_CASE("two releases are compared by what their files hold", "[trees]") {
  const auto diff = diff_trees(MemoryFiles(kOld), MemoryFiles(kNew));
  REQUIRE(diff);
  CHECK(words(*diff) == kChanges);
  CHECK(diff->files == 9);
  CHECK(diff->same == 2);
  CHECK(diff->counts == std::array<std::uint64_t, kFileChangeKinds>{1, 1, 3, 1});
  CHECK(diff->below.at("dir") == 2);
  CHECK(diff->below.at("lib") == 1);
  CHECK_FALSE(diff->below.contains("util"));
  CHECK(diff->find("picture.bin")->binary);
  CHECK(diff->find("dir/same.c") == nullptr);
  CHECK(diff->find("gone.c")->kind == FileChangeKind::removed);
  const auto back = diff_trees(MemoryFiles(kNew), MemoryFiles(kOld));
  CHECK(back->counts == diff->counts);
  CHECK(back->files == diff->files);
}

TEST_CASE("releases of one archive are compared by the places of their files", "[trees]") {
  const seal_test::Scratch scratch;
  write_tree(scratch, "one", kOld);
  write_tree(scratch, "two", kNew);
  REQUIRE(
      seal_test::pack_releases({{"1", scratch / "one", {}}, {"2", scratch / "two", {}}}, scratch / "t.spar"));
  const auto files = [&](const std::string& name) {
    auto archive = seal_test::open(scratch / "t.spar")->with_release(name);
    REQUIRE(archive);
    return find::archive_files(std::make_shared<const seal::ArchiveReader>(std::move(*archive)));
  };
  const auto was = files("1");
  const auto is = files("2");
  CHECK(was->place("dir/same.c") == is->place("dir/same.c"));
  CHECK(was->place("dir/same.c").has_value());
  CHECK_FALSE(was->place("fresh.c"));
  const auto diff = diff_trees(*was, *is);
  REQUIRE(diff);
  CHECK(words(*diff) == kChanges);
}

TEST_CASE("a file and a folder of one name, and releases without files", "[trees]") {
  using Texts = std::map<std::string, std::string>;
  const MemoryFiles nothing{Texts{}};
  const MemoryFiles file{Texts{{"x", "text\n"}}};
  const MemoryFiles folder{Texts{{"x/y", "other words\n"}}};
  CHECK(words(*diff_trees(file, folder)) == std::vector<std::string>{"A x/y", "D x"});
  CHECK(diff_trees(nothing, nothing)->changes.empty());
  CHECK(words(*diff_trees(nothing, file)) == std::vector<std::string>{"A x"});
}

TEST_CASE("what cannot be read is counted and said to be changed", "[trees]") {
  const std::string large(std::size_t{3} << 20U, 'x');
  std::string other = large;
  other.back() = 'y';
  const auto diff = diff_trees(MemoryFiles({{"big", large}, {"bad/f", "1"}}, {"big", "bad"}),
                               MemoryFiles({{"big", other}, {"bad/f", "2"}}));
  REQUIRE(diff);
  CHECK(diff->unreadable == 1);
  CHECK(diff->folders_unreadable == 1);
  CHECK(diff->find("big")->kind == FileChangeKind::changed);
}

TEST_CASE("a comparison says how far it is, and can be stopped", "[trees]") {
  std::map<std::string, std::string> many;
  for (int i = 0; i < 5000; ++i) many[fmt::format("d/{:05}", i)] = std::string(1, 'x');
  std::vector<TreeProgress> told;
  std::stop_source source;
  const auto tell = [&](const TreeProgress& progress) { told.push_back(progress); };
  REQUIRE(diff_trees(MemoryFiles(many), MemoryFiles(many), tell));
  REQUIRE(told.size() == 3);
  CHECK(told[0].done == 2000);
  CHECK(told[0].files == 5000);
  CHECK(told[2].pairing);
  source.request_stop();
  CHECK_FALSE(diff_trees(MemoryFiles(many), MemoryFiles(many), tell, {}, source.get_token()));
}
