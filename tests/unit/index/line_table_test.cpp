#include "viewer/index/line_table.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <random>

#include "tests/unit/seal/fixtures.hpp"
#include "viewer/code/byte_source.hpp"
#include "viewer/code/document.hpp"
#include "watermark/tables/line_maker.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::index;

namespace {

std::string random_lines(unsigned seed, std::size_t bytes) {
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < bytes) {
    // Some lines are longer than a part of the table.
    const std::size_t length = random() % 50 == 0 ? random() % 600'000 : random() % 90;
    text.append(length, static_cast<char>('a' + random() % 26));
    text += random() % 4 == 0 ? "\r\n" : "\n";
  }
  return text;
}

FileLines counted(const std::string& path, const std::string& text) {
  FileLines out{path, text.size(), text.ends_with('\n'), {}};
  for (std::size_t at = 0; at < text.size(); at += kLineChunkBytes) {
    const std::string_view part = std::string_view(text).substr(at, kLineChunkBytes);
    out.feeds.push_back(static_cast<std::uint32_t>(std::count(part.begin(), part.end(), '\n')));
  }
  return out;
}

std::shared_ptr<const seal::ArchiveReader> packed(const seal_test::Scratch& scratch, bool with_lines) {
  const auto lines = tables::line_maker();
  seal_write::PackOptions options;
  if (with_lines) options.tables = {lines.get()};
  REQUIRE(seal_test::pack(scratch / "tree", scratch / "a.spar", options));
  auto archive = seal_test::open(scratch / "a.spar");
  REQUIRE(archive);
  return std::make_shared<const seal::ArchiveReader>(std::move(*archive));
}

}  // namespace

TEST_CASE("large text files have their lines counted, and no others", "[lines]") {
  const seal_test::Scratch scratch;
  fs::create_directories(scratch / "tree/b");
  const std::string first = random_lines(1, 3'000'000) + "no end";
  const std::string second = random_lines(2, kSmallFileBytes + 1);
  const std::string one_line(2'500'000, 'x');
  const std::string binary = std::string(1, '\0') + first;
  seal_test::write_text(scratch / "tree/b/first.log", first);
  seal_test::write_text(scratch / "tree/a.log", second);
  seal_test::write_text(scratch / "tree/one.log", one_line);
  seal_test::write_text(scratch / "tree/binary", binary);
  seal_test::write_text(scratch / "tree/small", std::string(kSmallFileBytes, '\n'));
  const auto archive = packed(scratch, true);
  const auto row = [&](const char* path, const std::string& text) {
    return lines_of(*archive, path, text.size());
  };
  CHECK(**row("b/first.log", first) == counted("b/first.log", first));
  CHECK(**row("a.log", second) == counted("a.log", second));
  CHECK(**row("one.log", one_line) == counted("one.log", one_line));
  CHECK(*row("binary", binary) == nullptr);
  CHECK(*row("b", first) == nullptr);
  CHECK(*lines_of(*archive, "a.log", second.size() + 1) == nullptr);  // of another size
  CHECK(*lines_of(*archive, "small", kSmallFileBytes) == nullptr);

  SECTION("a document knows all its lines when it opens, and finds them") {
    for (const auto& [path, text] : {std::pair("b/first.log", first), std::pair("one.log", one_line)}) {
      const auto told = code::Document::open(archive, path);
      const auto plain = code::Document::open(code::memory_source(text), path);
      REQUIRE(told);
      REQUIRE(plain);
      REQUIRE((*plain)->wait_settled(std::chrono::minutes(1)));
      const code::LineCount count = (*told)->line_count();
      CHECK(count.complete);
      REQUIRE(count.lines == (*plain)->line_count().lines);
      std::mt19937_64 random(3);
      for (int i = 0; i < 300; ++i) {
        const std::uint64_t line = i == 0 ? count.lines - 1 : random() % count.lines;
        REQUIRE((*told)->line_bytes(line).value() == (*plain)->line_bytes(line).value());
        CHECK((*told)->text(line, 0, 200).value() == (*plain)->text(line, 0, 200).value());
      }
      CHECK_FALSE((*told)->line_bytes(count.lines));
    }
  }
}

TEST_CASE("without the table lines are found by reading", "[lines]") {
  const seal_test::Scratch scratch;
  fs::create_directories(scratch / "tree");
  const std::string text = random_lines(4, 2'000'000);
  seal_test::write_text(scratch / "tree/a.log", text);
  const auto archive = packed(scratch, false);
  CHECK(*lines_of(*archive, "a.log", text.size()) == nullptr);
  const auto document = code::Document::open(archive, "a.log");
  REQUIRE(document);
  REQUIRE((*document)->wait_settled(std::chrono::minutes(1)));
  CHECK((*document)->line_count().lines ==
        static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
}

TEST_CASE("what is no table of lines is refused", "[lines]") {
  std::vector<FileLines> rows = {counted("a", random_lines(5, kSmallFileBytes + 1)),
                                 counted("b", random_lines(6, 2'000'000) + "x")};
  const seal::Bytes good = encode_lines(rows);
  std::vector<FileLines> read;
  REQUIRE(decode_lines(good, read));
  CHECK(read == rows);
  for (std::size_t size = 0; size < good.size(); ++size) {
    const bool whole_rows = size == 0 || size == encode_lines({rows[0]}).size();
    CHECK(decode_lines(seal::ByteView(good).first(size), read) == whole_rows);
  }
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    seal::Bytes bad = good;
    bad[random() % bad.size()] = static_cast<std::uint8_t>(random());
    if (!decode_lines(bad, read)) continue;
    CHECK(encode_lines(read) == bad);  // one encoding only
  }
}
