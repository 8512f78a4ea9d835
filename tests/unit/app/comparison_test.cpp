// Another release beside the one that is read: what keys do, what a frame names, what is left when it sleeps.
#include "viewer/app/comparison.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "fake_source.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/frame_maker.hpp"
#include "viewer/app/pointer.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;
using compare::FileChangeKind;

namespace {

std::string numbered(int from, int to) {
  std::string text;
  for (int i = from; i <= to; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}

Files now() {
  return {{"dir/a.c", numbered(1, 40) + "line of the new one\n" + numbered(41, 80)},
          {"dir/fresh.c", "fresh\n"},
          {"dir/same.c", "same\n"},
          {"z.c", numbered(200, 260)}};
}
Files before() {
  return {{"dir/a.c", numbered(1, 10) + "line of the old one\n" + numbered(11, 80)},
          {"dir/same.c", "same\n"},
          {"gone/g.c", "gone\n"},
          {"gone/h.c", "gone, too\n"},
          {"y.c", numbered(200, 262)}};
}

struct Desk {
  FakeSource source{now()};
  std::unique_ptr<Workspace> w;
  std::unique_ptr<FrameMaker> frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));
  Grant grant = make_grant();

  Desk() {
    source.others["widget 4.1"] = before();
    w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
    draw();
  }
  void draw() { REQUIRE(frame->make(*w, grant, {1400, 900, 1})); }
  void act(Action action, std::optional<std::uint64_t> count = {}) {
    apply(action, *w, frame->metrics(), frame->panes(), count);
    draw();
  }
  void begin() {
    act(Action::compare_with);
    act(Action::activate);
    settle();
  }
  void settle() {
    w->comparison().desk()->wait();
    draw();
    w->comparison().desk()->wait();
    draw();
  }
  Comparison& comparison() { return w->comparison(); }
  [[nodiscard]] std::set<std::string> drawn() const {
    std::set<std::string> out;
    for (const auto& lines : frame->drawn().lines("widget 4.2")) out.insert(lines.path);
    return out;
  }
};

}  // namespace

TEST_CASE("a release is chosen, and what differs is listed and counted", "[comparison]") {
  Desk d;
  d.act(Action::compare_file);
  CHECK(d.w->message.find("Ctrl+Alt+R") != std::string::npos);
  d.begin();
  REQUIRE(d.w->focus == Focus::changes);
  CHECK(d.comparison().release() == "widget 4.1");
  CHECK(d.comparison().counts() == "1 changed, 1 added, 2 removed, 1 renamed");
  CHECK(d.comparison().coverage() == "7 of 7 files compared, 0 skipped");
  const compare::TreeDiff& tree = *d.comparison().list.tree();
  for (std::size_t i = 0; i < tree.changes.size(); ++i) {
    const auto counts = d.comparison().desk()->counts(i);
    REQUIRE(counts);
    if (tree.changes[i].path == "dir/a.c") CHECK((counts->added == 1 && counts->removed == 1));
    if (tree.changes[i].kind == FileChangeKind::removed) CHECK(counts->removed == 1);
  }
  CHECK(d.comparison().changes_below("dir") == 2);
}

TEST_CASE("a changed file shows lines of both releases, each named with its own", "[comparison]") {
  Desk d;
  d.begin();
  d.act(Action::activate);
  d.settle();
  REQUIRE(d.w->focus == Focus::diff);
  REQUIRE(d.comparison().view.shown());
  CHECK(d.comparison().view.change().path == "dir/a.c");
  CHECK(d.comparison().view.status().starts_with("Change 1 of 2"));
  CHECK(d.drawn() == std::set<std::string>{"//widget 4.1//dir/a.c", "//widget 4.2//dir/a.c"});
  d.act(Action::next_change);
  CHECK(d.comparison().view.status().starts_with("Change 2 of 2"));
  d.act(Action::next_change);
  CHECK(d.w->message.find("no further change") != std::string::npos);
  // Where it is opened, the reviewer stands at the same line of the release that he reads.
  d.act(Action::activate);
  CHECK_FALSE(d.comparison().view.shown());
  REQUIRE(d.w->active() != nullptr);
  CHECK(d.w->active()->current_line() == 40);
  d.act(Action::compare_file);
  d.settle();
  CHECK(d.comparison().view.new_line() == 40U);
  // One below the other, lines that are alike are those of the release that is read.
  d.act(Action::diff_sides);
  for (const auto& lines : d.frame->drawn().lines("widget 4.2"))
    if (lines.path == "//widget 4.1//dir/a.c") CHECK((lines.first == 11 && lines.last == 11));
  d.act(Action::focus_code);
  CHECK(d.w->focus == Focus::changes);
}

