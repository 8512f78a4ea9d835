#include "viewer/app/workspace.hpp"

#include <catch2/catch.hpp>

#include "fake_source.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/pointer.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;

namespace {

std::string numbered(int lines) {
  std::string text;
  for (int i = 1; i <= lines; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}

/// A workspace with metrics and panes of a window of 1200 x 800.
struct Desk {
  FakeSource source{Files{{"a.c", numbered(500)},
                          {"dir/b.c", "\tint b;\n"},
                          {"blob", std::string("a\0b", 3)},
                          {"void", ""},
                          {"wide", std::string(5000, 'w') + "\n"}}};
  std::unique_ptr<Workspace> w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  text::Face face = std::move(*text::Face::open(text::FontId::jetbrains_mono));
  Metrics m = make_metrics(face, 14, 1);
  Panes p = make_panes(m, 1200, 800, 300);
  void act(Action action) { apply(action, *w, m, p); }
};

}  // namespace

TEST_CASE("a file opens once; its tab is shown again", "[workspace]") {
  Desk d;
  REQUIRE(d.w->open("a.c"));
  REQUIRE(d.w->open("dir/b.c"));
  REQUIRE(d.w->open("a.c"));
  CHECK(d.w->tabs().size() == 2);
  CHECK(d.w->active()->path() == "a.c");
  d.act(Action::next_tab);
  CHECK(d.w->active()->file_name() == "b.c");
  d.act(Action::next_tab);
  CHECK(d.w->active()->path() == "a.c");
  d.act(Action::previous_tab);
  d.act(Action::close_tab);
  CHECK(d.w->active()->path() == "a.c");
  d.act(Action::close_tab);
  CHECK(d.w->active() == nullptr);
  d.act(Action::close_tab);  // nothing is left to close
}

TEST_CASE("what has no text says so in our own words", "[workspace]") {
  Desk d;
  REQUIRE(d.w->open("void"));
  CHECK(d.w->active()->notice().find("empty") != std::string::npos);
  d.act(Action::bottom);
  CHECK(!d.w->open("missing"));
}

TEST_CASE("keys move through the code", "[workspace]") {
  Desk d;
  REQUIRE(d.w->open("a.c"));
  Editor& e = *d.w->active();
  e.catch_up(e.flow(d.m, d.p.view.code));
  d.act(Action::down);
  d.act(Action::down);
  d.act(Action::up);
  CHECK(e.current_line() == 1);
  d.act(Action::bottom);
  CHECK(e.current_line() == 499);
  CHECK(e.scroll().line + e.range(d.m, d.p.view.code.height_px).whole_lines() >= 500);
  d.act(Action::down);
  CHECK(e.current_line() == 499);
  d.act(Action::top);
  CHECK(e.scroll() == ScrollPosition{});
  d.act(Action::page_down);
  CHECK(e.current_line() == e.range(d.m, d.p.view.code.height_px).whole_lines() - 1);
  d.act(Action::page_up);
  CHECK(e.current_line() == 0);
}

TEST_CASE("going to a line puts it into view, beyond the end means the last", "[workspace]") {
  Desk d;
  REQUIRE(d.w->open("a.c", 399));
  Editor& e = *d.w->active();
  e.catch_up(e.flow(d.m, d.p.view.code));
  CHECK(e.current_line() == 399);
  CHECK(e.scroll().line < 399);
  e.go_to(1'000'000);
  e.catch_up(e.flow(d.m, d.p.view.code));
  CHECK(e.current_line() == 499);
}

TEST_CASE("the caret takes a long line sideways to its end and back", "[workspace]") {
  Desk d;
  REQUIRE(d.w->open("wide"));
  Editor& e = *d.w->active();
  d.act(Action::right);
  CHECK(e.caret_column() == 1);
  CHECK(e.first_column() == 0);
  d.act(Action::end);
  const auto shown = static_cast<std::uint64_t>(e.columns(d.m, d.p.view.code.width_px).code_columns);
  CHECK(e.first_column() == 5001 - shown);
  d.act(Action::home);
  CHECK(e.first_column() == 0);
}

TEST_CASE("keys walk the tree", "[workspace]") {
  Desk d;
  d.act(Action::focus_tree);
  d.act(Action::right);  // unfolds dir
  d.act(Action::down);
  d.act(Action::activate);
  REQUIRE(d.w->active() != nullptr);
  CHECK(d.w->active()->path() == "dir/b.c");
  CHECK(d.w->focus == Focus::code);
  d.act(Action::switch_focus);
  d.act(Action::left);  // to the parent
  d.act(Action::left);  // folds it
  CHECK(d.w->tree().rows().size() == 5);
  d.act(Action::toggle_tree);
  CHECK(d.w->focus == Focus::code);
}

TEST_CASE("zoom stays within its bounds and goes back", "[workspace]") {
  Desk d;
  for (int i = 0; i < 200; ++i) d.act(Action::zoom_in);
  CHECK(d.w->font_px == kLargestFontPx);
  for (int i = 0; i < 200; ++i) d.act(Action::zoom_out);
  CHECK(d.w->font_px == kLeastFontPx);
  d.act(Action::zoom_reset);
  CHECK(d.w->font_px == 14);
}

TEST_CASE("the wheel scrolls what is under the pointer", "[workspace]") {
  Desk d;
  REQUIRE(d.w->open("a.c"));
  wheel(*d.w, d.m, d.p, 600, 400, 0, -1);
  CHECK(d.w->active()->scroll() == ScrollPosition{3, 0});
  wheel(*d.w, d.m, d.p, 600, 400, 0, 0.5);
  CHECK(d.w->active()->scroll().line == 1);
  CHECK(d.w->active()->scroll().sub_px > 0);
  wheel(*d.w, d.m, d.p, 10, 400, 0, -1);
  CHECK(d.w->tree_scroll.line == 3);
  wheel(*d.w, d.m, d.p, 600, 400, -2, 0);
  CHECK(d.w->active()->first_column() == 8);
}

TEST_CASE("clicks open, select, close and drag", "[workspace]") {
  Desk d;
  const double row_y = d.p.tree.y_px + 1.5 * d.m.tree_row_px;  // the second row of the tree: a.c
  CHECK(press(*d.w, d.m, d.p, 50, row_y) == Grip::none);
  REQUIRE(d.w->active() != nullptr);
  CHECK(d.w->active()->path() == "a.c");
  press(*d.w, d.m, d.p, d.p.view.code.x_px + 100, d.p.view.code.y_px + 2.5 * d.m.line_px);
  CHECK(d.w->active()->current_line() == 2);
  CHECK(press(*d.w, d.m, d.p, d.p.view.code_bar.x_px + 2,
              d.p.view.code_bar.y_px + d.p.view.code_bar.height_px - 1) == Grip::code_thumb);
  CHECK(d.w->active()->scroll().line == 499);
  CHECK(press(*d.w, d.m, d.p, d.p.split_x_px, 400) == Grip::split);
  drag(*d.w, d.m, d.p, Grip::split, 420, 400);
  CHECK(d.w->tree_width_units == 420);
}
