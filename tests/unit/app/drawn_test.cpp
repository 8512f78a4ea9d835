// A frame says which lines it draws: what is recorded before it is shown.
#include <catch2/catch.hpp>
#include <chrono>
#include <set>
#include <thread>

#include "fake_source.hpp"
#include "viewer/app/frame_maker.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;
using seal_log::Lines;

namespace {

std::string numbered(int lines) {
  std::string text;
  for (int i = 1; i <= lines; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}

struct Desk {
  FakeSource source{Files{{"a.c", numbered(400)}, {"b.c", "needle\nhay\n"}, {"dir/c.c", "hay\nneedle\n"}}};
  std::unique_ptr<Workspace> w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  std::unique_ptr<FrameMaker> frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));
  Grant grant = make_grant();
  std::vector<Lines> drawn() {
    REQUIRE(frame->make(*w, grant, {1200, 800, 1}));
    return frame->drawn().lines();
  }
};

}  // namespace

TEST_CASE("lines that are drawn are put together by path", "[drawn]") {
  DrawnLines drawn;
  for (const std::uint64_t line : {4U, 5U, 6U, 2U, 3U, 9U}) drawn.add("b", line);
  drawn.add("a", 0);
  drawn.add("b", 5);
  CHECK(drawn.lines() == std::vector<Lines>{{"a", 1, 1}, {"b", 3, 7}, {"b", 10, 10}});
  drawn.clear();
  CHECK(drawn.lines().empty());
}

TEST_CASE("lines of another release are named as a log names them", "[drawn]") {
  DrawnLines drawn;
  for (const std::uint64_t line : {0U, 1U, 2U}) {
    drawn.add("a.c", line);
    drawn.add("a.c", line + 10, "1.0");
  }
  CHECK(drawn.lines("2.0") == std::vector<Lines>{{"//1.0//a.c", 11, 13}, {"//2.0//a.c", 1, 3}});
  CHECK(drawn.lines() == std::vector<Lines>{{"//1.0//a.c", 11, 13}, {"a.c", 1, 3}});
}

TEST_CASE("a frame names the lines of the code that it draws, and follows scrolling", "[drawn]") {
  Desk d;
  CHECK(d.drawn().empty());
  REQUIRE(d.w->open("a.c"));
  d.w->active()->document()->wait_settled(std::chrono::seconds(30));
  auto lines = d.drawn();
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].path == "a.c");
  CHECK(lines[0].first == 1);
  const auto shown =
      static_cast<std::uint64_t>(d.frame->panes().view.code.height_px / d.frame->metrics().line_px);
  CHECK(lines[0].last >= shown);
  CHECK(lines[0].last <= shown + 2);  // one may be cut at either end
  d.w->active()->set_scroll({100, 0});
  lines = d.drawn();
  REQUIRE_FALSE(lines.empty());
  CHECK(lines[0].first == 101);
}

TEST_CASE("a frame names the lines that a search found", "[drawn]") {
  Desk d;
  d.w->finder().in_tree.shown = true;
  d.w->finder().in_tree.form.text = "needle";
  std::vector<Lines> lines;
  for (int i = 0; i < 2000 && lines.size() < 2; ++i) {
    lines = d.drawn();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  std::set<std::string> paths;
  for (const Lines& one : lines) {
    paths.insert(one.path);
    const std::uint64_t hit = one.path == "b.c" ? 1 : 2;
    CHECK(one.first <= hit);
    CHECK(one.last >= hit);
  }
  CHECK(paths == std::set<std::string>{"b.c", "dir/c.c"});
}

TEST_CASE("a frame after the session's end names nothing", "[drawn]") {
  Desk d;
  REQUIRE(d.w->open("b.c"));
  REQUIRE_FALSE(d.drawn().empty());
  REQUIRE_FALSE(d.grant.advance(kStart + 100 * seal::kSlotSeconds));
  CHECK(d.drawn().empty());
}
