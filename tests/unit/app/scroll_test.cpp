#include "viewer/app/scroll.hpp"

#include <catch2/catch.hpp>

using namespace spoor::app;

namespace {

constexpr ScrollRange kFile{1000, 20, 400};
constexpr std::uint64_t kHuge = 20'000'000'000;  // far beyond what a float counts exactly
constexpr ScrollRange kHugeFile{kHuge, 20, 400};

}  // namespace

TEST_CASE("scrolling by pixels carries into lines, both ways", "[scroll]") {
  CHECK(scroll_px({10, 5}, 20, kFile) == ScrollPosition{11, 5});
  CHECK(scroll_px({10, 5}, -7, kFile) == ScrollPosition{9, 18});
  CHECK(scroll_px({10, 5}, -5, kFile) == ScrollPosition{10, 0});
  CHECK(scroll_px({0, 5}, -6, kFile) == ScrollPosition{0, 0});
  CHECK(scroll_px({3, 0}, -1'000'000'000'000, kFile) == ScrollPosition{0, 0});
  CHECK(scroll_px({3, 0}, 1'000'000'000'000, kFile) == ScrollPosition{999, 0});
}

TEST_CASE("every line is reached exactly beyond 2^24 and 2^32", "[scroll]") {
  const ScrollPosition there = centre_on(16'777'217 + 6, kHugeFile);
  CHECK(there.line == 16'777'217);
  ScrollPosition at{kHuge - 500, 3};
  for (int i = 0; i < 100; ++i) at = scroll_px(at, 7, kHugeFile);
  CHECK(at == ScrollPosition{kHuge - 500 + 35, 3});
  CHECK(scroll_lines(at, -1, kHugeFile) == ScrollPosition{kHuge - 500 + 34, 3});
}

TEST_CASE("revealing moves no more than it must", "[scroll]") {
  CHECK(reveal({100, 0}, 110, 3, kFile) == ScrollPosition{100, 0});
  CHECK(reveal({100, 0}, 101, 3, kFile) == ScrollPosition{98, 0});
  CHECK(reveal({100, 0}, 118, 3, kFile) == ScrollPosition{102, 0});
  CHECK(reveal({100, 5}, 116, 3, kFile) == ScrollPosition{100, 0});
  CHECK(reveal({100, 0}, 999, 3, kFile) == ScrollPosition{983, 0});
  CHECK(reveal({5, 0}, 0, 3, kFile) == ScrollPosition{0, 0});
}

TEST_CASE("a pane lower than one line still scrolls", "[scroll]") {
  constexpr ScrollRange kFlat{10, 20, 5};
  CHECK(kFlat.whole_lines() == 1);
  CHECK(reveal({0, 0}, 4, 3, kFlat) == ScrollPosition{4, 0});
}

TEST_CASE("an empty file scrolls nowhere", "[scroll]") {
  constexpr ScrollRange kEmpty{0, 20, 400};
  CHECK(scroll_px({0, 0}, 100, kEmpty) == ScrollPosition{});
  CHECK(thumb({}, kEmpty, 400, 24).length_px == 400);
}

TEST_CASE("the scrollbar's thumb and its inverse agree at both ends", "[scroll]") {
  const Thumb first = thumb({0, 0}, kHugeFile, 400, 24);
  const Thumb last = thumb({kHuge - 1, 0}, kHugeFile, 400, 24);
  CHECK(first.offset_px == 0);
  CHECK(last.offset_px + last.length_px == 400);
  CHECK(from_thumb(0, kHugeFile, 400, 24) == ScrollPosition{});
  CHECK(from_thumb(last.offset_px, kHugeFile, 400, 24).line == kHuge - 1);
}
