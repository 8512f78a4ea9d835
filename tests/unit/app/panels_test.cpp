// A walk through all panels: no label of our own ever holds a word of the vendor's (labels carry no mark),
// and no size of the window breaks anything.
#include <catch2/catch.hpp>
#include <functional>

#include "fake_source.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/frame_maker.hpp"
#include "viewer/app/pointer.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;

namespace {

constexpr const char* kVendor = "qzxvendor";  // in every name and every line

/// A workspace in which everything of the vendor's holds kVendor.
struct Walk {
  FakeSource source;
  std::unique_ptr<Workspace> w;
  Grant grant = make_grant();
  std::unique_ptr<FrameMaker> frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));
  FrameSize size;

  explicit Walk(FrameSize of) : source(files()), size(of) {
    source.others["qzxvendor 1"] = older();
    w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
    draw("nothing open");
  }
  static Files files() {
    Files all;
    std::string text = "// qzxvendor says\nint qzxvendor(int qzxvendor_n)\n{\n\treturn 0;\n}\n";
    for (int i = 0; i < 120; ++i)
      text += "int qzxvendor_" + std::to_string(i) + "(void) {\n\treturn qzxvendor;\n}\n";
    for (const char* name :
         {"qzxvendor.c", "qzxvendor_dir/qzxvendor_two.c", "qzxvendor_dir/qzxvendor_three.h"})
      all[name] = text;
    all["qzxvendor.bin"] = std::string("qzxvendor\0", 10);
    all["qzxvendor_empty"] = "";
    return all;
  }
  static Files older() {
    Files all = files();
    all.erase("qzxvendor_empty");
    all["qzxvendor.c"] += "int qzxvendor_old(int qzxvendor_n);\n";
    all["qzxvendor.c"].replace(all["qzxvendor.c"].find("return 0"), 8, "return qzxvendor_9");
    all["qzxvendor_gone/qzxvendor_four.c"] = "void qzxvendor_four(void);\n";
    all["qzxvendor_dir/qzxvendor_was.h"] = all["qzxvendor_dir/qzxvendor_three.h"] + "// qzxvendor\n";
    all.erase("qzxvendor_dir/qzxvendor_three.h");
    all["qzxvendor.bin"] = std::string("qzxvendor\0old", 13);
    return all;
  }
  void draw(const std::string& where) {
    REQUIRE(frame->make(*w, grant, size));
    INFO(where);
    for (const auto* labels : {&frame->labels(), &frame->over_labels()})
      for (const Label& label : *labels) {
        INFO(label.text);
        REQUIRE(label.text.find(kVendor) == std::string::npos);
      }
    for (const auto* scene : {&frame->scene(), &frame->over_scene()})
      for (const gpu::GlyphInstance& g : scene->glyphs) {
        REQUIRE(g.x_px + g.width_px <= size.width_px);
        REQUIRE(g.y_px + g.height_px <= size.height_px);
      }
  }
  void act(Action action) {
    apply(action, *w, frame->metrics(), frame->panes());
    draw(std::string(command_of(action).id));
  }
  /// With what the desk answers to it.
  void ask(Action action) {
    act(action);
    settle(std::string(command_of(action).id));
  }
  void settle(const std::string& where) {
    w->symbols().desk.wait();
    draw(where);
  }
  void type(const std::string& text) {
    for (const char c : text) type_character(static_cast<unsigned char>(c), *w);
    draw("typing " + std::string(text.size(), '.'));
  }
};

void walk_symbols(Walk& d) {
  d.w->jump("qzxvendor.c", 0);
  d.act(Action::down);
  d.act(Action::word_right);
  for (const Action action : {Action::show_hover, Action::peek_definition}) d.ask(action);
  for (const Action action :
       {Action::right, Action::down, Action::page_down, Action::left, Action::focus_code})
    d.act(action);
  d.ask(Action::go_definition);
  CHECK(d.w->picker.kind() == PickerKind::definitions);
  d.type("two");
  d.act(Action::activate);
  d.ask(Action::list_occurrences);
  d.act(Action::focus_code);
  d.ask(Action::find_symbol);
  d.type("qzxvendor_7");
  d.settle("symbols");
  CHECK(d.w->picker.rows().size() >= 3);
  d.act(Action::focus_code);
  d.ask(Action::show_outline);
  CHECK(d.w->symbols().outline.rows().size() == 121);
  d.type("_33");
  d.act(Action::toggle_tree);
  d.act(Action::down);
  d.act(Action::activate);
  d.act(Action::toggle_tree);
  d.act(Action::toggle_outline);
}

