// Definitions in the window: what keys and the pointer ask, what the answers open, the outline, the search
// for names; and that every line that is shown is said to be drawn.
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "fake_source.hpp"
#include "viewer/app/code_place.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/frame_maker.hpp"
#include "viewer/app/outline_view.hpp"
#include "viewer/app/pointer.hpp"
#include "viewer/app/scope.hpp"
#include "viewer/app/symbol_actions.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;

namespace {

const char* const kCaller =
    "#include \"queue.h\"\n\n"                                    // 0
    "int run(struct queue *q)\n{\n\treturn push(q, LIMIT);\n}\n"  // 2: run, 4: the call
    "enum state { IDLE, BUSY };\n";                               // 6
const char* const kQueue =
    "/* Puts one more\n * behind the others. */\nint push(struct queue *q, int item)\n{\n\treturn 0;\n}\n";
const char* const kHeader = "#define LIMIT 9\nstruct queue {\n\tint head;\n};\n";
const char* const kOther = "int push(struct queue *q, int item)\n{\n\treturn 1;\n}\n";

struct Desk {
  FakeSource source;
  std::unique_ptr<Workspace> w;
  Grant grant = make_grant();
  std::unique_ptr<FrameMaker> frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));

  explicit Desk(Files files = {{"core/caller.c", kCaller},
                               {"core/queue.c", kQueue},
                               {"core/queue.h", kHeader},
                               {"a/other.c", kOther},
                               {"notes.txt", "push\n"}})
      : source(std::move(files)), w(std::move(*Workspace::create(source, 14, ThemeId::dark, {}))) {
    draw();
  }
  void draw() { REQUIRE(frame->make(*w, grant, {1200, 800, 1})); }
  void settle() {
    w->symbols().desk.wait();
    draw();
  }
  void act(Action action) {
    apply(action, *w, frame->metrics(), frame->panes());
    draw();
    settle();
  }
  void type(const char* text) {
    for (; *text != 0; ++text) CHECK(type_character(static_cast<unsigned char>(*text), *w));
    draw();
    settle();
  }
  void stand(const char* path, std::uint64_t line, std::uint64_t column) {
    REQUIRE(w->jump(path, line));
    draw();
    w->active()->set_caret_column(column);
    settle();
  }
  [[nodiscard]] bool draws(const std::string& path, std::uint64_t line) const {
    for (const auto& lines : frame->drawn().lines())
      if (lines.path == path && lines.first <= line + 1 && line + 1 <= lines.last) return true;
    return false;
  }
  /// The middle of a column on screen.
  [[nodiscard]] gpu::Box column(std::uint64_t line, std::uint64_t at) {
    const auto box = box_on_screen(*w->active(), frame->metrics(), frame->panes().view.code, line, at, 1);
    REQUIRE(box);
    return {box->x_px + box->width_px / 2, box->y_px + box->height_px / 2, 0, 0};
  }
};

}  // namespace

TEST_CASE("the only definition is gone to, with the caret before its name", "[symbols]") {
  Desk d;
  d.stand("core/caller.c", 2, 16);  // "queue", a struct
  d.act(Action::go_definition);
  CHECK(d.w->place() == FilePlace{"core/queue.h", 1});
  CHECK(d.w->active()->caret_column() == 7);
  d.act(Action::go_definition);
  CHECK(d.w->message.find("only definition") != std::string::npos);
  d.act(Action::back);
  CHECK(d.w->place() == FilePlace{"core/caller.c", 2});
  d.stand("core/caller.c", 4, 24);  // LIMIT
  d.act(Action::go_definition);
  CHECK(d.w->place() == FilePlace{"core/queue.h", 0});
}

TEST_CASE("several definitions are listed, the nearest first, and none is left out", "[symbols]") {
  Desk d;
  d.stand("core/caller.c", 4, 16);  // push
  d.act(Action::go_definition);
  REQUIRE(d.w->picker.kind() == PickerKind::definitions);
  REQUIRE(d.w->picker.rows().size() == 2);
  CHECK(d.w->picker.rows()[0].symbol->path == "core/queue.c");
  CHECK(d.draws("core/queue.c", 2));
  CHECK(d.draws("a/other.c", 0));
  d.type("oth");
  REQUIRE(d.w->picker.rows().size() == 1);
  d.act(Action::activate);
  CHECK(d.w->place() == FilePlace{"a/other.c", 0});
}

