// What a frame consists of: a scene of vendor text and surfaces, and the labels of our own that go on top.
#pragma once

#include <string>
#include <vector>

#include "viewer/app/drawn_lines.hpp"
#include "viewer/app/panes.hpp"
#include "viewer/app/row_cache.hpp"
#include "viewer/app/theme.hpp"
#include "viewer/gpu/scene.hpp"
#include "viewer/text/repertoire.hpp"

namespace spoor::app {

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
  DrawnLines& drawn;  ///< whoever draws a line of a file says so here

  /// The same, into another layer.
  [[nodiscard]] Canvas onto(gpu::Scene& other, std::vector<Label>& its_labels) const {
    return {metrics, theme, repertoire, marking, atlas, rows, other, its_labels, drawn};
  }
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

/// Takes the middle out of a row of more cells than `columns`, for an ellipsis: names that are alike differ
/// at their ends. The first `keep` cells are no part of the name.
void cut_middle(std::vector<text::Cell>& cells, std::size_t columns, std::size_t keep);

/// A box with a border and a soft shadow, over what is below.
void draw_popup(Canvas& canvas, const gpu::Box& box);
/// A filled box with a border of one line.
void add_frame(Canvas& canvas, const gpu::Box& box, gpu::Rgba border, gpu::Rgba fill);
/// Part of a row, cut at a box.
void add_part(Canvas& canvas, const gpu::Box& part, const gpu::Box& clip, gpu::Rgba color);

/// Cells that append_cells would append.
[[nodiscard]] std::size_t count_cells(const Canvas& canvas, std::string_view bytes);
/// Appends bytes as cells of one colour.
void append_cells(const Canvas& canvas, std::string_view bytes, UiClass color,
                  std::vector<text::Cell>& cells);

/// "12,345"
[[nodiscard]] std::string grouped(std::uint64_t number);

/// A vertical scrollbar's thumb.
void draw_thumb(Canvas& canvas, const gpu::Box& track, int offset_px, int length_px);

}  // namespace spoor::app
