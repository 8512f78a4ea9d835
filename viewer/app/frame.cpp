#include "viewer/app/frame.hpp"

#include <algorithm>
#include <utility>

#include "viewer/text/row.hpp"

namespace spoor::app {
namespace {

constexpr char32_t kEllipsis = 0x2026;

}  // namespace

void cut_middle(std::vector<text::Cell>& cells, std::size_t columns, std::size_t keep) {
  if (cells.size() <= columns) return;
  if (columns == 0) return cells.clear();
  const std::size_t tail = (columns - std::min(keep, columns)) / 2;
  const std::size_t head = columns - 1 - std::min(tail, columns - 1);
  const bool was_wide = cells[head].code_point == text::kWideRest;  // its first half is kept, before it
  std::copy(cells.end() - static_cast<std::ptrdiff_t>(columns - 1 - head), cells.end(),
            cells.begin() + static_cast<std::ptrdiff_t>(head + 1));
  cells[head] = {kEllipsis, cells[head].color};
  cells.resize(columns);
  // A wide character is not cut in two.
  if (head + 1 < columns && cells[head + 1].code_point == text::kWideRest) cells[head + 1] = {};
  if (was_wide && head > 0 && cells[head - 1].code_point != text::kWideRest)
    cells[head - 1] = {kEllipsis, cells[head].color};
}

void draw_popup(Canvas& canvas, const gpu::Box& box) {
  const Metrics& m = canvas.metrics;
  for (const int grow_px : {m.px(10), m.px(5), m.px(2)})
    canvas.scene.add_rect({box.x_px - grow_px, box.y_px - grow_px / 2, box.width_px + 2 * grow_px,
                           box.height_px + grow_px + grow_px / 2},
                          {0, 0, 0, 28});
  add_frame(canvas, box, canvas.theme.surface.border, canvas.theme.surface.popup);
}

std::string grouped(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

void add_frame(Canvas& canvas, const gpu::Box& box, gpu::Rgba border, gpu::Rgba fill) {
  const int line = canvas.metrics.line_width_px;
  canvas.scene.add_rect(box, border);
  canvas.scene.add_rect({box.x_px + line, box.y_px + line, box.width_px - 2 * line, box.height_px - 2 * line},
                        fill);
}

void add_part(Canvas& canvas, const gpu::Box& part, const gpu::Box& clip, gpu::Rgba color) {
  const int left = std::max(part.x_px, clip.x_px);
  const int top = std::max(part.y_px, clip.y_px);
  const int right = std::min(part.x_px + part.width_px, clip.x_px + clip.width_px);
  const int bottom = std::min(part.y_px + part.height_px, clip.y_px + clip.height_px);
  if (right > left && bottom > top) canvas.scene.add_rect({left, top, right - left, bottom - top}, color);
}

std::size_t count_cells(const Canvas& canvas, std::string_view bytes) {
  std::vector<text::Cell> cells;
  append_cells(canvas, bytes, UiClass::file, cells);
  return cells.size();
}

void append_cells(const Canvas& canvas, std::string_view bytes, UiClass color,
                  std::vector<text::Cell>& cells) {
  text::RowOptions options;
  options.tab_columns = 1;
  options.plain = color_class(color);
  options.picture = color_class(UiClass::picture);
  text::Row row;
  text::lay_out_row({bytes, {}}, {}, canvas.repertoire, options, 0, bytes.size(), row);
  cells.insert(cells.end(), row.cells.begin(), row.cells.end());
}

Drawn draw_plain_row(Canvas& canvas, PlainRow row, int origin_x_px, int baseline_y_px, const gpu::Box& clip) {
  const int room_px = clip.x_px + clip.width_px - origin_x_px;
  cut_middle(row.cells, static_cast<std::size_t>(canvas.metrics.columns_in(std::max(0, room_px))), row.keep);
  std::uint64_t stamp =
      mix(static_cast<std::uint64_t>(static_cast<std::uint32_t>(origin_x_px)), row.cells.size());
  for (const text::Cell& cell : row.cells)
    stamp = mix(stamp, (std::uint64_t{cell.code_point} << 8) | cell.color);
  const RowKey key{row.owner, row.line, stamp};
  const RowCache::Glyphs* glyphs = canvas.rows.find(key);
  if (glyphs == nullptr) {
    RowCache::Glyphs placed;
    text::place_row(row.cells, canvas.metrics.lattice(origin_x_px), canvas.marking, placed);
    glyphs = &canvas.rows.insert(key, std::move(placed));
  }
  return canvas.scene.add_row(*glyphs, baseline_y_px, clip, canvas.theme.palette, canvas.atlas);
}

void draw_thumb(Canvas& canvas, const gpu::Box& track, int offset_px, int length_px) {
  const int inset = canvas.metrics.px(3);
  canvas.scene.add_rect({track.x_px + inset, track.y_px + offset_px + inset / 2, track.width_px - 2 * inset,
                         length_px - 2 * (inset / 2)},
                        canvas.theme.surface.scrollbar);
}

}  // namespace spoor::app
