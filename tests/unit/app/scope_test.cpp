// A release as far as a policy lets it be seen.
#include "viewer/app/scope.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/seal/fixtures.hpp"

using namespace spoor;
using namespace spoor::app;

namespace {

using Names = std::vector<std::string>;

/// As a vendor packs it.
std::unique_ptr<Source> release() {
  const seal_test::Scratch scratch;
  for (const char* path : {"README.md", "kernel/fork.c", "kernel/debug/gdb.c", "kernel/keys/root.key",
                           "net/core/dev.c", "tools/build.sh"})
    seal_test::write_text((scratch / "tree") / path, "a line\n");
  REQUIRE(seal_test::pack(scratch / "tree", scratch / "a.spar"));
  return archive_source(
      std::make_shared<const seal::ArchiveReader>(seal_test::open(scratch / "a.spar").value()));
}

std::unique_ptr<Source> scoped(Names include, Names exclude) {
  seal::Policy policy;
  policy.scope_include = std::move(include);
  policy.scope_exclude = std::move(exclude);
  auto out = scoped_source(release(), policy);
  REQUIRE(out);
  return std::move(*out);
}

Names names_of(const Source& source, std::string_view directory) {
  Names out;
  const auto entries = source.list(directory);
  REQUIRE(entries);
  for (const seal::DirEntry& entry : *entries) out.push_back(entry.name);
  return out;
}

/// Out of scope by every way to it.
void check_hidden(const Source& source, const std::string& path) {
  CAPTURE(path);
  const auto found = source.stat(path);
  REQUIRE_FALSE(found);
  CHECK(found.error().code == ExitCode::refused);
  CHECK(found.error().message.starts_with("policy: scope: "));
  const auto opened = source.open(path, {});
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == ExitCode::refused);
  CHECK(source.files()->read(path, 0, 1).error().code == seal::SealErrorCode::refused);
  CHECK_FALSE(source.files()->stat(path));
}

void check_shown(const Source& source, const std::string& path) {
  CAPTURE(path);
  CHECK(source.stat(path));
  CHECK(source.open(path, {}));
  CHECK(source.files()->read(path, 0, 1));
}

}  // namespace

TEST_CASE("without a scope the whole release is there, and the source itself", "[scope]") {
  auto source = release();
  const Source* before = source.get();
  const auto after = scoped_source(std::move(source), {});
  REQUIRE(after);
  CHECK(after->get() == before);
}

TEST_CASE("what is not included is in no tree, in no search, and opens by no name", "[scope]") {
  const auto source = scoped({"*.md", "kernel"}, {});
  CHECK(names_of(*source, "") == Names{"kernel", "README.md"});
  CHECK(names_of(*source, "kernel") == Names{"debug", "keys", "fork.c"});
  check_shown(*source, "README.md");
  check_shown(*source, "kernel/debug/gdb.c");
  check_hidden(*source, "net/core/dev.c");
  check_hidden(*source, "tools/build.sh");
  CHECK(source->files()->file_count() == 4);
  const auto listed = source->files()->list("net");
  REQUIRE_FALSE(listed);
  CHECK(listed.error().code == seal::SealErrorCode::refused);
}

TEST_CASE("what is excluded is hidden, included or not", "[scope]") {
  const auto source = scoped({"kernel"}, {"kernel/debug", "*.key"});
  CHECK(names_of(*source, "kernel") == Names{"fork.c"});  // keys/ has nothing left to show
  check_shown(*source, "kernel/fork.c");
  check_hidden(*source, "kernel/debug/gdb.c");
  check_hidden(*source, "kernel/keys/root.key");
  CHECK(source->files()->file_count() == 1);
}

TEST_CASE("with exclusions alone all the rest is there", "[scope]") {
  const auto source = scoped({}, {"kernel"});
  CHECK(names_of(*source, "") == Names{"net", "tools", "README.md"});
  check_hidden(*source, "kernel/fork.c");
  check_shown(*source, "net/core/dev.c");
  CHECK(source->files()->file_count() == 3);
}

TEST_CASE("what there is out of scope cannot be found out by asking for it", "[scope]") {
  const auto included = scoped({"kernel"}, {"*.key"});
  check_hidden(*included, "net/core/dev.c");
  for (const char* nowhere : {"net/core/none.c", "none/none.c", "none", "kernel/none.key"})
    check_hidden(*included, nowhere);
  const auto missing = included->stat("kernel/none.c");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ExitCode::failed);
  const auto excluded = scoped({}, {"kernel"});
  check_hidden(*excluded, "kernel/fork.c");
  check_hidden(*excluded, "kernel/none.c");
  CHECK(excluded->stat("net/none.c").error().code == ExitCode::failed);
}

TEST_CASE("folders are there if something in scope lies in them, however deep", "[scope]") {
  const auto source = scoped({"dev.c"}, {});
  CHECK(names_of(*source, "") == Names{"net"});
  CHECK(names_of(*source, "net") == Names{"core"});
  CHECK(names_of(*source, "net/core") == Names{"dev.c"});
}

TEST_CASE("a path out of scope in one release is out of scope in each", "[scope]") {
  const seal_test::Scratch scratch;
  const auto put = [&](const char* path, const char* text) { seal_test::write_text(scratch / path, text); };
  put("one/a.c", "int a;\n");
  put("one/keys/a.key", "hidden one\n");
  put("one/moved.c", "the same in both\n");  // in scope here, and not where it went
  put("two/a.c", "int a = 2;\n");
  put("two/keys/a.key", "hidden two\n");
  put("two/keys/new.key", "hidden too\n");
  put("two/keys/moved.c", "the same in both\n");
  REQUIRE(
      seal_test::pack_releases({{"1", scratch / "one", {}}, {"2", scratch / "two", {}}}, scratch / "a.spar"));
  const auto archive = seal_test::open(scratch / "a.spar").value();
  seal::Policy policy;
  policy.scope_exclude = {"keys"};
  const auto of = [&](const char* name) {
    auto one =
        archive_source(std::make_shared<const seal::ArchiveReader>(archive.with_release(name).value()));
    return scoped_source(std::move(one), policy).value();
  };
  const auto first = of("1");
  const auto second = of("2");
  CHECK(names_of(*first, "") == Names{"a.c", "moved.c"});
  CHECK(names_of(*second, "") == Names{"a.c"});
  check_shown(*first, "a.c");
  check_shown(*first, "moved.c");
  check_shown(*second, "a.c");
  for (const Source* source : {first.get(), second.get()}) {
    check_hidden(*source, "keys/a.key");
    CHECK_FALSE(source->files()->list("keys"));
  }
  for (const char* path : {"keys/new.key", "keys/moved.c"}) check_hidden(*second, path);
  CHECK_FALSE(second->stat("moved.c"));
  CHECK(first->files()->file_count() == 2);
  CHECK(second->files()->file_count() == 1);
  // As a comparison reaches it.
  CHECK(second->other_releases() == Names{"1"});
  const auto other = second->other_release("1");
  REQUIRE(other);
  CHECK(names_of(**other, "") == Names{"a.c", "moved.c"});
  check_hidden(**other, "keys/a.key");
  CHECK_FALSE((*other)->files()->place("keys/a.key"));
  CHECK((*other)->files()->place("moved.c"));
}

TEST_CASE("globs that cannot be used are an error, and nothing is shown", "[scope]") {
  seal::Policy policy;
  policy.scope_include = {"{a"};
  const auto source = scoped_source(release(), policy);
  REQUIRE_FALSE(source);
  CHECK(source.error().code == ExitCode::damaged);
}
