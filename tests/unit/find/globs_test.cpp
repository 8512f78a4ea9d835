#include "viewer/find/globs.hpp"

#include <catch2/catch.hpp>

using namespace spoor::find;

namespace {

bool chosen(const std::string& include, const std::string& exclude, std::string_view path) {
  const auto globs = Globs::compile(split_globs(include), split_globs(exclude));
  REQUIRE(globs);
  return globs->chooses(path);
}

}  // namespace

TEST_CASE("globs choose paths as ripgrep's do", "[globs]") {
  CHECK(chosen("", "", "any/thing"));
  CHECK(chosen("*.c", "", "a/b/x.c"));
  CHECK_FALSE(chosen("*.c", "", "a/b/x.cc"));
  CHECK_FALSE(chosen("*.c", "", "a/b.c.d/xc"));
  CHECK(chosen("drivers", "", "drivers/net/x.h"));
  CHECK(chosen("net", "", "drivers/net/x.h"));
  CHECK_FALSE(chosen("/net", "", "drivers/net/x.h"));
  CHECK(chosen("drivers/net", "", "drivers/net/x.h"));
  CHECK(chosen("drivers/*/x.h", "", "drivers/net/x.h"));
  CHECK_FALSE(chosen("drivers/*/x.h", "", "drivers/net/y/x.h"));
  CHECK(chosen("drivers/**/x.h", "", "drivers/net/y/x.h"));
  CHECK(chosen("drivers/**/x.h", "", "drivers/x.h"));
  CHECK(chosen("*.{c,h}", "", "x.h"));
  CHECK(chosen("*.[ch], Makefile", "", "a/Makefile"));
  CHECK_FALSE(chosen("*.[!ch]", "", "x.c"));
  CHECK(chosen("a?c", "", "abc"));
  CHECK_FALSE(chosen("a?c", "", "a/c"));
  CHECK(chosen("a\\*b", "", "a*b"));
  CHECK_FALSE(chosen("*.c", "tools", "tools/x.c"));
  CHECK(chosen("x*", "", "x\xFF\xFE"));  // a path is bytes
  CHECK(chosen("*.c++", "", "x.c++"));
}

TEST_CASE("a glob that is not complete is one sentence", "[globs]") {
  for (const char* wrong : {"[ab", "{a,b", "a}", "x\\"}) {
    const auto globs = Globs::compile({wrong}, {});
    REQUIRE_FALSE(globs);
    CHECK(globs.error().code == FindErrorCode::bad_glob);
    CHECK(globs.error().message.ends_with("."));
  }
}

TEST_CASE("a list of globs is parted at its commas", "[globs]") {
  CHECK(split_globs(" *.c , {a,b}.h,, ") == std::vector<std::string>{"*.c", "{a,b}.h"});
}
