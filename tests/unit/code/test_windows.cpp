#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "viewer/code/windows.hpp"

namespace spoor::code {
namespace {

TEST_CASE("windows cover the file without gap or overlap, and begin at line starts", "[windows]") {
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    std::string text;
    while (text.size() < 20000) text.append(random() % (round % 4 == 0 ? 3000 : 60), 'x').append("\n");
    const TextStore store(memory_source(text));
    constexpr std::uint64_t size = 512;
    std::uint64_t at = 0;
    while (at < text.size()) {
      const auto window = window_at(store, size, at);
      REQUIRE(window);
      REQUIRE(window->begin_byte == at);
      REQUIRE(window->end_byte > at);
      const auto last = window_at(store, size, window->end_byte - 1);
      REQUIRE(last);
      CHECK(last->number == window->number);
      const bool cut_in_long_line = at % size == 0;
      CHECK((at == 0 || cut_in_long_line || text[at - 1] == '\n'));
      at = window->end_byte;
    }
    CHECK(at == text.size());
  }
}

TEST_CASE("what is wanted last comes first, each window once, and not while it is parsed", "[windows]") {
  WindowCache cache;
  CHECK(cache.idle());
  CHECK_FALSE(cache.get_or_want({1, 0, 10}));
  CHECK_FALSE(cache.get_or_want({2, 10, 20}));
  CHECK_FALSE(cache.get_or_want({1, 0, 10}));
  const auto first = cache.take_wanted();
  REQUIRE(first);
  CHECK(first->number == 1);
  CHECK_FALSE(cache.get_or_want({1, 0, 10}));  // being parsed: not wanted again
  cache.put(*first, std::make_shared<const std::vector<Run>>(1));
  CHECK(cache.get_or_want({1, 0, 10}));
  CHECK_FALSE(cache.idle());
  REQUIRE(cache.take_wanted()->number == 2);
  CHECK_FALSE(cache.wants());
  CHECK_FALSE(cache.idle());
  cache.give_up();
  CHECK(cache.idle());
}

TEST_CASE("only the last windows are kept and wanted", "[windows]") {
  WindowCache cache;
  for (std::uint64_t i = 0; i < 100; ++i) {
    static_cast<void>(cache.get_or_want({i, i, i + 1}));
    cache.put(*cache.take_wanted(), std::make_shared<const std::vector<Run>>());
  }
  CHECK(cache.get_or_want({99, 99, 100}));
  CHECK_FALSE(cache.get_or_want({0, 0, 1}));
  for (std::uint64_t i = 200; i < 300; ++i) static_cast<void>(cache.get_or_want({i, i, i + 1}));
  std::size_t wanted = 0;
  while (cache.take_wanted()) ++wanted;
  CHECK(wanted == WindowCache::kMaxWanted);
}

}  // namespace
}  // namespace spoor::code
