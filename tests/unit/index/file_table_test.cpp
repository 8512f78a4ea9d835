#include "watermark/seal/file_table.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/tables/gram_maker.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;

namespace {

seal::Result<seal_write::PackSummary> pack_with_tables(const fs::path& tree, const fs::path& archive,
                                                       unsigned threads = 2) {
  const auto grams = tables::gram_maker();
  seal_write::PackOptions options;
  options.tables = {grams.get()};
  options.threads = threads;
  return pack(tree, archive, options);
}

void make_tree(const fs::path& tree) {
  fs::create_directories(tree / "a/deep/er");
  fs::create_directories(tree / "b");
  fs::create_directories(tree / "empty");
  write_text(tree / "a.c", "int a;\n");
  write_text(tree / "a/one.c", "int one;\n");
  write_text(tree / "a/deep/two.c", std::string(300'000, 'x'));
  write_text(tree / "a/deep/er/three.c", "");
  write_text(tree / "b/binary", std::string("\0\1\2", 3));
  write_text(tree / "b/\xFF\xFEodd name", "no UTF-8\n");
  write_text(tree / "b/\x01control", "y");
  write_text(tree / "b/large", std::string(seal::kBlockBytes * 2, 'y'));
  fs::create_symlink("../../..", tree / "a/out");
  fs::create_symlink("loop", tree / "loop");
  fs::create_symlink("nowhere", tree / "dangling");
}

/// Files in the order in which folders are walked, folders first.
void walk(const seal::ArchiveReader& archive, const std::string& folder, std::vector<std::string>& out) {
  const std::vector<seal::DirEntry> entries = archive.list(folder).value();
  for (const seal::DirEntry& entry : entries) {
    const std::string path = folder.empty() ? entry.name : folder + "/" + entry.name;
    if (entry.kind == seal::EntryKind::directory) walk(archive, path, out);
    if (entry.kind == seal::EntryKind::file) out.push_back(path);
  }
}

}  // namespace

TEST_CASE("the table holds the tree's files, in its order, and reads them", "[tables]") {
  const Scratch scratch;
  make_tree(scratch / "tree");
  REQUIRE(pack_with_tables(scratch / "tree", scratch / "a.spar"));
  const auto archive = open(scratch / "a.spar");
  REQUIRE(archive);
  std::vector<std::string> walked;
  walk(*archive, "", walked);
  const auto table = archive->files();
  REQUIRE(table);
  REQUIRE(*table != nullptr);
  const seal::FileTable& files = **table;
  REQUIRE(files.size() == walked.size());
  std::set<std::uint32_t> numbers;
  for (std::size_t i = 0; i < files.size(); ++i) {
    CHECK(files.path(i) == walked[i]);
    CHECK(files.find(walked[i]) == i);
    CHECK(files.at_number(files.file(i).number) == i);
    numbers.insert(files.file(i).number);
    CHECK(archive->read_file(files, i, 0, UINT64_MAX).value() == archive->read(walked[i]).value());
    CHECK(archive->read_file(files, i, 3, 5).value() == archive->read_range(walked[i], 3, 5).value());
    CHECK(files.file(i).binary == archive->stat(walked[i])->binary);
  }
  CHECK(numbers.size() == files.size());
  CHECK(files.find("a") == files.size());
  CHECK(files.find("") == files.size());
  CHECK(files.find("zzz") == files.size());
}

TEST_CASE("an archive without tables says so, and one with them is the same each time", "[tables]") {
  const Scratch scratch;
  make_tree(scratch / "tree");
  REQUIRE(pack(scratch / "tree", scratch / "plain.spar"));
  const auto plain = open(scratch / "plain.spar");
  REQUIRE(plain);
  CHECK(*plain->files() == nullptr);
  CHECK(*plain->table(seal::TableKind::grams) == nullptr);
  REQUIRE(pack_with_tables(scratch / "tree", scratch / "1.spar", 1));
  REQUIRE(pack_with_tables(scratch / "tree", scratch / "4.spar", 4));
  CHECK(read_text(scratch / "1.spar") == read_text(scratch / "4.spar"));
  CHECK(*open(scratch / "1.spar")->table(seal::TableKind::symbols) == nullptr);
}

TEST_CASE("folders come before the files beside them", "[tables]") {
  const std::vector<std::string> ordered = {"a/b/c", "a/b/d", "a/c", "a-b/x", "b", "c"};
  for (std::size_t i = 0; i < ordered.size(); ++i)
    for (std::size_t k = 0; k < ordered.size(); ++k)
      CHECK(seal::tree_order(ordered[i], ordered[k]) == (i < k));
}

TEST_CASE("a table that lies is refused", "[tables]") {
  const seal::BlockRef block{60, 100, 50, 0, {}};
  const auto decodes = [&](const std::vector<std::pair<std::string, seal::TableFile>>& rows) {
    seal::FileTable table({block});
    for (const auto& [path, file] : rows) table.add(path, file);
    seal::FileTable back;
    REQUIRE(seal::FileTable::decode_body(table.encode_body(), back));
    for (const seal::Bytes& page : table.encode_pages())
      if (!back.decode_page(page)) return false;
    return back.finish(back.size());
  };
  using Rows = std::vector<std::pair<std::string, seal::TableFile>>;
  CHECK(decodes(Rows{}));
  CHECK(decodes({{"a", {20, 0, 0, 1, false}}, {"b", {30, 0, 20, 0, true}}}));
  CHECK_FALSE(decodes({{"a", {20, 0, 0, 0, false}}, {"b", {31, 0, 20, 1, false}}}));  // beyond its block
  CHECK_FALSE(decodes({{"a", {20, 1, 0, 0, false}}}));                                // no such block
  CHECK_FALSE(decodes({{"a", {20, 0, 0, 0, false}}, {"b", {20, 0, 0, 0, false}}}));   // one number twice
  CHECK_FALSE(decodes({{"a", {20, 0, 0, 1, false}}}));                                // a number too great
  CHECK_FALSE(decodes({{"b", {20, 0, 0, 0, false}}, {"a", {20, 0, 0, 1, false}}}));   // falling
  CHECK_FALSE(decodes({{"a", {20, 0, 0, 0, false}}, {"a", {20, 0, 0, 1, false}}}));   // twice
  CHECK_FALSE(decodes({{"a/../b", {20, 0, 0, 0, false}}}));
  CHECK_FALSE(decodes({{"/a", {20, 0, 0, 0, false}}}));
  CHECK_FALSE(decodes({{"a/", {20, 0, 0, 0, false}}}));
  CHECK_FALSE(decodes({{"a", {0, 0, 0, 0, true}}}));                       // empty, yet binary
  CHECK_FALSE(decodes({{"a", {seal::kBlockBytes + 1, 0, 0, 0, false}}}));  // its blocks are not there
}
