// Documents out of a real sealed archive.
#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "tests/unit/seal/fixtures.hpp"
#include "viewer/code/document.hpp"

namespace spoor::code {
namespace {

std::shared_ptr<const seal::ArchiveReader> packed_tree(const seal_test::Scratch& scratch) {
  const auto tree = scratch / "tree";
  std::filesystem::create_directories(tree / "src");
  seal_test::write_text(tree / "src" / "main.c", "int main(void)\r\n{\n\treturn 0; /* done */\n}");
  std::string log;
  for (int i = 0; i < 400'000; ++i) log.append("line ").append(std::to_string(i)).append("\n");
  seal_test::write_text(tree / "long.log", log);
  std::filesystem::create_symlink("src/main.c", tree / "link.c");
  REQUIRE(seal_test::pack(tree, scratch / "a.spar"));
  auto reader = seal_test::open(scratch / "a.spar");
  REQUIRE(reader);
  return std::make_shared<const seal::ArchiveReader>(std::move(*reader));
}

TEST_CASE("a file of an archive opens with its lines and colours", "[archive]") {
  const seal_test::Scratch scratch;
  const auto archive = packed_tree(scratch);
  const auto document = Document::open(archive, "src/main.c");
  REQUIRE(document);
  REQUIRE((*document)->wait_settled(std::chrono::minutes(1)));
  CHECK((*document)->line_count().lines == 4);
  CHECK((*document)->text(0).value() == "int main(void)");
  CHECK((*document)->spans(2).back() == Span{11, 21, TokenClass::comment});
}

TEST_CASE("a file larger than the whole limit is read from the archive in blocks", "[archive]") {
  const seal_test::Scratch scratch;
  const auto document = Document::open(packed_tree(scratch), "long.log");
  REQUIRE(document);
  REQUIRE((*document)->wait_settled(std::chrono::minutes(1)));
  CHECK((*document)->size_bytes() > DocumentOptions{}.whole_limit_bytes);
  CHECK((*document)->line_count().lines == 400'000);
  for (const std::uint64_t line : {399'999, 0, 200'000})
    CHECK((*document)->text(line).value() == "line " + std::to_string(line));
}

TEST_CASE("what is not a file of the archive says so in one sentence", "[archive]") {
  const seal_test::Scratch scratch;
  const auto archive = packed_tree(scratch);
  const auto absent = Document::open(archive, "src/no.c");
  REQUIRE_FALSE(absent);
  CHECK(absent.error().code == CodeErrorCode::not_found);
  CHECK_FALSE(absent.error().message.empty());
  for (const char* path : {"src", "link.c"}) {
    const auto other = Document::open(archive, path);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == CodeErrorCode::not_a_file);
  }
}

}  // namespace
}  // namespace spoor::code
