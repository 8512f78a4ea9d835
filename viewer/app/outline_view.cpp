#include "viewer/app/outline_view.hpp"

#include <algorithm>
#include <utility>

#include "viewer/app/symbol_rows.hpp"

namespace spoor::app {
namespace {

constexpr std::uint64_t kOutlineOwner = 40;
constexpr std::uint64_t kOutlineFieldOwner = 41;

Drawn draw_outline_row(Canvas& canvas, const OutlinePanel& outline, std::size_t index, const gpu::Box& row,
                       const gpu::Box& box) {
  const Metrics& m = canvas.metrics;
  const OutlineItem& item = outline.item(outline.rows()[index]);
  canvas.drawn.add(item.symbol.path, item.symbol.line);
  std::vector<text::Cell> cells(static_cast<std::size_t>(2 * std::min(item.depth, 6)));
  const std::vector<text::Cell> kind = kind_cells(kind_sign(item.symbol.kind), item.symbol.kind, 3);
  cells.insert(cells.end(), kind.begin(), kind.end());
  const std::size_t keep = cells.size();
  const std::vector<text::Cell> name =
      matched_cells(canvas, item.symbol.name, outline.rows()[index].at,
                    outline.selected() == index ? UiClass::selected : UiClass::file);
  cells.insert(cells.end(), name.begin(), name.end());
  PlainRow plain{kOutlineOwner + (outline.generation() << 8U), index, std::move(cells), keep};
  return draw_plain_row(canvas, std::move(plain), row.x_px + m.px(14), row.y_px + m.tree_baseline_px, box);
}

}  // namespace

ScrollRange outline_range(const Metrics& metrics, const Panes& panes, const Workspace& workspace) {
  return {workspace.symbols().outline.rows().size(), metrics.tree_row_px, panes.outline.height_px};
}

std::optional<std::size_t> outline_row_at(const Metrics& metrics, const Panes& panes,
                                          const Workspace& workspace, double y_px) {
  const OutlinePanel& outline = workspace.symbols().outline;
  const int from_top_px = static_cast<int>(y_px) - panes.outline.y_px + outline.scroll.sub_px;
  const std::uint64_t row =
      outline.scroll.line + static_cast<std::uint64_t>(std::max(0, from_top_px) / metrics.tree_row_px);
  if (row >= outline.rows().size()) return std::nullopt;
  return static_cast<std::size_t>(row);
}

Drawn draw_outline(Canvas& canvas, Workspace& w, const Panes& panes) {
  const Metrics& m = canvas.metrics;
  const Theme& t = canvas.theme;
  const gpu::Box& box = panes.outline;
  if (panes.outline_field.height_px == 0) return {};
  canvas.scene.add_rect(
      {0, panes.outline_field.y_px, panes.split_x_px, panes.outline_field.height_px + box.height_px},
      t.surface.panel);
  canvas.scene.add_rect({0, panes.outline_field.y_px, panes.split_x_px, m.line_width_px}, t.surface.border);
  OutlinePanel& outline = w.symbols().outline;
  const gpu::Box& head = panes.outline_field;
  const int field_px = std::min(m.px(27), head.height_px);
  const gpu::Box field{head.x_px + m.px(10), head.y_px + (head.height_px - field_px) / 2,
                       std::max(0, head.width_px - m.px(20)), field_px};
  const bool focused = w.focus == Focus::outline;
  if (field.width_px > m.px(40))
    if (auto drawn = draw_field(canvas, {field, "outline", focused ? &w.caret : nullptr}, outline.filter,
                                kOutlineFieldOwner);
        !drawn)
      return drawn;
  const ScrollRange range = outline_range(m, panes, w);
  if (std::exchange(outline.reveal_selected, false) && outline.selected())
    outline.scroll = reveal(outline.scroll, *outline.selected(), 2, range);
  outline.scroll = clamp(outline.scroll, range);
  int y_px = box.y_px - outline.scroll.sub_px;
  for (std::uint64_t i = outline.scroll.line; i < range.lines && y_px < box.y_px + box.height_px;
       ++i, y_px += m.tree_row_px) {
    const gpu::Box row{0, y_px, panes.split_x_px, m.tree_row_px};
    if (outline.selected() == i)
      add_part(canvas, row, {0, box.y_px, panes.split_x_px, box.height_px},
               focused ? t.surface.selection : t.surface.selection_idle);
    if (auto drawn = draw_outline_row(canvas, outline, static_cast<std::size_t>(i), row, box); !drawn)
      return drawn;
  }
  const std::string sentence = outline.sentence();
  if (range.lines == 0 && box.height_px >= m.tree_row_px)
    canvas.labels.push_back(
        {{box.x_px, box.y_px, box.width_px, 2 * m.tree_row_px}, sentence, t.label.muted, Align::centre});
  if (range.lines > range.whole_lines()) {
    const Thumb bar = thumb(outline.scroll, range, panes.outline_bar.height_px, m.px(24));
    draw_thumb(canvas, panes.outline_bar, bar.offset_px, bar.length_px);
  }
  return {};
}

}  // namespace spoor::app
