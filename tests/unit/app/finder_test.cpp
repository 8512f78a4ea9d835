#include "viewer/app/finder.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "fake_source.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/find_panel.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;

namespace {

struct Desk {
  FakeSource source{Files{{"a.c", "one\nneedle two\nthree\nneedle needle\nend\n"},
                          {"dir/b.c", "Needle\n" + std::string(400, ' ') + "needle\n"},
                          {"blob", std::string("needle\0b", 8)}}};
  std::unique_ptr<Workspace> w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  text::Face face = std::move(*text::Face::open(text::FontId::jetbrains_mono));
  Metrics m = make_metrics(face, 14, 1);
  Panes p = make_panes(m, 1200, 800, 300, 0.45);
  void act(Action action) { apply(action, *w, m, p); }
  /// Until the searches' words are those (which a worker brings about).
  template <typename Done>
  bool settle(Done done) {
    for (int i = 0; i < 2000; ++i) {
      w->finder().poll(w->active());
      if (done()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }
  bool file_says(const std::string& words) {
    return settle([&] { return w->finder().in_file.status() == words; });
  }
  bool tree_says(const std::string& words) {
    return settle([&] { return w->finder().in_tree.counts() == words; });
  }
};

}  // namespace

TEST_CASE("a search in the file counts, steps around, and follows the tab", "[finder]") {
  Desk d;
  REQUIRE(d.w->open("a.c", 2));
  Editor& e = *d.w->active();
  e.catch_up(e.flow(d.m, d.p.view.code));
  d.act(Action::find_in_file);
  CHECK(d.w->focus == Focus::find_file);
  FileFinder& f = d.w->finder().in_file;
  f.form.text = std::string("needle");
  REQUIRE(d.file_says("2 of 3"));  // the first one from line 3 on
  e.catch_up(e.flow(d.m, d.p.view.code));
  CHECK(e.current_line() == 3);
  d.act(Action::activate);
  CHECK(f.status() == "3 of 3");
  d.act(Action::find_next);
  CHECK(f.status() == "1 of 3");
  e.catch_up(e.flow(d.m, d.p.view.code));
  CHECK(e.current_line() == 1);
  d.act(Action::find_previous);
  CHECK(f.status() == "3 of 3");
  CHECK(f.places_on(3).size() == 2);
  CHECK(f.places_on(2).empty());
  f.form.text = std::string("(");
  f.form.regexp = true;
  REQUIRE(d.settle([&] { return f.failed(); }));
  CHECK(f.status().ends_with("."));
  f.form = {};
  f.form.text = std::string("needle");
  f.form.match_case = true;
  REQUIRE(d.w->open("dir/b.c"));
  REQUIRE(d.file_says("1 of 1"));
  Editor& b = *d.w->active();
  b.catch_up(b.flow(d.m, d.p.view.code));
  b.catch_up_sideways(b.columns(d.m, d.p.view.code.width_px));
  CHECK(b.first_column() > 300);  // the match is on screen
  REQUIRE(d.w->open("blob"));
  REQUIRE(d.file_says("no text file is open"));
  d.act(Action::focus_code);
  CHECK_FALSE(f.shown);
  CHECK(d.w->focus == Focus::code);
}

TEST_CASE("a search in the release lists lines by file, and Enter opens one", "[finder]") {
  Desk d;
  d.act(Action::find_in_tree);
  TreeFinder& t = d.w->finder().in_tree;
  t.form.text = std::string("needle");
  REQUIRE(d.tree_says("4 lines in 2 files"));
  CHECK(t.coverage() == "2 of 3 files, 1 skipped (1 binary)");
  REQUIRE(t.rows().size() == 2 + 2 + 5 + 1);
  CHECK(t.rows().front().kind == FoundRow::Kind::file);
  CHECK(t.file(t.rows().front()).path == "dir/b.c");
  CHECK(t.skipped(t.rows().back()).path == "blob");
  d.act(Action::activate);
  CHECK(d.w->focus == Focus::found);
  CHECK(t.target()->line == 0);
  d.act(Action::down);
  d.act(Action::down);
  CHECK(t.target()->path == "a.c");
  CHECK(t.target()->line == 1);
  d.act(Action::bottom);
  CHECK(t.target()->line == 3);
  d.act(Action::up);
  CHECK(t.target()->line == 1);
  d.act(Action::activate);
  REQUIRE(d.w->active() != nullptr);
  CHECK(d.w->active()->path() == "a.c");
  CHECK(d.w->focus == Focus::code);
  Editor& e = *d.w->active();
  e.catch_up(e.flow(d.m, d.p.view.code));
  CHECK(e.current_line() == 1);
  d.act(Action::focus_code);
  CHECK_FALSE(t.shown);
  CHECK(t.rows().empty());
}

TEST_CASE("globs and switches begin the search anew", "[finder]") {
  Desk d;
  d.act(Action::find_in_tree);
  TreeFinder& t = d.w->finder().in_tree;
  t.form.text = std::string("needle");
  t.form.globs = std::string("!dir");
  REQUIRE(d.tree_says("2 lines in 1 file"));
  CHECK(t.coverage() == "1 of 3 files, 1 left out by the globs, 1 skipped (1 binary)");
  t.form.globs = std::string("dir");
  d.act(Action::toggle_case);
  REQUIRE(d.tree_says("1 line in 1 file"));
  d.act(Action::toggle_regexp);
  t.form.text = std::string("needle$");
  REQUIRE(d.tree_says("1 line in 1 file"));
  t.form.globs = std::string("[");
  REQUIRE(d.settle([&] { return t.failed(); }));
  t.form.text.clear();
  REQUIRE(d.tree_says(""));
}

TEST_CASE("the arrow keys bring back what was looked for", "[finder]") {
  FindHistory history;
  CHECK_FALSE(history.step(1, "x"));
  history.remember("first");
  history.remember("second");
  history.remember("first");
  history.remember("");
  CHECK(history.step(1, "own") == "first");
  CHECK(history.step(1, "first") == "second");
  CHECK_FALSE(history.step(1, "second"));
  CHECK(history.step(-1, "second") == "first");
  CHECK(history.step(-1, "first") == "own");
  CHECK_FALSE(history.step(-1, "own"));
  CHECK(history.step(1, "first") == "second");  // the field holds the last one already
}

TEST_CASE("the panel takes a part of the code's height and no more", "[finder]") {
  Desk d;
  const Panes without = make_panes(d.m, 1200, 800, 300);
  CHECK(without.find.height_px == 0);
  CHECK(d.p.find.y_px == d.p.view.code.y_px + d.p.view.code.height_px);
  CHECK(d.p.find.height_px + d.p.view.code.height_px == without.view.code.height_px);
  CHECK(d.p.find_rows.y_px + d.p.find_rows.height_px == d.p.status.y_px);
  const Panes small = make_panes(d.m, 200, 100, 300, 0.45);
  CHECK(small.find_rows.height_px >= 0);
  CHECK(small.find_head.height_px >= 0);
}
