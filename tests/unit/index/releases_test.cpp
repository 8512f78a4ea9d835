// Tables that several releases share: each release is searched, and its symbols and lines are known, as if it
// were alone in its archive.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/unit/find/memory_files.hpp"
#include "tests/unit/seal/fixtures.hpp"
#include "viewer/index/line_table.hpp"
#include "viewer/symbols/symbol_index.hpp"
#include "watermark/tables/gram_maker.hpp"
#include "watermark/tables/line_maker.hpp"
#include "watermark/tables/symbol_maker.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using find::Query;

namespace {

using Archive = std::shared_ptr<const seal::ArchiveReader>;

std::string large(const std::string& first_line) {
  std::string out = first_line;
  while (out.size() <= index::kSmallFileBytes) out += "a line of a large file\n";
  return out;
}

void make_trees(const seal_test::Scratch& scratch) {
  for (int i = 0; i < 40; ++i) {
    const std::string same = fmt::format("int common_{}(void)\n{{\n}}\n#define OLD_{} 1\n", i, i);
    const std::string path = fmt::format("d{}/f{}.c", i % 5, i);
    seal_test::write_text(scratch / ("one/" + path), same);
    seal_test::write_text(scratch / ("two/" + path),
                          i % 4 == 0 ? same + fmt::format("int added_{}(void)\n{{\n}}\n", i) : same);
  }
  seal_test::write_text(scratch / "one/gone.c", "int gone(void)\n{\n}\n");
  seal_test::write_text(scratch / "two/moved/d.c", "int common_1(void)\n{\n}\n#define OLD_1 1\n");
  seal_test::write_text(scratch / "one/same.log", large("the same\n"));
  seal_test::write_text(scratch / "two/same.log", large("the same\n"));
  seal_test::write_text(scratch / "one/a.log", large("one\n"));
  seal_test::write_text(scratch / "two/a.log", large("two\n\n"));
}

/// Both releases in one archive, by name.
Archive release(const seal_test::Scratch& scratch, const std::string& name) {
  const auto grams = tables::gram_maker();
  const auto symbols = tables::symbol_maker();
  const auto first_lines = tables::line_maker();
  const auto second_lines = tables::line_maker();
  seal_write::PackOptions options;
  options.tables = {grams.get(), symbols.get()};
  REQUIRE(seal_test::pack_releases(
      {{"1", scratch / "one", {first_lines.get()}}, {"2", scratch / "two", {second_lines.get()}}},
      scratch / "both.spar", options));
  auto archive = seal_test::open(scratch / "both.spar")->with_release(name);
  REQUIRE(archive);
  return std::make_shared<const seal::ArchiveReader>(std::move(*archive));
}

Archive alone(const seal_test::Scratch& scratch, const std::string& tree) {
  const auto grams = tables::gram_maker();
  const auto symbols = tables::symbol_maker();
  seal_write::PackOptions options;
  options.tables = {grams.get(), symbols.get()};
  REQUIRE(seal_test::pack(scratch / tree, scratch / (tree + ".spar"), options));
  auto archive = seal_test::open(scratch / (tree + ".spar"));
  REQUIRE(archive);
  return std::make_shared<const seal::ArchiveReader>(std::move(*archive));
}

}  // namespace

TEST_CASE("a release of several is searched like one alone", "[releases]") {
  const seal_test::Scratch scratch;
  make_trees(scratch);
  for (const auto& [name, tree] : {std::pair{"1", "one"}, std::pair{"2", "two"}}) {
    const auto files = find::archive_files(release(scratch, name));
    const auto single = find::archive_files(alone(scratch, tree));
    REQUIRE(files->grams() != nullptr);
    for (const char* text : {"common_1", "added_", "gone", "OLD_[0-9]+", "the same", "two"}) {
      CAPTURE(name, text);
      const Query query{.text = text, .regexp = true};
      const auto found = find::testing::search(files, query);
      const auto expected = find::testing::search(single, query);
      CHECK(found.lines() == expected.lines());
      CHECK(find::describe(found.progress.coverage) == find::describe(expected.progress.coverage));
    }
  }
  const auto first = find::archive_files(release(scratch, "1"));
  CHECK(find::testing::search(first, Query{.text = "added_"}).lines().empty());
  CHECK_FALSE(find::testing::search(first, Query{.text = "gone"}).lines().empty());
}

TEST_CASE("symbols of a release are its own", "[releases]") {
  const seal_test::Scratch scratch;
  make_trees(scratch);
  for (const auto& [name, tree] : {std::pair{"1", "one"}, std::pair{"2", "two"}}) {
    const auto index = symbols::SymbolIndex::open(release(scratch, name)).value();
    const auto single = symbols::SymbolIndex::open(alone(scratch, tree)).value();
    CHECK(index->names().value() == single->names().value());
    for (const char* symbol : {"common_1", "common_4", "added_4", "gone", "OLD_1"}) {
      CAPTURE(name, symbol);
      CHECK(index->definitions(symbol).value() == single->definitions(symbol).value());
    }
  }
}

TEST_CASE("lines of large files are those of the release", "[releases]") {
  const seal_test::Scratch scratch;
  make_trees(scratch);
  for (const char* name : {"1", "2"}) {
    const Archive archive = release(scratch, name);
    for (const char* path : {"a.log", "same.log"}) {
      const std::string text = archive->read(path).value();
      const auto lines = index::lines_of(*archive, path, text.size());
      REQUIRE(lines);
      REQUIRE(*lines != nullptr);
      std::uint64_t feeds = 0;
      for (const std::uint32_t part : (*lines)->feeds) feeds += part;
      CHECK(feeds == static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
    }
  }
}
