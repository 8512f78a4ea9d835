#include "viewer/compare/file_diff.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace spoor::compare;

namespace {

FileDiff diff(std::string_view old_text, std::string_view new_text) {
  auto out = diff_texts(old_text, new_text);
  REQUIRE(out);
  return std::move(*out);
}

std::string marked(std::string_view text, const std::vector<WordRange>& words) {
  std::string out;
  const auto lines = split_lines(text);
  for (const WordRange& word : words) {
    REQUIRE(word.line < lines.size());
    REQUIRE(word.end_byte <= lines[word.line].text.size());
    REQUIRE(word.begin_byte < word.end_byte);
    out += '[';
    out += lines[word.line].text.substr(word.begin_byte, word.end_byte - word.begin_byte);
    out += ']';
  }
  return out;
}

}  // namespace

TEST_CASE("lines end as a document's do", "[diff]") {
  const auto lines = split_lines("a\nb\r\n\nc");
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].text == "a");
  CHECK(lines[1].text == "b");
  CHECK(lines[1].ending == 2);
  CHECK(lines[2].text.empty());
  CHECK(lines[3].ending == 0);
  CHECK(split_lines("").empty());
  CHECK(split_lines("a\n").size() == 1);
}

TEST_CASE("changed lines are counted, and words that differ are marked within them", "[diff]") {
  const std::string before = "one\nint count = limit(a, 10);\nthree\n";
  const std::string after = "one\nlong count = limit(a, 20);\nthree\nfour\n";
  const FileDiff d = diff(before, after);
  CHECK(d.changes == std::vector<Change>{{1, 2, 1, 2}, {3, 3, 3, 4}});
  CHECK(d.removed == 1);
  CHECK(d.added == 2);
  CHECK(marked(before, d.old_words) == "[int][10]");
  CHECK(marked(after, d.new_words) == "[long][20]");
  CHECK(FileDiff::on_line(d.new_words, 1).size() == 2);
  CHECK(FileDiff::on_line(d.new_words, 3).empty());
}

TEST_CASE("words are looked for over all lines of a change, not line against line", "[diff]") {
  const std::string before = "call(first, second);\n";
  const std::string after = "call(first,\n     second, third);\n";
  const FileDiff d = diff(before, after);
  CHECK(marked(after, d.new_words).find("third") != std::string::npos);
  CHECK(marked(after, d.new_words).find("second") == std::string::npos);
  CHECK(marked(before, d.old_words).find("first") == std::string::npos);
}

TEST_CASE("lines with nothing in common have no words marked", "[diff]") {
  const FileDiff d = diff("alpha beta gamma\n", "unless otherwise stated\n");
  CHECK(d.changes.size() == 1);
  CHECK(d.old_words.empty());
  CHECK(d.new_words.empty());
}

TEST_CASE("lines that differ in their ends alone are no changes and are counted", "[diff]") {
  const FileDiff d = diff("a\nb\nc\n", "a\r\nb\r\nc");
  CHECK(d.changes.empty());
  CHECK(d.ends_differ == 3);
  CHECK(diff("a\n", "a\n").ends_differ == 0);
}

TEST_CASE("a function that was put in is marked from its head to the blank line behind it", "[diff]") {
  const std::string before = "void a() {\n  x();\n}\n\nvoid c() {\n  x();\n}\n";
  const std::string after = "void a() {\n  x();\n}\n\nvoid b() {\n  x();\n}\n\nvoid c() {\n  x();\n}\n";
  CHECK(diff(before, after).changes == std::vector<Change>{{4, 4, 4, 8}});
  CHECK(diff(after, before).changes == std::vector<Change>{{4, 8, 4, 4}});
}

TEST_CASE("a line finds the change that it stands in or below", "[diff]") {
  const FileDiff d = diff("a\nb\nc\nd\ne\n", "a\nB\nc\ne\n");
  REQUIRE(d.changes.size() == 2);
  CHECK(change_at(d, 0) == nullptr);
  CHECK(change_at(d, 1) == &d.changes[0]);
  CHECK(change_at(d, 2) == nullptr);
  CHECK(change_at(d, 3) == &d.changes[1]);
  CHECK(change_at(d, 4) == nullptr);
}

TEST_CASE("whatever two texts are, what stays between the changes is alike in both", "[diff]") {
  std::mt19937 random(5);
  const std::string letters = "ab {}\n\n\r\t";
  for (int round = 0; round < 3000; ++round) {
    std::string a(random() % 60, ' ');
    for (char& c : a) c = letters[random() % letters.size()];
    std::string b = a;
    for (auto i = random() % 6; i > 0; --i)
      b.insert(random() % (b.size() + 1), 1, letters[random() % letters.size()]);
    if (!b.empty() && round % 3 == 0) b.erase(random() % b.size(), 5);
    const FileDiff d = diff(a, b);
    const auto old_lines = split_lines(a);
    const auto new_lines = split_lines(b);
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    const auto same_until = [&](std::uint64_t old_end, std::uint64_t new_end) {
      REQUIRE(old_end - x == new_end - y);
      for (; x < old_end; ++x, ++y) REQUIRE(old_lines[x].text == new_lines[y].text);
    };
    for (const Change& c : d.changes) {
      same_until(c.old_begin, c.new_begin);
      x = c.old_end;
      y = c.new_end;
    }
    same_until(old_lines.size(), new_lines.size());
    static_cast<void>(marked(a, d.old_words));
    static_cast<void>(marked(b, d.new_words));
  }
}
