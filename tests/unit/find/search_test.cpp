#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <future>
#include <mutex>
#include <thread>

#include "memory_files.hpp"

using namespace spoor::find;
using namespace spoor::find::testing;
namespace seal = spoor::seal;

namespace {

std::shared_ptr<const Files> many_files() {
  std::map<std::string, std::string> files;
  for (int i = 0; i < 1500; ++i) {
    std::string text;
    for (int line = 0; line < 40; ++line)
      text += fmt::format("line {} {}\n", line, (i * line) % 7 == 3 ? "needle" : "hay");
    files[fmt::format("d{}/e{}/f{}.c", i % 7, i % 3, i)] = text;
  }
  files["top.c"] = "needle\n";
  return std::make_shared<MemoryFiles>(std::move(files));
}

}  // namespace

TEST_CASE("hits come in the order of the tree, whatever the threads", "[search]") {
  const auto files = many_files();
  const Finished one = search(files, Query{.text = "needle"}, 1);
  REQUIRE(one.hits.size() > 1000);
  CHECK(one.hits.front().path.starts_with("d1/e0/"));
  CHECK(one.hits.back().path == "top.c");  // files come after the folders beside them
  CHECK(one.progress.lines == one.lines().size());
  CHECK(describe(one.progress.coverage) == "1,501 of 1,501 files, 0 skipped");
  for (int round = 0; round < 5; ++round) {
    const Finished four = search(files, Query{.text = "needle"}, 4);
    CHECK(four.lines() == one.lines());
    CHECK(four.progress.matches == one.progress.matches);
  }
}

TEST_CASE("a hit has its line, the lines around it, and where it is", "[search]") {
  const auto files = std::make_shared<MemoryFiles>(
      std::map<std::string, std::string>{{"a", "zero\none x\ntwo\nthree x x\nfour x\nfive\nlast\n"}});
  const Finished found = search(files, Query{.text = "x"});
  REQUIRE(found.hits.size() == 1);
  const auto& shown = found.hits[0].shown;
  REQUIRE(shown.size() == 6);
  CHECK(shown[0].text == "zero");
  CHECK(shown[0].matches.empty());
  CHECK(shown[1].matches == std::vector<Range>{{4, 5}});
  CHECK(shown[2].text == "two");
  CHECK(shown[3].matches == std::vector<Range>{{6, 7}, {8, 9}});
  CHECK(shown[4].line == 4);
  CHECK(shown[4].matches.size() == 1);
  CHECK(shown[5].text == "five");
  CHECK(found.progress.lines == 3);
  CHECK(found.progress.matches == 4);
  CHECK(found.progress.files == 1);
}

TEST_CASE("what was not searched is counted, named and explained", "[search]") {
  const std::string big(3U << 20U, 'y');
  const auto files =
      std::make_shared<MemoryFiles>(std::map<std::string, std::string>{{"bin", std::string("x\0x", 3)},
                                                                       {"bad", "x\n" + big},
                                                                       {"gone/a", "x"},
                                                                       {"gone/b", "x"},
                                                                       {"good", "x"},
                                                                       {"left/out", "x"}},
                                    std::set<std::string>{"bad", "gone"});
  Query query{.text = "x"};
  query.exclude = {"left"};
  const Finished found = search(files, query);
  const Coverage& c = found.progress.coverage;
  CHECK(describe(c) ==
        "1 of 6 files, 1 left out by the globs, 4 skipped (1 binary, 1 damaged, 2 in damaged folders)");
  REQUIRE(c.skipped.size() == 2);
  CHECK(c.skipped[0].path == "bad");
  CHECK(c.skipped[0].why == ScanEnd::damaged);
  CHECK(c.skipped[1].path == "bin");
  CHECK(found.lines() == std::vector<std::string>{"bad:1", "good:1"});  // up to the damage
}

TEST_CASE("files are searched across the windows that they are read in", "[search]") {
  std::string text;
  for (int line = 0; text.size() < 5U << 20U; ++line)
    text += fmt::format("line {}{}\n", line, line % 1000 == 999 ? " needle" : "");
  const auto files = std::make_shared<MemoryFiles>(std::map<std::string, std::string>{{"log", text}});
  const Finished found = search(files, Query{.text = "needle"});
  const auto lines = found.lines();
  REQUIRE(lines.size() > 300);
  for (std::size_t i = 0; i < lines.size(); ++i) CHECK(lines[i] == fmt::format("log:{}", 1000 * (i + 1)));
}

