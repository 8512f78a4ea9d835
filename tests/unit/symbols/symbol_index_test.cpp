#include "viewer/symbols/symbol_index.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/tables/gram_maker.hpp"
#include "watermark/tables/symbol_maker.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::symbols;

namespace {

std::shared_ptr<const seal::ArchiveReader> packed(const seal_test::Scratch& scratch) {
  const auto grams = tables::gram_maker();
  const auto symbols = tables::symbol_maker();
  seal_write::PackOptions options;
  options.tables = {grams.get(), symbols.get()};
  REQUIRE(seal_test::pack(scratch / "tree", scratch / "a.spar", options));
  auto archive = seal_test::open(scratch / "a.spar");
  REQUIRE(archive);
  return std::make_shared<const seal::ArchiveReader>(std::move(*archive));
}

void make_tree(const fs::path& tree) {
  fs::create_directories(tree / "a");
  fs::create_directories(tree / "b");
  seal_test::write_text(tree / "z.c", "int open_file(void)\n{\n\treturn 0;\n}\n#define LIMIT 3\n");
  seal_test::write_text(tree / "a/x.c", "static int open_file(int a)\n{\n}\nstruct limit { int a; };\n");
  seal_test::write_text(tree / "b/x.h", "enum colour { RED, GREEN };\nint open_file(void);\n");
  seal_test::write_text(tree / "b/text.txt", "int open_file(void) { }\n");
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += fmt::format("int many_{}(void)\n{{\n}}\n", i);
  for (int i = 0; i < 5'000; ++i) many += "#define SAME 1\n";
  seal_test::write_text(tree / "b/many.c", many);
}

}  // namespace

TEST_CASE("all definitions of a name are found, in the order of the tree", "[symbols]") {
  const seal_test::Scratch scratch;
  make_tree(scratch / "tree");
  const auto index = SymbolIndex::open(packed(scratch));
  REQUIRE(index);
  REQUIRE(*index != nullptr);
  const auto found = (*index)->definitions("open_file");
  REQUIRE(found);
  CHECK(*found == std::vector<Symbol>{{"open_file", SymbolKind::function, "a/x.c", 0, 2},
                                      {"open_file", SymbolKind::function, "z.c", 0, 3}});
  CHECK((*index)->definitions("LIMIT")->size() == 1);
  CHECK((*index)->definitions("RED")->at(0).kind == SymbolKind::enumerator);
  CHECK((*index)->definitions("SAME")->size() == 5000);  // over several pages
  CHECK((*index)->definitions("open")->empty());
  CHECK((*index)->definitions("")->empty());
  CHECK((*index)->definitions("~")->empty());
  for (const int i : {0, 1, 777, 19'999}) {
    const auto one = (*index)->definitions(fmt::format("many_{}", i));
    REQUIRE(one->size() == 1);
    CHECK(one->at(0).line == static_cast<std::uint64_t>(3 * i));
    CHECK(one->at(0).last_line == static_cast<std::uint64_t>(3 * i + 2));
  }
}

TEST_CASE("names are chosen fuzzily; macros by their whole name", "[symbols]") {
  const seal_test::Scratch scratch;
  make_tree(scratch / "tree");
  const auto index = SymbolIndex::open(packed(scratch));
  REQUIRE(index);
  SymbolFinder finder(*index);
  const auto fuzzy = finder.find("opfi", 10);
  REQUIRE(fuzzy);
  REQUIRE(fuzzy->size() == 2);
  CHECK(fuzzy->at(0).symbol.path == "a/x.c");
  CHECK(fuzzy->at(0).at == std::vector<std::uint32_t>{0, 1, 5, 6});
  CHECK(finder.find("LIMIT", 10)->at(0).symbol.kind == SymbolKind::macro);
  CHECK(finder.find("LIMI", 10)->empty());  // an upper-case letter is exact: no struct limit
  CHECK(finder.find("many", 7)->size() == 7);
}

TEST_CASE("an archive without the table has no symbols", "[symbols]") {
  const seal_test::Scratch scratch;
  make_tree(scratch / "tree");
  REQUIRE(seal_test::pack(scratch / "tree", scratch / "plain.spar"));
  auto archive = seal_test::open(scratch / "plain.spar");
  const auto index = SymbolIndex::open(std::make_shared<const seal::ArchiveReader>(std::move(*archive)));
  REQUIRE(index);
  CHECK(*index == nullptr);
}

TEST_CASE("an outline is of the text", "[symbols]") {
  const auto found = outline("x.c", "typedef struct {\n} t;\nint f(void) { }\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0] == Symbol{"t", SymbolKind::type_alias, "x.c", 1, 1});
  CHECK(found[1] == Symbol{"f", SymbolKind::function, "x.c", 2, 2});
  CHECK(outline("x.txt", "int f(void) { }").empty());
}