void walk_comparison(Walk& d) {
  d.w->jump("qzxvendor.c", 3);
  d.act(Action::compare_file);  // nothing is chosen yet
  d.act(Action::compare_with);
  d.type("qzx");
  d.act(Action::activate);
  REQUIRE(d.w->comparison().begun());
  d.w->comparison().desk()->wait();
  d.draw("the list of changes");
  REQUIRE(d.w->comparison().list.tree() != nullptr);
  CHECK(d.w->comparison().list.tree()->changes.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    d.act(Action::activate);
    d.w->comparison().desk()->wait();
    d.draw("a changed file");
    for (const Action action :
         {Action::diff_sides, Action::next_change, Action::diff_folds, Action::bottom, Action::right,
          Action::previous_change, Action::diff_folds, Action::diff_sides, Action::find_next})
      d.act(action);
    d.act(Action::focus_code);
    CHECK_FALSE(d.w->comparison().view.shown());
    d.act(Action::down);
  }
  for (int i = 0; i < 5; ++i) d.act(Action::next_change_kind);
  d.w->jump("qzxvendor.c", 0);
  d.w->comparison().desk()->wait();
  for (const Action action :
       {Action::mark_lines, Action::next_change, Action::compare_file, Action::activate, Action::focus_code})
    d.act(action);
  d.act(Action::compare_end);
}

void walk(Walk& d) {
  d.w->message.clear();
  REQUIRE(d.w->paths().wait() != nullptr);
  for (const Action action :
       {Action::show_palette, Action::show_keys, Action::show_tour, Action::show_logged}) {
    d.act(action);
    d.act(Action::page_down);
    d.act(Action::focus_code);
  }
  d.act(Action::open_file);
  d.type("qzxvendor");
  d.act(Action::down);
  d.act(Action::activate);
  for (const char* path :
       {"qzxvendor_dir/qzxvendor_two.c", "qzxvendor.bin", "qzxvendor_empty", "qzxvendor.c"}) {
    d.w->jump(path, 50);
    d.draw("a file");
  }
  CHECK(!d.w->jump("qzxvendor_missing", 0));
  d.draw("a file that is not there");
  for (const Action action : {Action::split_view, Action::toggle_minimap, Action::toggle_wrap, Action::bottom,
                              Action::word_right, Action::find_word, Action::toggle_fold, Action::fold_all,
                              Action::next_view, Action::link_views, Action::go_to_line})
    d.act(action);
  d.type("7");
  d.act(Action::activate);
  d.act(Action::find_in_file);
  d.type("qzxvendor_1");
  d.act(Action::find_in_tree);
  d.type("qzxvendor(");
  d.act(Action::toggle_regexp);  // an expression that is wrong
  d.act(Action::focus_code);
  d.act(Action::filter_tree);
  d.type("two");
  d.act(Action::activate);
  d.act(Action::reveal_in_tree);
  d.act(Action::back);
  walk_symbols(d);
  walk_comparison(d);
  for (std::size_t i = 0; i < kThemes.size(); ++i) d.act(Action::next_theme);
}

}  // namespace

TEST_CASE("no label of our own holds a word of the vendor's, in any panel", "[panels]") {
  Walk d({1400, 900, 1});
  d.w->paths().start();
  walk(d);
}

TEST_CASE("no panel breaks in a window of any size or scale", "[panels]") {
  for (const FrameSize size : {FrameSize{200, 100, 1}, FrameSize{64, 64, 3}, FrameSize{8000, 4000, 2}}) {
    Walk d(size);
    d.w->paths().start();
    walk(d);
  }
}
