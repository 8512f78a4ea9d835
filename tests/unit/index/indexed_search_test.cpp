// A search that the tables narrow down finds what a search through every file finds, and says the same of
// what it covered.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <random>

#include "tests/unit/find/memory_files.hpp"
#include "tests/unit/seal/fixtures.hpp"
#include "viewer/find/gram_query.hpp"
#include "watermark/tables/gram_maker.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using find::Query;

namespace {

std::shared_ptr<const find::Files> packed(const seal_test::Scratch& scratch) {
  const auto grams = tables::gram_maker();
  seal_write::PackOptions options;
  options.tables = {grams.get()};
  REQUIRE(seal_test::pack(scratch / "tree", scratch / "a.spar", options));
  auto archive = seal_test::open(scratch / "a.spar");
  REQUIRE(archive);
  return find::archive_files(std::make_shared<const seal::ArchiveReader>(std::move(*archive)));
}

void random_tree(const fs::path& tree) {
  const std::vector<std::string> words = {"PM_RESUME",
                                          "pm_resume",
                                          "resume",
                                          "RESUME",
                                          "Kelvin",
                                          "\xE2\x84\xAA"
                                          "elvin",
                                          "mi\xC5\xBFt",
                                          "mist",
                                          "f\xC3\xA9",
                                          "F\xC3\x89",
                                          "ab",
                                          "abc",
                                          "xabc",
                                          "x",
                                          "(",
                                          "\t",
                                          "\r",
                                          "ERR_SYS",
                                          "err_SYS",
                                          "link",
                                          "foo.bar",
                                          "foo_bar"};
  std::mt19937 random(21);
  for (int i = 0; i < 150; ++i) {
    fs::create_directories(tree / fmt::format("d{}/e{}", i % 7, i % 3));
    std::string text;
    for (auto count = random() % 12; count > 0; --count) {
      text += words[random() % words.size()];
      text += " \n_"[random() % 3];
    }
    seal_test::write_text(tree / fmt::format("d{}/e{}/f{}.c", i % 7, i % 3, i), text);
  }
  seal_test::write_text(tree / "binary", std::string("PM_RESUME\0", 10));
  seal_test::write_text(tree / "large.c", std::string(400'000, 'x') + "\nPM_RESUME\nabc");
  seal_test::write_text(tree / "end.c", "abc");
}

std::vector<Query> queries() {
  std::vector<Query> out;
  for (const char* text : {"PM_RESUME", "resume", "abc", "ab", "x", "Kelvin", "mist", "f\xC3\xA9", "kelvin",
                           "foo.bar", "abc \n", "\r", "no such thing"}) {
    for (const bool ignore : {false, true})
      for (const bool word : {false, true})
        out.push_back(Query{.text = text, .ignore_case = ignore, .whole_word = word});
  }
  for (const char* text : {"PM_RESUME|ERR_SYS",
                           "[A-Z]+_RESUME",
                           "r[aeiou]sume",
                           "(?i)err_sys",
                           "abc$",
                           "^abc",
                           "x?abc+",
                           "a.c",
                           ".*",
                           "(foo|bar)_(bar|baz)",
                           "\\w{5}\\s+\\w{5}",
                           "f\xC3\xA9",
                           "F[\xC3\x89\xC3\xA9]",
                           "[Kk]elvin",
                           "K(elvin|xyz)",
                           "\\x50M_RESUME",
                           "mi[s]t",
                           "PM.RESUME",
                           "(PM|pm)_(RESUME|resume)",
                           "link|ab",
                           "\\bmist\\b"}) {
    for (const bool ignore : {false, true})
      out.push_back(Query{.text = text, .regexp = true, .ignore_case = ignore});
  }
  out.push_back(Query{.text = "abc\\s+PM", .regexp = true, .multi_line = true});
  out.push_back(Query{.text = "resume\nabc", .multi_line = true});
  out.push_back(Query{.text = "PM_RESUME", .include = {"*.c"}, .exclude = {"d1"}});
  return out;
}

}  // namespace

TEST_CASE("the tables change nothing of what is found and covered", "[indexed]") {
  const seal_test::Scratch scratch;
  random_tree(scratch / "tree");
  const auto files = packed(scratch);
  REQUIRE(files->grams() != nullptr);
  std::size_t found = 0;
  for (Query query : queries()) {
    INFO(query.text << " regexp " << query.regexp << " any case " << query.ignore_case);
    const auto with = find::testing::search(files, query);
    query.without_index = true;
    const auto without = find::testing::search(files, query);
    CHECK(with.lines() == without.lines());
    CHECK(with.progress.matches == without.progress.matches);
    CHECK(find::describe(with.progress.coverage) == find::describe(without.progress.coverage));
    CHECK((with.progress.error || with.progress.coverage.done() == files->file_count()));
    CHECK(with.progress.error.has_value() == without.progress.error.has_value());
    found += with.progress.lines > 0 ? 1 : 0;
  }
  CHECK(found > 40);
}

TEST_CASE("the tables rule out what cannot match", "[indexed]") {
  const seal_test::Scratch scratch;
  fs::create_directories(scratch / "tree");
  for (int i = 0; i < 50; ++i)
    seal_test::write_text(scratch / fmt::format("tree/f{}.c", i),
                          fmt::format("runtime number_{}_end PM_x RESUME", i));
  const auto files = packed(scratch);
  const auto chosen = [&](const Query& query) {
    const auto found = find::candidates(query, *files->grams(), *files->table());
    REQUIRE(found);
    return *found ? (*found)->size() : std::size_t{1000};
  };
  CHECK(chosen(Query{.text = "number_17_end"}) == 1);
  CHECK(chosen(Query{.text = "NUMBER_17_END"}) == 0);
  CHECK(chosen(Query{.text = "NUMBER_17_END", .ignore_case = true}) == 1);
  CHECK(chosen(Query{.text = "number_(17|18)_end", .regexp = true}) == 2);
  CHECK(chosen(Query{.text = "Number_(17|18)_end", .regexp = true}) == 0);
  CHECK(chosen(Query{.text = "PM_RESUME"}) == 0);
  CHECK(chosen(Query{.text = "run"}) == 50);
  CHECK(chosen(Query{.text = "xyz"}) == 0);
  CHECK(chosen(Query{.text = "ru"}) == 1000);
  CHECK(chosen(Query{.text = ".*", .regexp = true}) == 1000);
}
