// Folding, wrapping, blocks, brackets, views: how lines become rows.
#include "viewer/app/flow.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "fake_source.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/frame_maker.hpp"
#include "viewer/app/pointer.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;

namespace {

const char* const kCode =
    "#include <a>\n"           // 0
    "int first(int a)\n"       // 1
    "{\n"                      // 2
    "\tif (a) {\n"             // 3
    "\t\tcall(\"}\", '{');\n"  // 4
    "\t\twhile (a--) {\n"      // 5
    "\t\t\tstep();\n"          // 6
    "\t\t}\n"                  // 7
    "\t}\n"                    // 8
    "\n"                       // 9
    "out:\n"                   // 10
    "\treturn a;  // )\n"      // 11
    "}\n"                      // 12
    "int second;\n";           // 13

struct Desk {
  FakeSource source;
  std::unique_ptr<Workspace> w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  Grant grant = make_grant();
  std::unique_ptr<FrameMaker> frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));

  explicit Desk(Files files) : source(std::move(files)) { draw(); }
  void draw() { REQUIRE(frame->make(*w, grant, {1200, 800, 1})); }
  void open(const char* path) {
    REQUIRE(w->jump(path, 0));
    draw();
    if (w->active()->document() != nullptr) w->active()->document()->wait_settled(std::chrono::seconds(30));
    draw();
  }
  void act(Action action, std::optional<std::uint64_t> count = {}) {
    apply(action, *w, frame->metrics(), frame->panes(), count);
    draw();
  }
  Editor& e() { return *w->active(); }
  Flow flow() { return e().flow(frame->metrics(), frame->panes().view.code); }
};

}  // namespace

TEST_CASE("folds nest, and hide what is between a header and its end", "[flow]") {
  Folds folds;
  folds.fold(3, 8);
  folds.fold(1, 12);
  CHECK(folds.visible(5) == 1);
  CHECK(folds.next(1) == 12);
  CHECK(folds.previous(12) == 1);
  CHECK(folds.hidden_under(1) == 10);
  CHECK(folds.unfold(1));
  CHECK(folds.visible(5) == 3);
  CHECK(folds.next(3) == 8);
  folds.reveal(6);
  CHECK(folds.empty());
  folds.fold(4, 5);  // hides nothing
  CHECK(folds.empty());
}

TEST_CASE("with nothing folded or wrapped a flow is a plain range; with one-row lines walked it is the same",
          "[flow]") {
  const Folds none;
  std::mt19937 random(7);
  const Flow plain{{500, 20, 610}, &none, {}};
  const Flow walked{{500, 20, 610}, &none, [](std::uint64_t) { return 1; }};
  ScrollPosition a;
  ScrollPosition b;
  for (int i = 0; i < 3000; ++i) {
    const auto delta = static_cast<std::int64_t>(random() % 4001) - 2000;
    const std::uint64_t line = random() % 480;  // at the very end a plain range shows less
    switch (random() % 4) {
      case 0:
        a = scroll_px(a, delta, plain);
        b = scroll_px(b, delta, walked);
        break;
      case 1:
        a = scroll_lines(a, delta / 50, plain);
        b = scroll_lines(b, delta / 50, walked);
        break;
      case 2:
        a = reveal(a, line, 3, plain);
        b = reveal(b, line, 3, walked);
        break;
      default:
        a = centre_on(line, plain);
        b = centre_on(line, walked);
    }
    REQUIRE(a == b);
  }
}

TEST_CASE("wrapped lines take rows, and every row is reached", "[flow]") {
  Desk d(Files{{"wide.txt", "short\n" + std::string(1000, 'w') + "\nend\n"}});
  d.open("wide.txt");
  d.act(Action::toggle_wrap);
  const Flow flow = d.flow();
  const int columns = d.e().columns(d.frame->metrics(), d.frame->panes().view.code.width_px).code_columns;
  CHECK(flow.rows(0) == 1);
  CHECK(flow.rows(1) == (1000 + columns - 1) / columns);
  const ScrollPosition second_row = scroll_px({}, 2 * flow.range.line_px, flow);
  CHECK(second_row == ScrollPosition{1, flow.range.line_px});
  CHECK(row_at({}, 2 * flow.range.line_px + 3, flow)->row == 1);
  std::size_t w = 0;
  for (const gpu::GlyphInstance& g : d.frame->scene().glyphs)
    w += d.frame->panes().view.code.contains(g.x_px, g.y_px) ? 1U : 0U;
  CHECK(w == 5 + 1000 + 3 + 3);  // every character, and three line numbers
  d.act(Action::bottom);
  CHECK(d.e().current_line() == 2);
}

TEST_CASE("blocks are found by their indentation", "[flow]") {
  Desk d(Files{{"a.c", kCode}});
  d.open("a.c");
  const code::Document& document = *d.e().document();
  Blocks blocks(8);
  CHECK(blocks.around(document, 6, 9) == std::vector<std::uint64_t>{1, 3, 5});
  CHECK(blocks.around(document, 11, 9) == std::vector<std::uint64_t>{1});
  CHECK(blocks.around(document, 13, 9).empty());
  CHECK(blocks.end_of(document, 1) == 9U);  // up to the label, which stands at the function's own column
  CHECK(blocks.end_of(document, 3) == 8U);
  CHECK(blocks.end_of(document, 5) == 7U);
  CHECK(!blocks.end_of(document, 13));
}