TEST_CASE("a line of 10 MB is searched, its excerpt is short", "[search]") {
  std::string text = "first\n" + std::string(10'000'000, 'y') + "needle\xC3\xA9" + std::string(500, 'z');
  const auto files = std::make_shared<MemoryFiles>(std::map<std::string, std::string>{{"min.js", text}});
  const Finished found = search(files, Query{.text = "needle"});
  REQUIRE(found.hits.size() == 1);
  const FoundLine& line = found.hits[0].shown.back();
  CHECK(line.line == 1);
  CHECK(line.text.size() <= kExcerptBytes);
  REQUIRE(line.matches.size() == 1);
  CHECK(line.text.substr(line.matches[0].begin, 6) == "needle");
  CHECK(line.first_byte + line.matches[0].begin == 10'000'000);
  Query words{.text = "(y+z?)*needle", .regexp = true};  // exponential for those who go back
  CHECK(search(files, words).progress.lines == 1);
}

TEST_CASE("all matches are counted, the first ones in the tree are kept", "[search]") {
  std::map<std::string, std::string> many;
  for (const char* name : {"a", "b", "c"})
    for (int i = 0; i < 300'000; ++i) many[name] += "x x\n";
  const auto files = std::make_shared<MemoryFiles>(many);
  const Finished found = search(files, Query{.text = "x"}, 3);
  CHECK(found.progress.matches == 1'800'000);
  CHECK(found.progress.lines == 900'000);
  CHECK(found.progress.kept == Search::kKeptLines);
  const auto lines = found.lines();
  REQUIRE(lines.size() == Search::kKeptLines);
  CHECK(lines.back() == "a:50000");
  const Finished alone = search(files, Query{.text = "x", .only_path = "b"});
  REQUIRE(alone.hits.size() == 1);
  CHECK(alone.hits[0].places.size() == 600'000);
  CHECK(alone.hits[0].places[3].line == 1);
  CHECK(alone.hits[0].places[3].begin_byte == 2);
  CHECK(alone.hits[0].places[3].bytes == 1);
}

TEST_CASE("a search stops at once when another takes its place", "[search]") {
  std::string text;
  while (text.size() < 8U << 20U) text += "abcdefgh\n";
  std::map<std::string, std::string> many;
  for (int i = 0; i < 40; ++i) many[fmt::format("f{}", i)] = text;
  Engine engine(std::make_shared<MemoryFiles>(std::move(many)), 2, {});
  const auto slow = engine.start(Query{.text = "(a|b|c)+[a-z]*", .regexp = true});
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const auto quick = engine.start(Query{.text = "x", .only_path = "f1"});
  while (!quick->progress().complete) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  CHECK_FALSE(slow->progress().complete);
  CHECK(quick->progress().coverage.searched == 1);
}

TEST_CASE("a wrong expression ends a search with its sentence", "[search]") {
  const Finished found = search(many_files(), Query{.text = "(", .regexp = true});
  REQUIRE(found.progress.error);
  CHECK(found.progress.error->code == FindErrorCode::bad_pattern);
  CHECK(found.hits.empty());
}

namespace {

/// Says when somebody first asks for its tree.
class WatchedFiles final : public Files {
 public:
  explicit WatchedFiles(std::promise<void>& asked) : asked_(asked) {}
  std::uint64_t file_count() const override { return files_.file_count(); }
  seal::Result<std::vector<seal::DirEntry>> list(std::string_view directory) const override {
    std::call_once(once_, [this] { asked_.set_value(); });
    return files_.list(directory);
  }
  seal::Result<seal::DirEntry> stat(std::string_view path) const override { return files_.stat(path); }
  seal::Result<std::string> read(std::string_view path, std::uint64_t offset_bytes,
                                 std::uint64_t size_bytes) const override {
    return files_.read(path, offset_bytes, size_bytes);
  }

 private:
  MemoryFiles files_{{{"a.c", "needle\n"}}};
  std::promise<void>& asked_;
  mutable std::once_flag once_;
};

}  // namespace

TEST_CASE("what is there to be searched is looked up before the first search", "[search]") {
  std::promise<void> asked;
  Engine engine(std::make_shared<WatchedFiles>(asked), 1, {});
  engine.prepare();
  engine.prepare();
  CHECK(asked.get_future().wait_for(std::chrono::minutes(1)) == std::future_status::ready);
  const auto search = engine.start(Query{.text = "needle"});
  while (!search->progress().complete) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  CHECK(search->progress().lines == 1);
}
