// Where the panes of the window are, and what a frame consists of: a scene of vendor text and surfaces, and
// the labels of our own that go on top.
#pragma once

#include <string>
#include <vector>

#include "viewer/app/metrics.hpp"
#include "viewer/app/row_cache.hpp"
#include "viewer/app/theme.hpp"
#include "viewer/gpu/scene.hpp"
#include "viewer/text/repertoire.hpp"

namespace spoor::app {

struct Panes {
  gpu::Box menu, tree_head, tree, tree_bar, tabs, path, code, code_bar, status;
  gpu::Box find, find_head, find_rows, find_bar;  ///< below the code; of no height where it is not shown
  int split_x_px = 0;  ///< left edge of the border between tree and code; 0 where there is no tree
};

/// Panes of a window; a tree wider than half the window is narrowed. find_share: of the code's height, what
/// the panel of found lines takes.
[[nodiscard]] Panes make_panes(const Metrics& metrics, int width_px, int height_px, int tree_width_px,
                               double find_share = 0);

enum class Align : std::uint8_t { left, centre, right };
enum class LabelFont : std::uint8_t { text, large };

/// A line of our own words, vertically centred in a box. Never vendor text.
struct Label {
  gpu::Box box{};
  std::string text;
  gpu::Rgba color{};
  Align align = Align::left;
  LabelFont font = LabelFont::text;
};

/// What drawing needs and what it draws into. References live as long as the frame is composed.
struct Canvas {
  const Metrics& metrics;
  const Theme& theme;
  const text::Repertoire& repertoire;
  text::Marking marking{};
  text::GlyphAtlas& atlas;
  RowCache& rows;
  gpu::Scene& scene;
  std::vector<Label>& labels;
};

using Drawn = tl::expected<void, text::TextError>;

/// A drawn row of vendor text that is not code: laid out and placed once for as long as it stays on screen.
/// Of a row that does not fit the middle is left out, for an ellipsis.
struct PlainRow {
  std::uint64_t owner = 0;
  std::uint64_t line = 0;
  std::vector<text::Cell> cells;
  std::size_t keep = 0;  ///< leading cells that are not cut
};
Drawn draw_plain_row(Canvas& canvas, PlainRow row, int origin_x_px, int baseline_y_px, const gpu::Box& clip);

/// Appends bytes as cells of one colour.
void append_cells(const Canvas& canvas, std::string_view bytes, UiClass color,
                  std::vector<text::Cell>& cells);

/// "12,345"
[[nodiscard]] std::string grouped(std::uint64_t number);

/// A vertical scrollbar's thumb.
void draw_thumb(Canvas& canvas, const gpu::Box& track, int offset_px, int length_px);

}  // namespace spoor::app
