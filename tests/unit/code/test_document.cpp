#include <atomic>
#include <catch2/catch.hpp>
#include <string>

#include "viewer/code/document.hpp"

namespace spoor::code {
namespace {

using std::chrono::seconds;

std::unique_ptr<Document> opened(std::string text, std::string_view path, DocumentOptions options = {}) {
  auto document = Document::open(memory_source(std::move(text)), path, std::move(options));
  REQUIRE(document);
  return std::move(*document);
}

TEST_CASE("a document gives its lines without terminators", "[document]") {
  const auto document = opened("one\r\n\ntwo", "x.txt");
  CHECK(document->path() == "x.txt");
  CHECK(document->size_bytes() == 9);
  const auto count = document->line_count();
  CHECK(count.lines == 3);
  CHECK(count.complete);
  CHECK(document->indexed_fraction() == 1);
  CHECK(document->text(0).value() == "one");
  CHECK(document->text(1).value().empty());
  CHECK(document->text(2).value() == "two");
  CHECK(document->line_bytes(0).value() == 3);
  CHECK(document->text(0, 1, 1).value() == "n");
  CHECK(document->text(0, 2, 100).value() == "e");
  CHECK(document->text(0, 100, 100).value().empty());
  REQUIRE_FALSE(document->text(3));
  CHECK(document->text(3).error().code == CodeErrorCode::out_of_range);
}

TEST_CASE("an empty document has no line", "[document]") {
  const auto document = opened("", "x.c");
  CHECK(document->line_count().lines == 0);
  CHECK(document->line_count().complete);
  CHECK(document->spans(0).empty());
  CHECK(document->wait_settled(seconds(10)));
  CHECK(document->highlight().mode == HighlightMode::whole);
}

TEST_CASE("spans come per line, relative to it and cut to what is asked", "[document]") {
  std::atomic<int> changes = 0;
  DocumentOptions options;
  options.on_change = [&changes] { ++changes; };
  const auto document = opened("int x;\n/* one\ntwo */ int y;\n", "x.c", options);
  const std::uint64_t before = 1;
  REQUIRE(document->wait_settled(seconds(10)));
  CHECK(document->revision() > before);
  CHECK(changes == 1);
  CHECK(document->highlight().mode == HighlightMode::whole);
  CHECK(document->highlight().language == "C");
  CHECK(document->spans(0) == std::vector<Span>{{0, 3, TokenClass::type},
                                                {4, 5, TokenClass::variable},
                                                {5, 6, TokenClass::punctuation}});
  CHECK(document->spans(1) == std::vector<Span>{{0, 6, TokenClass::comment}});
  CHECK(document->spans(2, 4, 8) == std::vector<Span>{{4, 6, TokenClass::comment}, {7, 8, TokenClass::type}});
  CHECK(document->spans(2, 8, 8).empty());
  CHECK(document->spans(2, 900, 910).empty());
  CHECK(document->spans(77).empty());
}

TEST_CASE("a comment over a CR LF is coloured on both lines without the CR", "[document]") {
  const auto document = opened("/* a\r\nb */\r\n", "x.c");
  REQUIRE(document->wait_settled(seconds(10)));
  CHECK(document->spans(0) == std::vector<Span>{{0, 4, TokenClass::comment}});
  CHECK(document->spans(1) == std::vector<Span>{{0, 4, TokenClass::comment}});
}

TEST_CASE("text without a grammar is plain and says why", "[document]") {
  const auto document = opened("hello\n", "x.txt");
  CHECK(document->wait_settled(seconds(1)));
  CHECK(document->highlight().mode == HighlightMode::plain);
  CHECK_FALSE(document->highlight().reason.empty());
  CHECK(document->spans(0).empty());
}

TEST_CASE("highlighting can be off", "[document]") {
  DocumentOptions options;
  options.highlight = false;
  const auto document = opened("int x;\n", "x.c", options);
  CHECK(document->wait_settled(seconds(1)));
  CHECK(document->highlight().mode == HighlightMode::plain);
  CHECK(document->spans(0).empty());
}

TEST_CASE("a parse that takes too long leaves plain text and a reason", "[document]") {
  std::string text;
  for (int i = 0; i < 30000; ++i) text.append("int f(int a) { return a + 1; }\n");
  DocumentOptions options;
  options.parse_limit = std::chrono::milliseconds(1);
  const auto document = opened(std::move(text), "x.c", options);
  REQUIRE(document->wait_settled(seconds(30)));
  CHECK(document->highlight().mode == HighlightMode::plain);
  CHECK(document->highlight().reason.find("1 ms") != std::string::npos);
  CHECK(document->spans(3).empty());
  CHECK(document->text(3).value() == "int f(int a) { return a + 1; }");
}

TEST_CASE("a document may be closed at any moment", "[document]") {
  std::string text;
  for (int i = 0; i < 30000; ++i) text.append("int f(int a) { return a + 1; }\n");
  for (int i = 0; i < 8; ++i) {
    const auto document = opened(text, "x.c");
    CHECK(document->line_count().lines == 30000);
  }
}

}  // namespace
}  // namespace spoor::code
