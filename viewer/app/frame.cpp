#include "viewer/app/frame.hpp"

#include <algorithm>
#include <utility>

#include "viewer/text/row.hpp"

namespace spoor::app {
namespace {

constexpr char32_t kEllipsis = 0x2026;

// Takes the middle out of a row that is too long: names that are alike differ at their ends. The first `keep`
// cells are no part of the name.
void cut_to(std::vector<text::Cell>& cells, std::size_t columns, std::size_t keep) {
  if (cells.size() <= columns) return;
  if (columns == 0) return cells.clear();
  const std::size_t tail = (columns - std::min(keep, columns)) / 2;
  const std::size_t head = columns - 1 - std::min(tail, columns - 1);
  std::copy(cells.end() - static_cast<std::ptrdiff_t>(columns - 1 - head), cells.end(),
            cells.begin() + static_cast<std::ptrdiff_t>(head + 1));
  cells[head].code_point = kEllipsis;
  cells.resize(columns);
}

// In a window too small for them, panes are cut at its edge.
void cut_to_window(gpu::Box& box, int width_px, int height_px) {
  box.width_px = std::max(0, std::min(box.width_px, width_px - box.x_px));
  box.height_px = std::max(0, std::min(box.height_px, height_px - box.y_px));
}

}  // namespace

std::string grouped(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

Panes make_panes(const Metrics& metrics, int width_px, int height_px, int tree_width_px, double find_share) {
  Panes p;
  const int tree_px = std::clamp(tree_width_px, 0, width_px / 2);
  const int border_px = tree_px > 0 ? metrics.line_width_px : 0;
  const int top = metrics.menu_px;
  const int body_px = std::max(0, height_px - top - metrics.status_px);
  const int bar = metrics.scrollbar_px;
  p.menu = {0, 0, width_px, metrics.menu_px};
  p.status = {0, top + body_px, width_px, metrics.status_px};
  p.split_x_px = tree_px;
  p.tree_head = {0, top, tree_px, metrics.tabs_px};
  const int tree_rows_px = std::max(0, body_px - metrics.tabs_px);
  p.tree = {0, top + metrics.tabs_px, std::max(0, tree_px - bar), tree_rows_px};
  p.tree_bar = {p.tree.width_px, p.tree.y_px, tree_px > 0 ? bar : 0, tree_rows_px};
  const int left = tree_px + border_px;
  const int right_px = std::max(0, width_px - left);
  p.tabs = {left, top, right_px, metrics.tabs_px};
  p.path = {left, top + metrics.tabs_px, right_px, metrics.path_px};
  const int code_y = p.path.y_px + metrics.path_px + metrics.px(4);
  const int below_px = std::max(0, top + body_px - code_y);
  const int find_px = static_cast<int>(find_share * below_px);
  const int code_h = below_px - find_px;
  const int head_px = std::min(find_px, metrics.px(64));
  p.find = {left, code_y + code_h, right_px, find_px};
  p.find_head = {left, p.find.y_px, right_px, head_px};
  p.find_rows = {left, p.find.y_px + head_px, std::max(0, right_px - bar), find_px - head_px};
  p.find_bar = {left + p.find_rows.width_px, p.find_rows.y_px, bar, p.find_rows.height_px};
  p.code = {left, code_y, std::max(0, right_px - bar), code_h};
  p.code_bar = {left + p.code.width_px, code_y, bar, code_h};
  for (gpu::Box* box : {&p.menu, &p.tree_head, &p.tree, &p.tree_bar, &p.tabs, &p.path, &p.code, &p.code_bar,
                        &p.status, &p.find, &p.find_head, &p.find_rows, &p.find_bar})
    cut_to_window(*box, width_px, height_px);
  return p;
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
  cut_to(row.cells, static_cast<std::size_t>(canvas.metrics.columns_in(std::max(0, room_px))), row.keep);
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
