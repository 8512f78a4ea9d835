// Files that have their name when they are whole, and not before.
#include "watermark/seal/atomic_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "tests/unit/seal/fixtures.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;
using seal::AtomicFile;
using seal::SealErrorCode;

namespace {

using Names = std::vector<std::string>;

/// Writes half of a file in a child that is then killed as nothing can catch.
void killed_while_writing(const fs::path& path, AtomicFile::Naming naming) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto file = AtomicFile::create(path, naming);
    if (file && file->append(seal::as_bytes("half of it"))) static_cast<void>(::raise(SIGKILL));
    ::_exit(1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
}

bool can_write_without_a_name(const fs::path& directory) {
  auto file = AtomicFile::create(directory / "probe");
  return file && names_in(directory).empty();
}

}  // namespace

TEST_CASE("a file has its name when it is whole, and replaces what had it", "[atomic]") {
  const auto naming = GENERATE(AtomicFile::Naming::late, AtomicFile::Naming::early);
  const Scratch scratch;
  for (const char* text : {"first", "the second, longer"}) {
    auto file = AtomicFile::create(scratch / "a", naming);
    REQUIRE(file);
    REQUIRE(file->append(seal::as_bytes(text)));
    CHECK(read_text(scratch / "a") == (std::string(text) == "first" ? "" : "first"));
    REQUIRE(file->commit());
    CHECK(read_text(scratch / "a") == text);
    CHECK(names_in(scratch.path()) == Names{"a"});
  }
  CHECK(fs::status(scratch / "a").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("what is not committed leaves nothing", "[atomic]") {
  const auto naming = GENERATE(AtomicFile::Naming::late, AtomicFile::Naming::early);
  const Scratch scratch;
  write_text(scratch / "a", "old");
  {
    auto file = AtomicFile::create(scratch / "a", naming);
    REQUIRE(file->append(seal::as_bytes("new")));
    AtomicFile moved = std::move(*file);
    CHECK(moved.size_bytes() == 3);
  }
  CHECK(names_in(scratch.path()) == Names{"a"});
  CHECK(read_text(scratch / "a") == "old");
}

TEST_CASE("a program that is killed while it writes leaves no part of a file", "[atomic]") {
  const Scratch scratch;
  if (!can_write_without_a_name(scratch.path())) {
    WARN("this file system has no files without a name (O_TMPFILE)");
    return;
  }
  killed_while_writing(scratch / "a", AtomicFile::Naming::late);
  CHECK(names_in(scratch.path()).empty());
  write_text(scratch / "a", "old");
  killed_while_writing(scratch / "a", AtomicFile::Naming::late);
  CHECK(names_in(scratch.path()) == Names{"a"});
  CHECK(read_text(scratch / "a") == "old");
}

TEST_CASE("with a name from the start, a killed program leaves the old file as it was", "[atomic]") {
  const Scratch scratch;
  write_text(scratch / "a", "old");
  killed_while_writing(scratch / "a", AtomicFile::Naming::early);
  CHECK(names_in(scratch.path()).size() == 2);
  CHECK(read_text(scratch / "a") == "old");
}

TEST_CASE("what is no plain file is not replaced", "[atomic]") {
  const Scratch scratch;
  REQUIRE(::mkfifo((scratch / "pipe").c_str(), 0600) == 0);
  fs::create_directories(scratch / "folder");
  for (const char* name : {"pipe", "folder", "folder/"})
    CHECK(code_of(AtomicFile::create(scratch / name)) == SealErrorCode::io);
  CHECK(code_of(AtomicFile::create("/dev/null")) == SealErrorCode::io);
  CHECK(code_of(AtomicFile::create(scratch / "missing/a")) == SealErrorCode::io);
  CHECK(names_in(scratch.path()) == Names{"folder", "pipe"});
}

TEST_CASE("a link to a file is replaced, not followed", "[atomic]") {
  const Scratch scratch;
  write_text(scratch / "target", "kept");
  fs::create_symlink("target", scratch / "link");
  fs::create_symlink("nowhere", scratch / "dangling");
  for (const char* name : {"link", "dangling"}) {
    REQUIRE(seal::write_file(scratch / name, seal::as_bytes("new")));
    CHECK_FALSE(fs::is_symlink(scratch / name));
  }
  CHECK(read_text(scratch / "target") == "kept");
}

TEST_CASE("many files get their names together, and none before", "[atomic]") {
  Scratch scratch;
  std::vector<std::string> texts;
  for (int i = 0; i < 150; ++i) texts.push_back(fmt::format("text {}", i));
  std::vector<seal::NamedBytes> files;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const fs::path directory = scratch / fmt::format("d{}", i % 2);
    fs::create_directories(directory);
    files.push_back({directory / std::to_string(i), seal::as_bytes(texts[i])});
  }
  write_text(files[7].path, "older and longer than what replaces it");
  std::size_t named = 0;
  {
    auto prepared = seal::PreparedFiles::create(files);
    REQUIRE(prepared);
    CHECK(names_in(scratch / "d0").empty());
    CHECK(read_text(files[7].path).starts_with("older"));
    REQUIRE(prepared->publish(named));
  }
  CHECK(named == files.size());
  for (std::size_t i = 0; i < texts.size(); ++i) CHECK(read_text(files[i].path) == texts[i]);

  fs::create_directories(scratch / "other");
  for (std::size_t i = 0; i < files.size(); ++i) {
    files[i].path = scratch / (i == 100 ? "missing" : "other") / std::to_string(i);
  }
  CHECK(code_of(seal::PreparedFiles::create(files)) == seal::SealErrorCode::io);
  CHECK(names_in(scratch / "other").empty());

  // A name that cannot be taken: those in front of it have theirs, the others none.
  for (std::size_t i = 0; i < files.size(); ++i) files[i].path = scratch / "other" / std::to_string(i);
  {
    auto prepared = seal::PreparedFiles::create(files);
    REQUIRE(prepared);
    fs::create_directories(scratch / "other/100/in the way");
    CHECK(code_of(prepared->publish(named)) == seal::SealErrorCode::io);
  }
  CHECK(named == 100);
  CHECK(names_in(scratch / "other").size() == 101);
}
