// Several releases in one archive: each comes back whole, and what they hold alike lies in it once.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/archive_open.hpp"
#include "watermark/seal/file_table.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;
using seal::EntryKind;
using seal::SealErrorCode;

namespace {

using Files = std::map<std::string, std::string>;

std::string noise(std::size_t size_bytes, std::uint32_t seed) {
  std::mt19937 words(seed);
  std::string out(size_bytes, ' ');
  for (char& c : out) c = static_cast<char>(words() & 0xFFU);
  return out;
}

void collect(const seal::ArchiveReader& archive, const std::string& directory, Files& out) {
  const std::vector<seal::DirEntry> entries = archive.list(directory).value();
  for (const seal::DirEntry& entry : entries) {
    const std::string path = directory.empty() ? entry.name : directory + "/" + entry.name;
    if (entry.kind == EntryKind::directory)
      collect(archive, path, out);
    else
      out[path] = archive.read(path).value();
  }
}

Files all_of(const seal::ArchiveReader& archive) {
  Files out;
  collect(archive, "", out);
  return out;
}

/// The same files by way of the table, as a search reads them.
Files by_table(const seal::ArchiveReader& archive) {
  const auto table = archive.files().value();
  Files out;
  for (std::size_t i = 0; i < table->size(); ++i)
    out[std::string(table->path(i))] = archive.read_file(*table, i, 0, table->file(i).size_bytes).value();
  return out;
}

std::uint32_t number_of(const seal::ArchiveReader& archive, std::string_view path) {
  const auto table = archive.files().value();
  const std::size_t index = table->find(path);
  REQUIRE(index < table->size());
  CHECK(table->at_number(table->file(index).number) == index);
  return table->file(index).number;
}

void write_tree(const fs::path& tree, const Files& files) {
  fs::create_directories(tree);
  for (const auto& [path, text] : files) write_text(tree / path, text);
}

const Files& first_release() {
  static const Files files = {
      {"a.c", "int a;\n"},
      {"b.c", "int b;\n"},
      {"copy/a.c", "int a;\n"},
      {"copy/b.c", "int a;\n"},
      {"empty", ""},
      {"empty2", ""},
      {"same/deep/x.h", "x\n"},
      {"same/y.h", noise(900, 1)},
      {"large", noise(700'000, 2)},
      {"large2", noise(700'000, 3)},
      {"gone.c", "gone\n"},
  };
  return files;
}

Files second_release() {
  Files files = first_release();
  files.erase("gone.c");
  files["a.c"] = "int a2;\n";         // changed
  files["moved/b.c"] = files["b.c"];  // renamed
  files.erase("b.c");
  files["large"] = noise(700'000, 4);  // changed, of the same size
  files["large3"] = files["large2"];   // a second copy
  files["new.py"] = "int a;\n";        // the same bytes as an old a.c, another language
  return files;
}

}  // namespace

TEST_CASE("each release comes back byte for byte, by its directories and by its table", "[releases]") {
  const Scratch scratch;
  write_tree(scratch / "one", first_release());
  write_tree(scratch / "two", second_release());
  fs::create_symlink("../a.c", scratch / "two/same/link");
  const auto summary =
      pack_releases({{"1.0", scratch / "one", {}}, {"2.0", scratch / "two", {}}}, scratch / "a.spar");
  REQUIRE(summary);
  CHECK(summary->files == first_release().size() + second_release().size());
  CHECK(summary->archive_bytes == fs::file_size(scratch / "a.spar"));

  const auto second = open(scratch / "a.spar");
  REQUIRE(second);
  CHECK(second->releases() == std::vector<std::string>{"1.0", "2.0"});
  CHECK(second->release() == "2.0");
  CHECK(second->release_index() == 1);
  const auto first = second->with_release("1.0");
  REQUIRE(first);
  CHECK(first->release() == "1.0");
  CHECK(first->file_count() == first_release().size());
  CHECK(all_of(*first) == first_release());
  CHECK(by_table(*first) == first_release());
  Files with_link = second_release();
  CHECK(by_table(*second) == with_link);
  with_link["same/link"] = "../a.c";
  CHECK(all_of(*second) == with_link);
}

TEST_CASE("files of two releases have one number exactly if they hold the same", "[releases]") {
  const Scratch scratch;
  write_tree(scratch / "one", first_release());
  write_tree(scratch / "two", second_release());
  REQUIRE(pack_releases({{"1.0", scratch / "one", {}}, {"2.0", scratch / "two", {}}}, scratch / "a.spar"));
  const auto second = open(scratch / "a.spar").value();
  const auto first = second.with_release("1.0").value();
  for (const char* same : {"copy/a.c", "copy/b.c", "empty", "empty2", "same/deep/x.h", "same/y.h", "large2"})
    CHECK(number_of(first, same) == number_of(second, same));
  for (const char* changed : {"a.c", "large"}) CHECK(number_of(first, changed) != number_of(second, changed));
  CHECK(number_of(first, "b.c") == number_of(second, "moved/b.c"));
  CHECK(second.files().value()->at_number(number_of(first, "gone.c")) == seal::FileTable::kNone);
  const auto place_of = [](const seal::ArchiveReader& archive, std::string_view path) {
    const auto table = archive.files().value();
    return table->place(table->find(path));
  };
  // Whatever they are called, equal contents lie in one place, and others in others.
  CHECK(place_of(second, "new.py") == place_of(first, "a.c"));
  CHECK(place_of(second, "large3") == place_of(first, "large2"));
  CHECK(place_of(second, "copy/b.c") == place_of(second, "copy/a.c"));
  CHECK_FALSE(place_of(second, "a.c") == place_of(first, "a.c"));
  CHECK_FALSE(place_of(second, "large") == place_of(first, "large"));
  // What defines symbols in one language does not in another: a number of its own.
  CHECK(number_of(second, "new.py") != number_of(first, "a.c"));
  CHECK(second.content_count() == first_release().size() + 4);
}

TEST_CASE("what releases hold alike is stored once", "[releases]") {
  const Scratch scratch;
  Files files;
  for (int i = 0; i < 300; ++i) files[fmt::format("d{}/f{}.c", i % 17, i)] = noise(3000, 10 + i);
  files["large"] = noise(1'000'000, 9);
  write_tree(scratch / "one", files);
  files["d3/f3.c"] += "more";
  write_tree(scratch / "two", files);
  const auto alone =
      pack_releases({{"1", scratch / "one", {}}, {"2", scratch / "two", {}}}, scratch / "2.spar");
  std::vector<seal_write::ReleaseTree> twenty;
  for (int i = 0; i < 20; ++i)
    twenty.push_back({fmt::format("r{}", i), scratch / (i < 10 ? "one" : "two"), {}});
  const auto many = pack_releases(twenty, scratch / "20.spar");
  REQUIRE(alone);
  REQUIRE(many);
  CHECK(alone->stored_bytes == 300 * 3000 + 1'000'000 + 3004);
  CHECK(many->stored_bytes == alone->stored_bytes);
  // A table of files and a root for each.
  CHECK(many->archive_bytes - alone->archive_bytes < 18 * 16'000);
  for (const auto& name : {"r0", "r9", "r10", "r19"}) {
    const auto release = open(scratch / "20.spar")->with_release(name);
    REQUIRE(release);
    CHECK(all_of(*release).at("d3/f3.c").size() == (std::string_view(name).size() == 2 ? 3000 : 3004));
  }
}

TEST_CASE("the number of threads changes nothing, nor does packing again", "[releases]") {
  const Scratch scratch;
  write_tree(scratch / "one", first_release());
  write_tree(scratch / "two", second_release());
  const std::vector<seal_write::ReleaseTree> trees = {
      {"1", scratch / "one", {}}, {"2", scratch / "two", {}}, {"3", scratch / "one", {}}};
  REQUIRE(pack_releases(trees, scratch / "a.spar", {.threads = 1}));
  REQUIRE(pack_releases(trees, scratch / "b.spar", {.threads = 5}));
  CHECK(read_text(scratch / "a.spar") == read_text(scratch / "b.spar"));
  CHECK(open(scratch / "a.spar")->with_release("3").has_value());
}

TEST_CASE("releases without a file, and one that is empty", "[releases]") {
  const Scratch scratch;
  fs::create_directories(scratch / "nothing/below");
  write_tree(scratch / "one", first_release());
  REQUIRE(pack_releases(
      {{"1", scratch / "nothing", {}}, {"2", scratch / "one", {}}, {"3", scratch / "nothing", {}}},
      scratch / "a.spar"));
  const auto last = open(scratch / "a.spar").value();
  CHECK(last.file_count() == 0);
  CHECK(last.files().value()->size() == 0);
  CHECK(last.list("below")->empty());
  CHECK(all_of(last.with_release("2").value()) == first_release());
}

TEST_CASE("names of releases are told apart before anything is written", "[releases]") {
  const Scratch scratch;
  write_tree(scratch / "one", {{"a", "a"}});
  const auto refuses = [&](const std::vector<seal_write::ReleaseTree>& trees, SealErrorCode code) {
    const auto packed = pack_releases(trees, scratch / "a.spar");
    return code_of(packed) == code && !fs::exists(scratch / "a.spar");
  };
  const fs::path one = scratch / "one";
  CHECK(refuses({{"1", one, {}}}, SealErrorCode::usage));
  CHECK(refuses({{"1", one, {}}, {"1", one, {}}}, SealErrorCode::usage));
  CHECK(refuses({{"1", one, {}}, {"", one, {}}}, SealErrorCode::usage));
  CHECK(refuses({{"1", one, {}}, {std::string(1001, 'x'), one, {}}}, SealErrorCode::usage));
  CHECK(refuses({{"1", one, {}}, {"2", scratch / "none", {}}}, SealErrorCode::io));
  CHECK(refuses(std::vector<seal_write::ReleaseTree>(101, {"1", one, {}}), SealErrorCode::usage));
  REQUIRE(pack_releases({{"1", one, {}}, {"2", one, {}}}, scratch / "a.spar"));
  const auto none = open(scratch / "a.spar")->with_release("3");
  REQUIRE_FALSE(none);
  CHECK(none.error().code == SealErrorCode::not_found);
  CHECK(none.error().message == "The archive holds no release '3'; it holds '1', '2'.");
}

TEST_CASE("equal contents never meet one nonce: each block has its own number", "[releases]") {
  const Scratch scratch;
  write_tree(scratch / "one", first_release());
  REQUIRE(pack_releases({{"1", scratch / "one", {}}, {"2", scratch / "one", {}}}, scratch / "a.spar"));
  // Two archives of the same trees, as the vault makes them: another key and id, so no stored block agrees.
  REQUIRE(seal_write::pack_releases({{"1", scratch / "one", {}}, {"2", scratch / "one", {}}},
                                    scratch / "b.spar", key_of(4), seal::ArchiveId{9}, vendor(), {}));
  const auto archive = seal::open_archive(scratch / "a.spar", key_of(3), vendor().public_key()).value();
  CHECK(archive.releases[0].root.number < archive.releases[1].root.number);
  CHECK(archive.releases[0].root.digest != archive.releases[1].root.digest);
  const auto other = seal::open_archive(scratch / "b.spar", key_of(4), vendor().public_key()).value();
  CHECK(archive.releases[0].root.digest != other.releases[0].root.digest);
}