TEST_CASE("in the ordinary view keys step from change to change", "[comparison]") {
  Desk d;
  d.begin();
  REQUIRE(d.w->jump("dir/a.c", 0));
  d.settle();
  d.act(Action::next_change);
  CHECK(d.w->active()->current_line() == 10);  // above it a line is gone
  d.act(Action::next_change);
  CHECK(d.w->active()->current_line() == 40);
  d.act(Action::previous_change);
  CHECK(d.w->active()->current_line() == 10);
  d.act(Action::mark_lines);
  CHECK(d.comparison().lines_marked);
  REQUIRE(d.w->jump("dir/same.c", 0));
  d.act(Action::next_change);
  CHECK(d.w->message == "This file is the same in both releases.");
}

TEST_CASE("files that are gone stand in the tree and open as they were", "[comparison]") {
  Desk d;
  d.begin();
  const auto find = [&](const std::string& path) {
    const auto& rows = d.w->tree().rows();
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i].path == path) return std::optional(i);
    return std::optional<std::size_t>();
  };
  const auto folder = find("gone");
  REQUIRE(folder);
  CHECK(d.w->tree().rows()[*folder].removed);
  REQUIRE(d.w->tree().expand(*folder));
  REQUIRE(find("gone/h.c"));
  d.w->focus = Focus::tree;
  d.w->tree().select(*find("gone/h.c"));
  d.act(Action::activate);
  d.settle();
  REQUIRE(d.comparison().view.shown());
  CHECK(d.comparison().view.is() == nullptr);
  CHECK(d.drawn() == std::set<std::string>{"//widget 4.1//gone/h.c"});
  d.act(Action::activate);
  CHECK(d.w->message == "This file is not in the release that you read.");
  d.act(Action::compare_end);
  CHECK_FALSE(find("gone"));
  CHECK_FALSE(d.comparison().begun());
}

TEST_CASE("while the session is locked nothing of a comparison is kept, and it comes back", "[comparison]") {
  Desk d;
  d.begin();
  d.act(Action::activate);
  d.settle();
  d.act(Action::next_change);
  d.w->sleep();
  CHECK_FALSE(d.comparison().begun());
  CHECK_FALSE(d.comparison().view.shown());
  CHECK(d.comparison().list.rows().empty());
  d.w->wake();
  d.settle();
  REQUIRE(d.comparison().view.shown());
  CHECK(d.comparison().view.change().path == "dir/a.c");
  CHECK(d.comparison().view.new_line() == 40U);
  CHECK(d.comparison().list.shown);
  CHECK(d.w->focus == Focus::diff);
}

TEST_CASE("a file in UTF-16 is compared as the text that it is shown as, a binary file is said to differ",
          "[comparison]") {
  const auto wide = [](const std::string& text) {
    std::string out = "\xFF\xFE";
    for (const char c : text) out += {c, '\0'};
    return out;
  };
  FakeSource source{Files{{"b.bin", std::string("\0\1\2", 3)}, {"w.txt", wide("one\ntwo\nthree\n")}}};
  source.others["old"] = {{"b.bin", std::string("\0\1\3", 3)}, {"w.txt", wide("one\nzwo\nthree\n")}};
  Comparison comparison(source, {});
  REQUIRE(comparison.begin("old"));
  comparison.desk()->wait();
  REQUIRE(comparison.poll());
  for (const compare::FileChange& change : comparison.list.tree()->changes) {
    REQUIRE(comparison.open(change));
    comparison.poll();
    comparison.desk()->wait();
    comparison.poll();
    if (change.path == "b.bin") CHECK(comparison.view.notice() == "It is a binary file: its bytes differ.");
    if (change.path != "w.txt") continue;
    REQUIRE(comparison.view.diff() != nullptr);
    CHECK(comparison.view.diff()->changes == std::vector<compare::Change>{{1, 2, 1, 2}});
  }
}

TEST_CASE("a search of the release takes the list's place, and opening a file the view's", "[comparison]") {
  Desk d;
  d.begin();
  d.act(Action::activate);
  d.act(Action::find_in_tree);
  CHECK(d.w->focus == Focus::find_tree);
  CHECK_FALSE(d.comparison().list.shown);
  CHECK(d.comparison().view.shown());
  REQUIRE(d.w->jump("z.c", 3));
  CHECK_FALSE(d.comparison().view.shown());
}

TEST_CASE("without another release there is nothing to choose", "[comparison]") {
  const FakeSource alone{now()};
  auto w = std::move(*Workspace::create(alone, 14, ThemeId::dark, {}));
  apply(Action::compare_with, *w, {}, {});
  CHECK(w->message == "The archive holds no other release to compare with.");
  CHECK_FALSE(w->picker.shown());
}
