#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "viewer/code/line_finder.hpp"
#include "viewer/code/line_index.hpp"

namespace spoor::code {
namespace {

/// What the index must say, worked out the slow way.
std::vector<LineRange> slow_lines(const std::string& text) {
  std::vector<LineRange> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t lf = text.find('\n', begin);
    const std::size_t next = lf == std::string::npos ? text.size() : lf + 1;
    std::size_t end = lf == std::string::npos ? text.size() : lf;
    if (lf != std::string::npos && end > begin && text[end - 1] == '\r') --end;
    lines.push_back({begin, end, next});
    begin = next;
  }
  return lines;
}

void check_found(const LineFinder& finder, const std::string& text) {
  const auto expected = slow_lines(text);
  REQUIRE(finder.progress().complete);
  REQUIRE(finder.progress().lines == expected.size());
  for (std::size_t i = expected.size(); i-- > 0;) {  // backwards, so that no line stands on the one before
    const auto found = finder.find(i);
    REQUIRE(found);
    CHECK(found->begin_byte == expected[i].begin_byte);
    CHECK(found->end_byte == expected[i].end_byte);
    CHECK(found->next_byte == expected[i].next_byte);
  }
  const auto beyond = finder.find(expected.size());
  REQUIRE_FALSE(beyond);
  CHECK(beyond.error().code == CodeErrorCode::out_of_range);
}

void check_lines(const std::string& text, std::size_t step) {
  const TextStore store(memory_source(text));
  LineFinder finder(store);
  for (std::size_t at = 0; at < text.size(); at += step)
    finder.append(std::string_view(text).substr(at, step));
  check_found(finder, text);
  // The same from the counts of such pieces.
  std::vector<std::uint32_t> feeds;
  for (std::size_t at = 0; at < text.size(); at += step) {
    const std::string_view piece = std::string_view(text).substr(at, step);
    feeds.push_back(static_cast<std::uint32_t>(std::count(piece.begin(), piece.end(), '\n')));
  }
  if (feeds.empty()) return;
  LineFinder told(store);
  told.take(LineIndex::of_chunks(text.size(), step, feeds, text.ends_with('\n')));
  check_found(told, text);
}

TEST_CASE("counts that are not the file's give an error or a line within it, never more", "[lines]") {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += std::to_string(i) + "\n";
  const TextStore store(memory_source(text));
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::uint32_t> feeds;
    for (std::size_t at = 0; at < text.size(); at += 1000)
      feeds.push_back(static_cast<std::uint32_t>(random() % 1001));
    LineFinder finder(store);
    finder.take(LineIndex::of_chunks(text.size(), 1000, feeds, random() % 2 == 0));
    for (int i = 0; i < 200; ++i) {
      const auto found = finder.find(random() % (finder.progress().lines + 1));
      if (!found) continue;
      CHECK(found->begin_byte <= found->end_byte);
      CHECK(found->end_byte <= found->next_byte);
      CHECK(found->next_byte <= text.size());
    }
  }
}

TEST_CASE("lines end with LF or CR LF, and the last needs no end", "[lines]") {
  for (const char* text :
       {"", "a", "a\n", "\n", "\n\n", "a\r\n", "a\r\nb", "\r\n", "a\rb\n", "\r", "a\n\r", "a\r\r\n"})
    for (const std::size_t step : {1U, 2U, 100U}) {
      INFO('"' << text << '"');
      check_lines(text, step);
    }
}

TEST_CASE("random texts have the lines that a slow search finds", "[lines]") {
  std::mt19937 random(11);
  for (int round = 0; round < 30; ++round) {
    std::string text;
    const unsigned longest = 1U << (random() % 12);
    while (text.size() < 40000)
      text.append(random() % longest, 'x').append(random() % 3 == 0 ? "\r\n" : "\n");
    check_lines(text, 1 + random() % 5000);
  }
}

TEST_CASE("a line longer than the spacing is followed by a mark", "[lines]") {
  const std::string text = "a\nb\n" + std::string(200000, 'x') + "\nc\n";
  LineIndex index(text.size());
  index.append(text);
  const auto place = index.place(2);
  REQUIRE(place);
  REQUIRE(place->next);
  CHECK(place->next->line == 3);
  CHECK(place->next->offset_bytes == 200005);
}

TEST_CASE("the index stays within its memory and stays exact", "[lines]") {
  std::string text;
  for (int i = 0; i < 200000; ++i) text.append(i % 7 == 0 ? "\n" : "ab\n");
  LineIndex index(text.size(), 64);
  index.append(text);
  CHECK(index.mark_count() < 64);
  CHECK(index.mark_count() > 8);
  CHECK(index.lines() == 200000);
  const auto place = index.place(150001);
  REQUIRE(place);
  std::uint64_t line = 0;
  for (std::size_t at = 0; at < place->mark.offset_bytes; ++at) line += text[at] == '\n';
  CHECK(line == place->mark.line);
  CHECK(place->mark.line <= 150001);
}

TEST_CASE("lines are known as far as the bytes have come", "[lines]") {
  LineIndex index(10);
  index.append("ab\ncd");
  CHECK(index.lines() == 1);
  CHECK_FALSE(index.complete());
  CHECK_FALSE(index.place(1));
  index.append("e\nfgh and more than there should be");
  CHECK(index.complete());
  CHECK(index.indexed_bytes() == 10);
  CHECK(index.lines() == 3);
}

}  // namespace
}  // namespace spoor::code
