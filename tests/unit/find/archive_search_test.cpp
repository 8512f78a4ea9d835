// Searching real sealed archives, whole and damaged.
#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "../seal/fixtures.hpp"
#include "memory_files.hpp"

using namespace spoor;
using namespace spoor::find;
using namespace spoor::find::testing;

namespace {

/// Bytes that do not compress, as text.
std::string noise(std::uint32_t seed, std::size_t bytes) {
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < bytes) text += static_cast<char>('!' + random() % 90);
  return text;
}

}  // namespace

TEST_CASE("an archive is searched, folders first, links not", "[archive]") {
  const seal_test::Scratch scratch;
  std::filesystem::create_directories(scratch / "tree/sub");
  seal_test::write_text(scratch / "tree/a.c", "int needle;\n");
  seal_test::write_text(scratch / "tree/sub/b.c", "x\nneedle()\n");
  seal_test::write_text(scratch / "tree/blob", std::string_view("needle\0", 7));
  std::filesystem::create_symlink("a.c", scratch / "tree/link.c");
  REQUIRE(seal_test::pack(scratch / "tree", scratch / "t.spar"));
  auto archive = seal_test::open(scratch / "t.spar");
  REQUIRE(archive);
  const auto files = archive_files(std::make_shared<const seal::ArchiveReader>(std::move(*archive)));
  const Finished found = search(files, Query{.text = "needle"});
  CHECK(found.lines() == std::vector<std::string>{"sub/b.c:2", "a.c:1"});
  CHECK(describe(found.progress.coverage) == "2 of 3 files, 1 skipped (1 binary)");
}

TEST_CASE("damaged blocks are skipped and said, the rest is searched", "[archive]") {
  const seal_test::Scratch scratch;
  std::filesystem::create_directories(scratch / "tree");
  for (const char* name : {"a", "b", "c"})
    seal_test::write_text(scratch / "tree" / name,
                          "needle\n" + noise(static_cast<std::uint32_t>(name[0]), 300'000));
  REQUIRE(seal_test::pack(scratch / "tree", scratch / "t.spar"));
  auto archive = seal_test::open(scratch / "t.spar");
  REQUIRE(archive);
  {
    // The second file's blocks lie in the archive's middle.
    std::fstream file(scratch / "t.spar", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(scratch / "t.spar") / 2));
    file.write("damage", 6);
  }
  const auto files = archive_files(std::make_shared<const seal::ArchiveReader>(std::move(*archive)));
  const Finished found = search(files, Query{.text = "needle"});
  CHECK(describe(found.progress.coverage) == "2 of 3 files, 1 skipped (1 damaged)");
  REQUIRE(found.progress.coverage.skipped.size() == 1);
  CHECK(found.progress.coverage.skipped[0].path == "b");
  CHECK(found.lines() == std::vector<std::string>{"a:1", "c:1"});
}