TEST_CASE("a block folds around the line and opens again", "[flow]") {
  Desk d(Files{{"a.c", kCode}});
  d.open("a.c");
  d.act(Action::down, 6);
  d.act(Action::toggle_fold);
  CHECK(d.e().current_line() == 5);
  d.act(Action::down);
  CHECK(d.e().current_line() == 7);
  d.act(Action::fold_all);
  d.act(Action::top);
  d.act(Action::down, 2);
  CHECK(d.e().current_line() == 9);
  d.e().go_to(6);
  d.draw();
  CHECK(d.e().folds.visible(6) == 6);  // going to a line opens what hides it
  d.act(Action::unfold_all);
  CHECK(d.e().folds.empty());
  d.e().go_to(8);  // the brace that ends the outer if
  d.draw();
  d.act(Action::toggle_fold);
  CHECK(d.e().current_line() == 3);
  CHECK(d.e().folds.hidden_under(3) == 4);
}

TEST_CASE("brackets find their partners past strings and comments", "[flow]") {
  Desk d(Files{{"a.c", kCode}});
  d.open("a.c");
  const code::Document& document = *d.e().document();
  CHECK(matching_bracket(document, {2, 0})->partner == BytePlace{12, 0});
  CHECK(matching_bracket(document, {12, 0})->partner == BytePlace{2, 0});
  CHECK(matching_bracket(document, {3, 8})->partner == BytePlace{8, 1});
  CHECK(matching_bracket(document, {4, 6})->partner == BytePlace{4, 15});
  CHECK(matching_bracket(document, {4, 16})->partner == BytePlace{4, 6});  // the caret behind it
  CHECK(!matching_bracket(document, {13, 2}));
  d.act(Action::down, 3);
  d.act(Action::end);
  d.act(Action::matching_bracket);
  CHECK(d.e().current_line() == 8);
}

TEST_CASE("views stand side by side, and scroll together when they are linked", "[flow]") {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "line " + std::to_string(i) + "\n";
  Desk d(Files{{"a.txt", text}, {"b.txt", text}});
  d.open("a.txt");
  d.act(Action::split_view);
  REQUIRE(d.w->views().size() == 2);
  CHECK(d.w->active()->path() == "a.txt");
  d.open("b.txt");
  CHECK(d.w->views()[0].editor()->path() == "a.txt");
  const gpu::Box left = d.frame->panes().views[0].code;
  const gpu::Box right = d.frame->panes().views[1].code;
  CHECK(left.x_px + left.width_px <= right.x_px);
  wheel(*d.w, d.frame->metrics(), d.frame->panes(), right.x_px + 50, right.y_px + 50, 0, -2);
  d.draw();
  CHECK(d.w->views()[0].editor()->scroll().line == 0);
  d.act(Action::link_views);
  wheel(*d.w, d.frame->metrics(), d.frame->panes(), right.x_px + 50, right.y_px + 50, 0, -2);
  d.draw();
  CHECK(d.w->views()[1].editor()->scroll().line == 12);
  CHECK(d.w->views()[0].editor()->scroll().line == 6);
  press(*d.w, d.frame->metrics(), d.frame->panes(), left.x_px + 100, left.y_px + 30);
  CHECK(d.w->active_view() == 0);
  d.act(Action::next_view);
  CHECK(d.w->active_view() == 1);
  for (int i = 0; i < 9; ++i) d.act(Action::split_view);
  CHECK(d.w->views().size() == Workspace::kMostViews);
  for (int i = 0; i < 9; ++i) d.act(Action::close_view);
  CHECK(d.w->views().size() == 1);
}

TEST_CASE("the headers of the blocks around stay on top of the code", "[flow]") {
  std::string text = "int long_function(void) {\n";
  for (int i = 0; i < 200; ++i) text += "\tcall(" + std::to_string(i) + ");\n";
  Desk d(Files{{"a.c", text + "}\n"}});
  d.open("a.c");
  d.e().set_scroll({100, 0});
  d.draw();
  const gpu::Box code = d.frame->panes().view.code;
  const auto top_row = [&] {
    std::vector<int> x;
    for (const gpu::GlyphInstance& g : d.frame->scene().glyphs)
      if (code.contains(g.x_px, g.y_px) && g.y_px < code.y_px + d.frame->metrics().line_px)
        x.push_back(g.x_px);
    return x;
  };
  const auto sticky = top_row();
  d.act(Action::toggle_sticky);
  CHECK(sticky.size() >
        top_row().size());  // the header is longer than line 101, whose number has more digits
  d.act(Action::toggle_minimap);
  CHECK(d.frame->panes().view.minimap.width_px > 0);
  const gpu::Box map = d.frame->panes().view.minimap;
  CHECK(press(*d.w, d.frame->metrics(), d.frame->panes(), map.x_px + 10, map.y_px + 1) == Grip::minimap);
  CHECK(d.e().scroll().line == 0);
}
