// Packing and reading back: ordinary and odd trees, byte for byte.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <thread>

#include "tests/unit/seal/fixtures.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;
using seal::EntryKind;
using seal::SealErrorCode;

namespace {

std::string lines(std::size_t size_bytes, std::uint32_t seed) {
  std::mt19937 words(seed);
  std::string out;
  while (out.size() < size_bytes)
    out.append("int v").append(std::to_string(words() % 1000)).append(" = f(x);\n");
  out.resize(size_bytes);
  return out;
}

/// Every file below a directory of an archive, by path.
void collect(const seal::ArchiveReader& archive, const std::string& directory,
             std::map<std::string, std::string>& out) {
  const std::vector<seal::DirEntry> entries = archive.list(directory).value();
  for (const seal::DirEntry& entry : entries) {
    const std::string path = directory.empty() ? entry.name : directory + "/" + entry.name;
    if (entry.kind == EntryKind::directory) {
      collect(archive, path, out);
    } else {
      out[path] = archive.read(path).value();
    }
  }
}

}  // namespace

TEST_CASE("a tree comes back byte for byte", "[archive]") {
  const Scratch scratch;
  const fs::path tree = scratch / "tree";
  const std::map<std::string, std::string> files = {
      {"README", "hello\n"},
      {"empty", ""},
      {"no-final-newline.c", "int x;"},
      {"crlf.txt", "a\r\nb\r\n"},
      {"src/main.c", lines(5000, 1)},
      {"src/deep/er/still/file.h", lines(300, 2)},
      {"src/binary.bin", std::string("\x7f"
                                     "ELF\0\0\1",
                                     7)},
      {"one-block", lines(256 * 1024, 3)},
      {"one-block-and-a-byte", lines(256 * 1024 + 1, 4)},
      {"one-line-of-10-MB", std::string(10'000'000, 'x')},
      {"bad-\xff\xfe-utf8", "odd name\n"},
      {"new\nline", "odd name\n"},
  };
  for (const auto& [path, text] : files) write_text(tree / path, text);
  fs::create_directories(tree / "empty-directory");
  const auto summary = pack(tree, scratch / "a.spar", {.release = "1.0"});
  REQUIRE(summary);
  CHECK(summary->files == files.size());
  CHECK(summary->archive_bytes == fs::file_size(scratch / "a.spar"));

  const auto archive = open(scratch / "a.spar");
  REQUIRE(archive);
  CHECK(archive->id() == kArchiveId);
  CHECK(archive->release() == "1.0");
  CHECK(archive->file_count() == files.size());
  std::map<std::string, std::string> back;
  collect(*archive, "", back);
  CHECK(back == files);
  CHECK(archive->list("empty-directory")->empty());
  CHECK(archive->stat("src/binary.bin")->binary);
  CHECK_FALSE(archive->stat("src/main.c")->binary);
  CHECK(archive->stat("one-line-of-10-MB")->size_bytes == 10'000'000);
  CHECK(archive->stat("src")->kind == EntryKind::directory);
}

TEST_CASE("a listing has directories first, then names in order", "[archive]") {
  const Scratch scratch;
  for (const char* name : {"b/x", "a.c", "d/x", "c.c", "B"}) write_text(scratch / "tree" / name, "x");
  REQUIRE(pack(scratch / "tree", scratch / "a.spar"));
  const auto archive = open(scratch / "a.spar");
  std::vector<std::string> names;
  const auto entries = archive->list("").value();
  for (const auto& entry : entries) names.push_back(entry.name);
  CHECK(names == std::vector<std::string>{"b", "d", "B", "a.c", "c.c"});
}

