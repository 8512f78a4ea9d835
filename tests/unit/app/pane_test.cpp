#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <string>

#include "fake_source.hpp"
#include "viewer/app/code_pane.hpp"
#include "viewer/app/frame_maker.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;

namespace {

std::string text_of(const std::vector<text::Cell>& cells) {
  std::string out;
  for (const text::Cell& cell : cells)
    out += cell.code_point < 0x80 ? static_cast<char>(cell.code_point) : '?';
  return out;
}

const text::Repertoire& repertoire() {
  static const text::Repertoire made(*text::Face::open(text::FontId::jetbrains_mono));
  return made;
}

constexpr FrameSize kSize{1200, 800, 1};

}  // namespace

TEST_CASE("gutter and code share one lattice: a blank, the number right-aligned, two blanks, code",
          "[panes]") {
  std::string bytes = "first\r\n\tx\n";
  for (int i = 0; i < 1200; ++i) bytes += "y\n";
  FakeSource source(Files{{"a.c", bytes}});
  auto w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  REQUIRE(w->open("a.c"));
  Editor& e = *w->active();
  const CodeColumns columns{4, 7, 20};
  CHECK(text_of(code_row_cells(e, 0, columns, repertoire(), false)) == "    1  first");
  CHECK(text_of(code_row_cells(e, 1, columns, repertoire(), false)) == "    2          x");
  CHECK(text_of(code_row_cells(e, 1199, columns, repertoire(), false)) == " 1200  y");
  e.set_first_column(2);
  CHECK(text_of(code_row_cells(e, 0, columns, repertoire(), false)) == "    1  rst");
}

TEST_CASE("line numbers are exact beyond 2^24 lines", "[panes]") {
  constexpr std::uint64_t kLines = (1U << 24U) + 3;
  FakeSource source(Files{{"big", std::string(kLines, '\n')}});
  auto w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  REQUIRE(w->open("big"));
  Editor& e = *w->active();
  REQUIRE(e.document()->wait_settled(std::chrono::seconds(60)));
  REQUIRE(e.lines() == kLines);
  const Metrics m = make_metrics(*text::Face::open(text::FontId::jetbrains_mono), 14, 1);
  const CodeColumns columns = e.columns(m, 900);
  CHECK(columns.digits == 8);
  for (const std::uint64_t line : {16'777'215U, 16'777'216U, 16'777'217U, 16'777'218U})
    CHECK(text_of(code_row_cells(e, line, columns, repertoire(), false)) == fmt::format(" {}  ", line + 1));
}

TEST_CASE("only the visible part of a line of 10 MB is laid out", "[panes]") {
  std::string line;
  for (int i = 0; line.size() < 10'000'000; ++i) line += "item" + std::to_string(i) + ",";
  FakeSource source(Files{{"long.txt", line + "\nend\n"}});
  auto w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  REQUIRE(w->open("long.txt"));
  Editor& e = *w->active();
  e.document()->wait_settled(std::chrono::seconds(60));
  const CodeColumns columns{3, 6, 50};
  for (const std::uint64_t first : {0U, 40'000U, 5'000'000U, 9'999'990U}) {
    e.set_first_column(first);
    const std::string row = text_of(code_row_cells(e, 0, columns, repertoire(), false));
    CHECK(row == fmt::format("   1  {}", line.substr(first, 50)));
  }
}

TEST_CASE("a row keeps its places while it stays on screen, and takes the new slot's when laid out anew",
          "[panes]") {
  std::string bytes;
  for (int i = 0; i < 300; ++i) bytes += "int value_" + std::to_string(i) + " = compute(i, j, k);\n";
  FakeSource source(Files{{"a.txt", bytes}});
  auto w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  REQUIRE(w->open("a.txt"));
  w->active()->document()->wait_settled(std::chrono::seconds(10));
  Grant grant = make_grant();
  auto frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));
  const auto code_u = [&] {  // the atlas boxes in the code pane stand for glyph and phase
    std::vector<std::uint64_t> out;
    for (const gpu::GlyphInstance& g : frame->scene().glyphs)
      if (frame->panes().view.code.contains(g.x_px, g.y_px))
        out.push_back(mix(static_cast<std::uint64_t>(g.x_px * 100000 + g.y_px), g.u_px * 10000U + g.v_px));
    return out;
  };
  REQUIRE(frame->make(*w, grant, kSize));
  REQUIRE(frame->make(*w, grant, kSize));
  const auto before = code_u();
  CHECK(before.size() > 500);
  REQUIRE(grant.advance(kStart + seal::kSlotSeconds));
  REQUIRE(frame->make(*w, grant, kSize));
  CHECK(code_u() == before);
  frame->forget_rows();
  REQUIRE(frame->make(*w, grant, kSize));
  CHECK(code_u() != before);
}

TEST_CASE("after the session's end a frame holds no glyph of the vendor's", "[panes]") {
  FakeSource source(Files{{"a.c", "int secret;\n"}});
  auto w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  REQUIRE(w->open("a.c"));
  Grant grant = make_grant(1);
  auto frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));
  REQUIRE(frame->make(*w, grant, kSize));
  CHECK(frame->scene().glyphs.size() > 10);
  CHECK(!grant.advance(kStart + seal::kSlotSeconds));
  REQUIRE(frame->make(*w, grant, kSize));
  CHECK(frame->scene().glyphs.empty());
}

TEST_CASE("frames of any size are made", "[panes]") {
  FakeSource source(Files{{"a.c", "int a;\n"}});
  auto w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  REQUIRE(w->open("a.c"));
  const Grant grant = make_grant(1);
  auto frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));
  for (const FrameSize size : {FrameSize{64, 64, 1}, FrameSize{200, 100, 4}, FrameSize{8000, 4000, 2}}) {
    w->font_px = size.width_px == 64 ? kLargestFontPx : kLeastFontPx;
    REQUIRE(frame->make(*w, grant, size));
    for (const gpu::GlyphInstance& g : frame->scene().glyphs) {
      REQUIRE(g.x_px + g.width_px <= size.width_px);
      REQUIRE(g.y_px + g.height_px <= size.height_px);
    }
  }
}

TEST_CASE("a name that does not fit loses its middle, not what sets it apart", "[panes]") {
  FakeSource source(Files{{"a_rather_long_name_that_ends_in_one.c", "x\n"},
                          {"a_rather_long_name_that_ends_in_two.c", "x\n"}});
  auto w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  w->tree_width_units = 200;
  const Grant grant = make_grant(1);
  auto frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));
  REQUIRE(frame->make(*w, grant, kSize));
  const auto row = [&](int index) {  // the boxes in the atlas of one row of the tree
    const gpu::Box& tree = frame->panes().tree;
    const int row_px = frame->metrics().tree_row_px;
    std::vector<std::pair<int, int>> boxes;
    for (const gpu::GlyphInstance& g : frame->scene().glyphs)
      if (tree.contains(g.x_px, g.y_px) && (g.y_px - tree.y_px) / row_px == index)
        boxes.emplace_back(g.u_px, g.v_px);
    return boxes;
  };
  CHECK(row(0).size() == row(1).size());
  CHECK(row(0).size() < 24);
  CHECK(row(0) != row(1));
}
