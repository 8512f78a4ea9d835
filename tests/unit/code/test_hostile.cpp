// Text made to hurt: the highlighter must come back in bounded time, with runs that stay inside the text.
#include <catch2/catch.hpp>
#include <chrono>
#include <random>
#include <string>

#include "viewer/code/highlighter.hpp"

namespace spoor::code {
namespace {

std::string repeated(std::string_view part, std::size_t times) {
  std::string out;
  out.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) out.append(part);
  return out;
}

void check_bounded(const std::string& text, Language language) {
  INFO(language_name(language) << ", " << text.size() << " bytes of " << text.substr(0, 12));
  const auto runs = highlight(text, language, {std::chrono::milliseconds(200), {}});
  if (!runs) {
    CHECK(runs.error() == HighlightError::too_slow);
    return;
  }
  std::size_t done = 0;
  for (const Run& run : *runs) {
    REQUIRE(run.begin_byte >= done);
    REQUIRE(run.end_byte() <= text.size());
    done = run.end_byte();
  }
}

template <typename Check>
void for_each_language(Check check) {
  for (std::size_t i = 0; i < kLanguages; ++i) check(static_cast<Language>(i));
}

TEST_CASE("deep nesting ends in time", "[hostile]") {
  for (const char* part : {"(", "{", "[", "<a>", "((a", "`${", "if (1) ", "a?", "\"$(", "- ", "f'{", "&a["})
    for_each_language([&](Language language) { check_bounded(repeated(part, 4000), language); });
}

TEST_CASE("more indentation than a scanner can remember ends well", "[hostile]") {
  std::string python;
  std::string yaml;
  for (std::size_t depth = 0; depth < 600; ++depth) {
    python.append(depth, ' ').append("if x:\n");
    yaml.append(depth, ' ').append("k:\n");
  }
  python.append(600, ' ').append("y = f\"{x}\"\n");
  for_each_language([&](Language language) {
    check_bounded(python, language);
    check_bounded(yaml, language);
  });
}

TEST_CASE("unterminated and repeated tokens end in time", "[hostile]") {
  for (const char* part :
       {"/*", "\"", "'''", "R\"(", "<<A\n", "a ", "*", "#if 1\n", "@", "\\", "\t:\n", "<!--"})
    for_each_language([&](Language language) { check_bounded(repeated(part, 4000), language); });
}

TEST_CASE("random bytes and random tokens end in time", "[hostile]") {
  std::mt19937 random(7);  // seeded: the same texts every run
  constexpr std::string_view tokens[] = {"if", "(", ")",  "{",  "}",  "\n",  " ",    "\"",   "'", "<",
                                         ">",  "/", "*",  "a",  "1",  ":",   ";",    "=>",   "#", "$",
                                         "${", "`", "\\", "\t", "<<", "EOF", "\xff", "class"};
  for (int round = 0; round < 20; ++round) {
    std::string bytes;
    std::string words;
    for (int i = 0; i < 3000; ++i) {
      bytes.push_back(static_cast<char>(random() & 0xffU));
      words.append(tokens[random() % std::size(tokens)]);
    }
    for_each_language([&](Language language) {
      check_bounded(bytes, language);
      check_bounded(words, language);
    });
  }
}

TEST_CASE("a parse that takes too long or is stopped says so", "[hostile]") {
  const std::string text = repeated("int f(int a) { return a + 1; }\n", 50000);
  const auto slow = highlight(text, Language::c, {std::chrono::milliseconds(1), {}});
  REQUIRE_FALSE(slow);
  CHECK(slow.error() == HighlightError::too_slow);
  const auto stopped = highlight(text, Language::c, {std::chrono::seconds(60), [] { return true; }});
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error() == HighlightError::stopped);
}

TEST_CASE("text beyond what a run can hold is refused", "[hostile]") {
  const std::string text(std::size_t{Run::kMaxLength} + 1, ' ');
  const auto runs = highlight(text, Language::c, {});
  REQUIRE_FALSE(runs);
  CHECK(runs.error() == HighlightError::too_large);
}

TEST_CASE("no text has no runs", "[hostile]") {
  for_each_language([](Language language) {
    const auto runs = highlight("", language, {});
    REQUIRE(runs);
    CHECK(runs->empty());
  });
}

}  // namespace
}  // namespace spoor::code