TEST_CASE("ranges read what they name and stop at the end", "[archive]") {
  const Scratch scratch;
  const std::string large = lines(700'000, 5);
  const std::string small = lines(1000, 6);
  write_text(scratch / "tree/large", large);
  write_text(scratch / "tree/small", small);
  REQUIRE(pack(scratch / "tree", scratch / "a.spar"));
  const auto archive = open(scratch / "a.spar");
  for (const std::size_t offset :
       {0U, 1U, 262'143U, 262'144U, 262'145U, 524'288U, 699'999U, 700'000U, 800'000U}) {
    for (const std::size_t size : {0U, 1U, 2U, 262'144U, 300'000U, 700'000U}) {
      CAPTURE(offset, size);
      const std::string wanted = offset < large.size() ? large.substr(offset, size) : "";
      CHECK(archive->read_range("large", offset, size).value() == wanted);
    }
  }
  CHECK(archive->read_range("small", 990, UINT64_MAX).value() == small.substr(990));
  CHECK(archive->read_range("large", UINT64_MAX, UINT64_MAX).value().empty());
}

TEST_CASE("blocks whose sizes lie about the bounds of a frame's size field come back", "[archive]") {
  // zstd writes sizes of 256 to 65,791 in two bytes, less 256.
  const Scratch scratch;
  fs::create_directory(scratch / "tree");
  const std::vector<std::size_t> sizes = {255, 256, 65279, 65280, 65535, 65536, 65626, 65791, 65792};
  for (const std::size_t size_bytes : sizes)
    write_text(scratch / fmt::format("tree/{}", size_bytes), lines(seal::kBlockBytes + size_bytes, 5));
  REQUIRE(pack(scratch / "tree", scratch / "a.spar"));
  const auto archive = open(scratch / "a.spar");
  REQUIRE(archive);
  for (const std::size_t size_bytes : sizes)
    CHECK(archive->read(fmt::format("{}", size_bytes)) == lines(seal::kBlockBytes + size_bytes, 5));
}

TEST_CASE("paths that are not there are not found", "[archive]") {
  const Scratch scratch;
  write_text(scratch / "tree/a/b", "x");
  REQUIRE(pack(scratch / "tree", scratch / "a.spar"));
  const auto archive = open(scratch / "a.spar");
  for (const char* path : {"c", "a/c", "a/b/c", "/a/b", "a/", "a//b", "../a", "a/./b", "a/b/"}) {
    CAPTURE(path);
    CHECK(code_of(archive->read(path)) == SealErrorCode::not_found);
    CHECK(code_of(archive->stat(path)) == SealErrorCode::not_found);
  }
  CHECK(code_of(archive->read("a")) == SealErrorCode::not_found);
  CHECK(code_of(archive->list("a/b")) == SealErrorCode::not_found);
}

TEST_CASE("symbolic links are kept, not followed", "[archive]") {
  const Scratch scratch;
  write_text(scratch / "outside", "secret of another project\n");
  fs::create_directories(scratch / "tree/sub");
  fs::create_symlink("../outside", scratch / "tree/out");
  fs::create_directory_symlink("..", scratch / "tree/sub/loop");
  fs::create_symlink("dangling-target", scratch / "tree/dangling");
  const auto summary = pack(scratch / "tree", scratch / "a.spar");
  REQUIRE(summary);
  CHECK(summary->symlinks == 3);
  CHECK(summary->files == 0);
  const auto archive = open(scratch / "a.spar");
  CHECK(archive->read("out").value() == "../outside");
  CHECK(archive->stat("sub/loop")->kind == EntryKind::symlink);
  CHECK(archive->read("dangling").value() == "dangling-target");
  CHECK(code_of(archive->read("sub/loop/out")) == SealErrorCode::not_found);
}

TEST_CASE("an empty tree is an archive", "[archive]") {
  const Scratch scratch;
  fs::create_directories(scratch / "tree");
  REQUIRE(pack(scratch / "tree", scratch / "a.spar"));
  const auto archive = open(scratch / "a.spar");
  REQUIRE(archive);
  CHECK(archive->list("")->empty());
  CHECK(archive->file_count() == 0);
}

TEST_CASE("a directory of 10,000 files and 300 levels of nesting", "[archive]") {
  const Scratch scratch;
  for (int i = 0; i < 10'000; ++i) {
    write_text(scratch / "tree/many" / std::to_string(i), fmt::format("file {}\n", i));
  }
  std::string deep = "deep";
  for (int i = 0; i < 300; ++i) deep += "/d";
  write_text(scratch / "tree" / deep / "leaf", "bottom\n");
  REQUIRE(pack(scratch / "tree", scratch / "a.spar"));
  const auto archive = open(scratch / "a.spar");
  CHECK(archive->list("many")->size() == 10'000);
  for (int i = 0; i < 10'000; i += 37) {
    CHECK(archive->read(fmt::format("many/{}", i)).value() == fmt::format("file {}\n", i));
  }
  CHECK(archive->read(deep + "/leaf").value() == "bottom\n");
}

TEST_CASE("the same tree makes the same bytes, whatever the number of threads", "[archive]") {
  const Scratch scratch;
  for (std::uint32_t i = 0; i < 60; ++i) {
    write_text(scratch / "tree" / fmt::format("d{}/{}", i % 7, i), lines(40'000, i));
  }
  write_text(scratch / "tree/large", lines(3'000'000, 1000));
  REQUIRE(pack(scratch / "tree", scratch / "one.spar", {.threads = 1}));
  REQUIRE(pack(scratch / "tree", scratch / "four.spar", {.threads = 4}));
  CHECK(read_text(scratch / "one.spar") == read_text(scratch / "four.spar"));
}

TEST_CASE("several threads read one archive", "[archive]") {
  const Scratch scratch;
  std::vector<std::string> texts;
  for (std::uint32_t i = 0; i < 40; ++i) {
    texts.push_back(lines(30'000, i));
    write_text(scratch / "tree" / std::to_string(i % 5) / std::to_string(i), texts.back());
  }
  REQUIRE(pack(scratch / "tree", scratch / "a.spar"));
  const auto archive = open(scratch / "a.spar");
  std::array<int, 4> wrong{};
  std::vector<std::thread> readers;
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    readers.emplace_back([&, t] {
      for (std::size_t i = 0; i < 400; ++i) {
        const std::size_t file = (i * 7 + t) % texts.size();
        const auto text = archive->read(fmt::format("{}/{}", file % 5, file));
        if (!text || *text != texts[file]) ++wrong[t];
      }
    });
  }
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == std::array<int, 4>{});
}
