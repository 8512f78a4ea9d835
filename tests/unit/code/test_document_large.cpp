// Files above the whole limit: lines are found by the worker, and windows are parsed where they are looked
// at.
#include <atomic>
#include <catch2/catch.hpp>
#include <string>
#include <thread>

#include "viewer/code/document.hpp"

namespace spoor::code {
namespace {

using std::chrono::seconds;

std::unique_ptr<Document> opened(std::shared_ptr<const ByteSource> source, std::string_view path,
                                 DocumentOptions options = {}) {
  options.parse_limit =
      std::chrono::minutes(2);  // a sanitizer on a busy machine is slow, and not what is tested
  auto document = Document::open(std::move(source), path, std::move(options));
  REQUIRE(document);
  return std::move(*document);
}

/// A file of so many equal lines that is never in memory.
class RepeatedLine final : public ByteSource {
 public:
  RepeatedLine(std::string line, std::uint64_t count) : line_(std::move(line)), count_(count) {}
  [[nodiscard]] std::uint64_t size_bytes() const noexcept override { return line_.size() * count_; }
  [[nodiscard]] Result<std::string> read(std::uint64_t offset, std::uint64_t count) const override {
    std::string out;
    const std::uint64_t end = std::min(offset + count, size_bytes());
    out.reserve(end - offset + line_.size());
    out.append(line_, offset % line_.size());
    while (out.size() < end - offset) out.append(line_);
    out.resize(end - offset);
    return out;
  }

 private:
  std::string line_;
  std::uint64_t count_;
};

TEST_CASE("twenty million lines are counted exactly and each one found", "[large]") {
  constexpr std::uint64_t lines = 20'000'000;  // beyond 2^24
  const auto document = opened(std::make_shared<RepeatedLine>("abc\n", lines), "x.log");
  REQUIRE(document->wait_settled(seconds(120)));
  CHECK(document->line_count().lines == lines);
  CHECK(document->line_count().complete);
  for (const std::uint64_t line : {std::uint64_t{0}, std::uint64_t{16'777'217}, lines - 1})
    CHECK(document->text(line).value() == "abc");
  CHECK_FALSE(document->text(lines));
}

TEST_CASE("a line of ten MB is read and coloured in slices", "[large]") {
  std::string text = "first\n[";
  for (int i = 0; i < 1'250'000; ++i) text.append("1234567,");
  text.append("0]\nlast\n");
  const std::uint64_t length = text.size() - 6 - 6;
  const auto document = opened(memory_source(std::move(text)), "x.json");
  REQUIRE(document->wait_settled(seconds(60)));
  REQUIRE(document->line_count().lines == 3);
  CHECK(document->line_bytes(1).value() == length);
  CHECK(document->text(2).value() == "last");
  constexpr std::uint64_t middle = 8 * 700'000 + 1;
  CHECK(document->text(1, middle, 8).value() == "1234567,");
  CHECK(document->highlight().mode == HighlightMode::windowed);
  CHECK(document->spans(1, middle, middle + 16).empty());
  REQUIRE(document->wait_settled(seconds(60)));
  CHECK(document->spans(1, middle, middle + 8) ==
        std::vector<Span>{{middle, middle + 7, TokenClass::number},
                          {middle + 7, middle + 8, TokenClass::punctuation}});
}

TEST_CASE("a large source file is coloured where it is looked at", "[large]") {
  const auto document = opened(std::make_shared<RepeatedLine>("int x = 1;  // c\n", 1'000'000), "x.c");
  for (const std::uint64_t line : {std::uint64_t{0}, std::uint64_t{777'777}, std::uint64_t{999'999}}) {
    while (document->line_count().lines <= line) REQUIRE(document->wait_settled(seconds(60)));
    static_cast<void>(document->spans(line));
    REQUIRE(document->wait_settled(seconds(60)));
    const auto spans = document->spans(line);
    REQUIRE(spans.size() == 6);
    CHECK(spans.back() == Span{12, 16, TokenClass::comment});
  }
  CHECK_FALSE(document->highlight().reason.empty());
}

/// A source that fails from some byte on, as a torn archive does.
class TornSource final : public ByteSource {
 public:
  [[nodiscard]] std::uint64_t size_bytes() const noexcept override { return 8U << 20U; }
  [[nodiscard]] Result<std::string> read(std::uint64_t offset, std::uint64_t count) const override {
    if (offset + count > (4U << 20U))
      return tl::make_unexpected(
          CodeError{CodeErrorCode::damaged, "The block is torn: ask for the archive again."});
    return std::string(count, '\n');
  }
};

TEST_CASE("damage on the way is reported and the lines before it stay", "[large]") {
  const auto document = opened(std::make_shared<TornSource>(), "x.c");
  REQUIRE(document->wait_settled(seconds(30)));
  REQUIRE(document->error());
  CHECK(document->error()->code == CodeErrorCode::damaged);
  CHECK_FALSE(document->line_count().complete);
  CHECK(document->line_count().lines >= (3U << 20U));
  CHECK(document->text(5).value().empty());
}

/// A source that is shorter than it says.
class ShortSource final : public ByteSource {
 public:
  [[nodiscard]] std::uint64_t size_bytes() const noexcept override { return 100; }
  [[nodiscard]] Result<std::string> read(std::uint64_t, std::uint64_t) const override {
    return std::string("abc");
  }
};

TEST_CASE("a source that is shorter than it says is damaged", "[large]") {
  const auto document = Document::open(std::make_shared<ShortSource>(), "x.c");
  REQUIRE_FALSE(document);
  CHECK(document.error().code == CodeErrorCode::damaged);
}

TEST_CASE("several threads may read while the worker indexes and parses", "[large]") {
  const auto document = opened(std::make_shared<RepeatedLine>("int x = 1;\n", 400'000), "x.c");
  std::atomic<int> wrong = 0;
  const auto reader = [&](std::uint64_t stride) {
    for (std::uint64_t i = 0; i < 300; ++i) {
      const std::uint64_t known = document->line_count().lines;
      const std::uint64_t line = i * stride % known;
      if (document->text(line).value_or("") != "int x = 1;") ++wrong;
      static_cast<void>(document->spans(line));
      static_cast<void>(document->highlight());
    }
  };
  {
    const std::jthread one(reader, 7919);
    const std::jthread two(reader, 104729);
    reader(31);
  }
  CHECK(wrong == 0);
  CHECK(document->wait_settled(seconds(60)));
}

}  // namespace
}  // namespace spoor::code
