#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "viewer/find/literal_finder.hpp"

using spoor::find::LiteralFinder;

namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

}  // namespace

TEST_CASE("a string is found where std::string finds it", "[literal]") {
  std::mt19937 random(7);
  const std::string letters = "aAbB_k\xC3\n";
  const auto draw = [&](std::size_t size) {
    std::string text;
    while (text.size() < size) text += letters[random() % letters.size()];
    return text;
  };
  for (int round = 0; round < 4000; ++round) {
    const std::string text = draw(random() % 120);
    const std::string literal = draw(1 + random() % 6);
    const std::size_t from = random() % 130;
    INFO(literal);
    CHECK(LiteralFinder(literal, false).find(text, from) == text.find(literal, from));
    CHECK(LiteralFinder(literal, true).find(text, from) == lower(text).find(lower(literal), from));
  }
}
