// All files of all releases, and how a log names them.
#include "watermark/seal/release_files.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/seal/fixtures.hpp"

using namespace spoor;
using namespace spoor::seal_test;

TEST_CASE("a recorded path comes apart as it was put together", "[releases]") {
  for (const char* release : {"", "1.0", "a/b", "x//y", "/", "ends/", "//", "a:b"})
    for (const char* path : {"a.c", "src/deep/a.c", "a:1", " "}) {
      const std::string recorded = seal::recorded_path(release, path);
      const seal::RecordedPath back = seal::split_recorded(recorded);
      CAPTURE(recorded);
      CHECK(back.path == path);
      CHECK(back.release == release);
    }
  CHECK(seal::recorded_path("", "src/a.c") == "src/a.c");
  CHECK(seal::recorded_path("2.0", "src/a.c") == "//2.0//src/a.c");
  // No release is named so: whatever a damaged log says stays a path.
  CHECK(seal::split_recorded("//x").path == "//x");
}

TEST_CASE("what several releases hold alike is listed once, in the newest", "[releases]") {
  const Scratch scratch;
  write_text(scratch / "one/same.c", "same\n");
  write_text(scratch / "one/changed.c", "old\n");
  write_text(scratch / "one/gone.c", "gone\n");
  write_text(scratch / "one/binary", std::string_view("x\0y", 3));
  write_text(scratch / "two/same.c", "same\n");
  write_text(scratch / "two/changed.c", "new\n");
  write_text(scratch / "two/copy.c", "same\n");
  write_text(scratch / "two/large", std::string(2000, 'x'));
  REQUIRE(pack_releases({{"1", scratch / "one", {}}, {"2", scratch / "two", {}}, {"3", scratch / "one", {}}},
                        scratch / "a.spar"));
  const auto files = seal::ReleaseFiles::list(*open(scratch / "a.spar"), 1000);
  REQUIRE(files);
  std::vector<std::string> found;
  for (std::size_t i = 0; i < files->size(); ++i) {
    const seal::ReleaseFiles::File& file = files->file(i);
    std::string line = files->recorded(file.path, file.release);
    for (const std::size_t release : file.also_in) line += " " + files->release_name(release);
    found.push_back(line + " " + files->read(i).value());
  }
  CHECK(found == std::vector<std::string>{"//3//changed.c 1 old\n", "//2//changed.c new\n",
                                          "//2//copy.c same\n", "//3//gone.c 1 gone\n",
                                          "//3//same.c 2 1 same\n"});
}

TEST_CASE("of one release files are listed by their directories, and named by their paths", "[releases]") {
  const Scratch scratch;
  write_text(scratch / "one/b/x.c", "x\n");
  write_text(scratch / "one/a.c", "a\n");
  REQUIRE(pack(scratch / "one", scratch / "a.spar", {.release = "1"}));
  const auto files = seal::ReleaseFiles::list(*open(scratch / "a.spar"), 1000);
  REQUIRE(files);
  REQUIRE(files->size() == 2);
  CHECK(files->recorded(files->file(0).path, 0) == "a.c");
  CHECK(files->recorded(files->file(1).path, 0) == "b/x.c");
  CHECK(files->file(1).also_in.empty());
  CHECK(files->release_name(0) == "1");
}