TEST_CASE("a name without a definition, and an archive without a table, are said", "[symbols]") {
  Desk d;
  d.stand("core/caller.c", 4, 10);  // return
  d.act(Action::go_definition);
  CHECK(d.w->message.find("is defined in the release") != std::string::npos);
  CHECK(d.w->place() == FilePlace{"core/caller.c", 4});
  d.stand("core/caller.c", 3, 0);
  d.act(Action::peek_definition);
  CHECK(d.w->message == "Put the caret on a name first.");
  Desk old;
  old.source.without_table = true;
  old.stand("core/caller.c", 4, 16);
  old.act(Action::go_definition);
  CHECK(old.w->message.find("no table of definitions") != std::string::npos);
  old.act(Action::find_symbol);
  old.type("push");
  CHECK(old.w->picker.status() == "no table of definitions");
}

TEST_CASE("peeking shows a definition with its comment, and steps through all", "[symbols]") {
  Desk d;
  d.stand("core/caller.c", 4, 16);
  d.act(Action::peek_definition);
  const Peek& peek = d.w->symbols().peek;
  REQUIRE(peek.shown());
  CHECK(d.w->focus == Focus::peek);
  CHECK(peek.excerpt.first_line() == 0);
  CHECK(peek.excerpt.line() == 2);
  CHECK(d.draws("core/queue.c", 0));
  CHECK(d.draws("core/queue.c", 5));
  CHECK(!d.draws("a/other.c", 2));
  d.act(Action::right);
  CHECK(peek.at == 1);
  CHECK(d.draws("a/other.c", 2));
  CHECK(d.draws("core/caller.c", 4));  // the caret's line is not hidden
  d.act(Action::activate);
  CHECK(!peek.shown());
  CHECK(d.w->place() == FilePlace{"a/other.c", 0});
  d.stand("core/caller.c", 4, 16);
  d.act(Action::peek_definition);
  d.act(Action::focus_code);
  CHECK(!peek.shown());
  CHECK(d.w->focus == Focus::code);
}

TEST_CASE("resting on a name shows its definition's lines until the pointer leaves", "[symbols]") {
  Desk d;
  d.stand("core/caller.c", 0, 0);
  const gpu::Box at = d.column(4, 16);
  pointer_rests(*d.w, d.frame->metrics(), d.frame->panes(), at.x_px, at.y_px);
  d.settle();
  const Hover& hover = d.w->symbols().hover;
  REQUIRE(hover.shown());
  CHECK(hover.definitions.size() == 2);
  CHECK(d.draws("core/queue.c", 2));
  CHECK(!pointer_moves(*d.w, hover.box.x_px + 9, hover.box.y_px + 9));  // into the box
  CHECK(hover.shown());
  CHECK(pointer_moves(*d.w, 5, 400));
  CHECK(!hover.shown());
  d.draw();
  CHECK(!d.draws("core/queue.c", 2));
  pointer_rests(*d.w, d.frame->metrics(), d.frame->panes(), d.column(4, 10).x_px, at.y_px);  // return
  d.settle();
  CHECK(!hover.shown());
  d.stand("core/caller.c", 4, 16);
  d.act(Action::show_hover);
  CHECK(hover.shown());
  d.act(Action::down);
  CHECK(!hover.shown());
}

TEST_CASE("names in comments and strings mean nothing to the pointer", "[symbols]") {
  Desk d(Files{{"a.c", "int push(void)\n{\n\treturn 0;\n}\n/* push */ int x = push();\n"}});
  d.stand("a.c", 0, 0);
  d.w->active()->document()->wait_settled(std::chrono::seconds(20));
  CHECK(!d.w->active()->word_at(4, 4)->code);
  CHECK(d.w->active()->word_at(4, 20)->code);
  CHECK(d.w->active()->word_at(4, 20)->first_column == 19);
  CHECK(!d.w->active()->word_at(4, 2));
}

TEST_CASE("a click with Ctrl goes to the definition, also in a folded and a wrapped file", "[symbols]") {
  Desk d(Files{{"a.c", "int push(int a)\n{\n\tint x;\n\tint y;\n\treturn 0;\n}\n\nint z = push(" +
                           std::string(300, '1') + " + push(2));\n"}});
  d.stand("a.c", 0, 0);
  d.w->active()->folds.fold(0, 6);
  d.draw();
  gpu::Box at = d.column(7, 9);
  press(*d.w, d.frame->metrics(), d.frame->panes(), at.x_px, at.y_px);
  CHECK(d.w->active()->current_line() == 7);
  d.w->wrap = true;
  d.draw();
  at = d.column(7, 318);
  CHECK(at.y_px > d.column(7, 9).y_px);
  press(*d.w, d.frame->metrics(), d.frame->panes(), at.x_px, at.y_px, true);
  d.settle();
  d.settle();
  CHECK(d.w->place() == FilePlace{"a.c", 0});
}

