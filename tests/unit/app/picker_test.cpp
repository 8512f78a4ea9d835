// Pickers, places, the tree's filter, fields: what opens over the code, driven by actions and characters.
#include "viewer/app/picker.hpp"

#include <catch2/catch.hpp>

#include "fake_source.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/frame_maker.hpp"
#include "viewer/app/overlay.hpp"
#include "viewer/app/pointer.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;

namespace {

std::string numbered(int lines) {
  std::string text;
  for (int i = 1; i <= lines; ++i) text += "int name_" + std::to_string(i) + ";\n";
  return text;
}

/// A window of 1200 x 800 without a window.
struct Desk {
  FakeSource source{Files{{"Makefile", "all:\n"},
                          {"drivers/net/ether.c", numbered(300)},
                          {"drivers/net/ether.h", numbered(20)},
                          {"kernel/sched/core.c", numbered(500)}}};
  std::unique_ptr<Workspace> w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  Grant grant = make_grant();
  std::unique_ptr<FrameMaker> frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));

  Desk() { draw(); }
  void draw() { REQUIRE(frame->make(*w, grant, {1200, 800, 1})); }
  void act(Action action, std::optional<std::uint64_t> count = {}) {
    apply(action, *w, frame->metrics(), frame->panes(), count);
    draw();
  }
  void type(const char* text) {
    for (; *text != 0; ++text) CHECK(type_character(static_cast<unsigned char>(*text), *w));
    draw();
  }
  void open_files() {
    act(Action::open_file);
    REQUIRE(w->paths().wait() != nullptr);
    draw();
  }
};

}  // namespace

TEST_CASE("a file opens by parts of its path", "[picker]") {
  Desk d;
  d.open_files();
  CHECK(d.w->picker.rows().size() == 4);
  d.type("net eth.h");
  REQUIRE(!d.w->picker.rows().empty());
  CHECK(d.w->picker.rows().front().text == "drivers/net/ether.h");
  CHECK(!d.frame->over_scene().glyphs.empty());
  d.act(Action::activate);
  CHECK(!d.w->picker.shown());
  CHECK(d.frame->over_scene().rects.empty());
  REQUIRE(d.w->active() != nullptr);
  CHECK(d.w->active()->path() == "drivers/net/ether.h");
  CHECK(d.w->focus == Focus::code);
  d.open_files();
  d.type("no such file");
  d.act(Action::activate);  // there is nothing to take
  CHECK(d.w->picker.shown());
  d.act(Action::focus_code);
  CHECK(!d.w->picker.shown());
}

TEST_CASE("the palette carries out what it lists", "[picker]") {
  Desk d;
  d.act(Action::show_palette);
  CHECK(d.w->picker.rows().size() == commands().size());
  d.type("next theme");
  d.act(Action::activate);
  CHECK(d.w->theme == ThemeId::light);
  d.act(Action::show_palette);
  d.act(Action::down);
  d.act(Action::down);
  d.act(Action::up);
  CHECK(d.w->picker.selected() == 1);
  d.act(Action::page_down);
  CHECK(d.w->picker.selected() > 5);
  d.act(Action::show_palette);
  d.type("Quit");
  CHECK(!d.w->quit);
  d.act(Action::activate);
  CHECK(d.w->quit);
}

TEST_CASE("going to a line takes digits only, and back() returns", "[picker]") {
  Desk d;
  d.act(Action::go_to_line);
  CHECK(!d.w->picker.shown());  // no file is open
  REQUIRE(d.w->jump("kernel/sched/core.c", 9));
  d.draw();
  d.act(Action::go_to_line);
  d.type("3x0-0");
  CHECK(d.w->picker.text == "300");
  d.act(Action::activate);
  CHECK(d.w->active()->current_line() == 299);
  REQUIRE(d.w->jump("Makefile", 0));
  d.draw();
  d.act(Action::back);
  CHECK(d.w->place() == FilePlace{"kernel/sched/core.c", 299});
  d.act(Action::back);
  CHECK(d.w->place() == FilePlace{"kernel/sched/core.c", 9});
  d.act(Action::back);
  CHECK(d.w->place() == FilePlace{"kernel/sched/core.c", 9});
  d.act(Action::forward);
  d.act(Action::forward);
  CHECK(d.w->place() == FilePlace{"Makefile", 0});
  d.open_files();
  CHECK(d.w->picker.rows().front().text == "kernel/sched/core.c");  // the last one gone through comes first
}