TEST_CASE("occurrences are said to be such, and definitions are told apart", "[symbols]") {
  Desk d;
  d.stand("core/caller.c", 4, 16);
  d.act(Action::list_occurrences);
  TreeFinder& finder = d.w->finder().in_tree;
  for (int i = 0; i < 500 && (finder.rows().empty() || finder.counts().find("so far") != std::string::npos);
       ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    d.draw();
  }
  CHECK(d.w->focus == Focus::found);
  CHECK(finder.counts() ==
        "Occurrences of the name, comments and strings included: 4 lines in 4 files, 2 definitions");
  std::size_t defining = 0;
  for (const FoundRow& row : finder.rows()) defining += finder.defines(row) ? 1 : 0;
  CHECK(defining == 2);
  finder.form.text = "pus";  // another search: no longer occurrences of a name
  CHECK(!finder.lists_occurrences());
}

TEST_CASE("the search for names lists this file's first, then the release's while one types", "[symbols]") {
  Desk d;
  d.stand("core/caller.c", 0, 0);
  d.act(Action::find_symbol);
  REQUIRE(d.w->picker.rows().size() == 4);
  CHECK(d.w->picker.rows()[0].text == "run");
  CHECK(d.w->picker.status() == "of this file");
  d.type("psh");
  REQUIRE(d.w->picker.rows().size() == 2);
  CHECK(d.w->picker.rows()[0].at == std::vector<std::uint32_t>{0, 2, 3});
  CHECK(d.w->picker.status() == "2 definitions");
  for (int i = 0; i < 3; ++i) field_key(FieldKey::backspace, *d.w);
  d.type("LIMIT");  // a macro: by its whole name
  REQUIRE(d.w->picker.rows().size() == 1);
  CHECK(d.draws("core/queue.h", 0));
  d.act(Action::activate);
  CHECK(d.w->place() == FilePlace{"core/queue.h", 0});
}

TEST_CASE("the outline nests, follows the caret and is filtered", "[symbols]") {
  Desk d;
  d.stand("core/caller.c", 4, 0);
  d.act(Action::show_outline);
  OutlinePanel& outline = d.w->symbols().outline;
  REQUIRE(outline.rows().size() == 4);  // run, state, IDLE, BUSY
  CHECK(outline.item(outline.rows()[0]).depth == 0);
  CHECK(outline.item(outline.rows()[2]).depth == 1);
  CHECK(outline.selected() == 0U);
  d.type("usy");
  REQUIRE(outline.rows().size() == 1);
  CHECK(d.draws("core/caller.c", 6));
  d.act(Action::activate);
  CHECK(d.w->place() == FilePlace{"core/caller.c", 6});
  CHECK(outline.filter.empty());
  CHECK(outline.selected() == 3U);  // the innermost that the caret's line lies in
  d.act(Action::top);
  CHECK(!outline.selected());
  const gpu::Box& box = d.frame->panes().outline;
  press(*d.w, d.frame->metrics(), d.frame->panes(), box.x_px + 60, box.y_px + 4);
  d.draw();
  CHECK(d.w->place() == FilePlace{"core/caller.c", 2});
  d.stand("notes.txt", 0, 0);
  CHECK(outline.rows().empty());
  CHECK(outline.sentence() == "No outline for this language");
}

TEST_CASE("a typedef's name is no part of the struct that it names", "[symbols]") {
  const Outline outline =
      make_outline("a.h", "typedef struct pair {\n\tint a;\n} pair_t;\nint f(void)\n{\n}\n");
  REQUIRE(outline.items.size() == 3);
  for (const OutlineItem& item : outline.items) CHECK(item.depth == 0);
  CHECK(outline.around(1).size() == 1);
  CHECK(outline.at(5) == 2U);
  CHECK(outline.around(9).empty());
  CHECK(outline.at(9) == 2U);
}

TEST_CASE("definitions out of a session's scope are none", "[symbols]") {
  seal::Policy policy;
  policy.scope_include = {"core"};
  const auto scoped = scoped_source(
      std::make_unique<FakeSource>(Files{{"core/queue.c", kQueue}, {"a/other.c", kOther}}), policy);
  REQUIRE(scoped);
  const auto all = (*scoped)->definitions();
  REQUIRE(all);
  const auto found = (*all)->definitions("push");
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  CHECK(found->front().path == "core/queue.c");
}