TEST_CASE("a count goes to a line, as Vim's G", "[picker]") {
  Desk d;
  REQUIRE(d.w->jump("kernel/sched/core.c", 0));
  d.draw();
  d.act(Action::bottom, 42);
  CHECK(d.w->active()->current_line() == 41);
  d.act(Action::down, 10);
  CHECK(d.w->active()->current_line() == 51);
}

TEST_CASE("the tree's filter shows what holds every word, and the whole tree again behind it", "[picker]") {
  Desk d;
  const std::size_t all = d.w->tree().rows().size();
  d.act(Action::filter_tree);
  REQUIRE(d.w->paths().wait() != nullptr);
  d.type("ETHER net");
  const auto& rows = d.w->tree().rows();
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].path == "drivers");
  CHECK(rows[1].path == "drivers/net");
  CHECK(rows[2].path == "drivers/net/ether.c");
  CHECK(rows[3].depth == 2);
  CHECK(d.w->tree().selected() == 2);
  d.act(Action::down);
  d.act(Action::activate);
  CHECK(d.w->active()->path() == "drivers/net/ether.h");
  CHECK(!d.w->tree_filter_shown);
  CHECK(d.w->tree().rows()[d.w->tree().selected()].path == "drivers/net/ether.h");
  CHECK(d.w->tree().rows().size() > all);  // its directories are unfolded
  d.act(Action::filter_tree);
  d.type("zzz");
  CHECK(d.w->tree().rows().empty());
  d.act(Action::focus_code);
  CHECK(!d.w->tree().rows().empty());
}

TEST_CASE("the word under the caret is searched for", "[picker]") {
  Desk d;
  REQUIRE(d.w->jump("kernel/sched/core.c", 6));
  d.draw();
  d.act(Action::word_right);
  CHECK(d.w->active()->caret_column() == 4);
  CHECK(d.w->active()->word_at_caret() == "name_7");
  d.act(Action::find_word);
  CHECK(d.w->finder().in_file.form.text == "name_7");
  CHECK(d.w->finder().in_file.form.whole_word);
  d.act(Action::end);
  CHECK(d.w->active()->caret_column() == 11);
  CHECK(!d.w->active()->word_at_caret());
  d.act(Action::word_left);
  CHECK(d.w->active()->caret_column() == 4);
}

TEST_CASE("a field is edited by characters, never by bytes", "[picker]") {
  std::string text;
  FieldCaret caret;
  for (const char32_t c : U"a\u00E9\u4E2D\x1B\U0001F600z") type_into(text, caret, c);
  CHECK(text == "a\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80z");
  edit(text, caret, FieldKey::left);
  edit(text, caret, FieldKey::backspace);
  CHECK(text == "a\xC3\xA9\xE4\xB8\xADz");
  edit(text, caret, FieldKey::home);
  edit(text, caret, FieldKey::erase);
  CHECK(text == "\xC3\xA9\xE4\xB8\xADz");
  edit(text, caret, FieldKey::select_all);
  type_into(text, caret, U'q');
  CHECK(text == "q");
  for (int i = 0; i < 2000; ++i) type_into(text, caret, U'w');
  CHECK(text.size() == kMostFieldBytes);
  type_into(text, caret, U' ');
  edit(text, caret, FieldKey::word_back);
  CHECK(text.empty());
}

TEST_CASE("clicks take a row, or close what is open", "[picker]") {
  Desk d;
  d.open_files();
  const gpu::Box rows = overlay_boxes(d.frame->metrics(), d.frame->panes(), *d.w).rows;
  press(*d.w, d.frame->metrics(), d.frame->panes(), rows.x_px + 50,
        rows.y_px + 1.5 * d.frame->metrics().tree_row_px);
  CHECK(d.w->active()->path() == "drivers/net/ether.c");
  d.open_files();
  press(*d.w, d.frame->metrics(), d.frame->panes(), 5, 790);
  CHECK(!d.w->picker.shown());
  d.act(Action::show_keys);
  CHECK(d.w->focus == Focus::page);
  d.act(Action::page_down);
  CHECK(d.w->page.first_line > 0);
  d.act(Action::focus_code);
  CHECK(!d.w->page.shown());
}
