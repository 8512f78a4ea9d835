#include "viewer/app/change_panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace spoor::app {
namespace {

using compare::FileChange;
using compare::FileChangeKind;

constexpr std::uint64_t kChangeOwner = 52;  // of rows in the cache
constexpr std::uint64_t kSinceOwner = 53;

gpu::Rgba color_of(const Theme& theme, FileChangeKind kind) {
  const Surfaces& s = theme.surface;
  if (kind == FileChangeKind::added) return s.mark_added;
  return kind == FileChangeKind::removed ? s.mark_removed : s.mark_changed;
}

std::string_view name_in(std::string_view path) {
  return compare::name_of(path);
}

std::vector<text::Cell> row_cells(const Canvas& canvas, const ChangeList& list, const ChangeRow& row,
                                  bool selected) {
  std::vector<text::Cell> cells;
  if (row.folder) {
    append_cells(canvas, row.path + "/", UiClass::folder, cells);
    return cells;
  }
  const FileChange& change = list.change(row);
  cells.resize(5);
  append_cells(canvas, name_in(change.path), selected ? UiClass::selected : UiClass::file, cells);
  if (change.kind == FileChangeKind::renamed) {
    append_cells(canvas, "   <   ", UiClass::chevron, cells);
    append_cells(canvas, change.old_path, selected ? UiClass::selected : UiClass::path, cells);
  }
  return cells;
}

/// Our own words at the right edge.
std::string figures_of(const Comparison& comparison, const ChangeRow& row) {
  if (row.folder) return fmt::format("{} file{}", grouped(row.files), row.files == 1 ? "" : "s");
  const FileChange& change = comparison.list.change(row);
  std::string out = kind_word(change.kind);
  if (change.kind == FileChangeKind::renamed) out += fmt::format(", {} % alike", change.alike_percent);
  if (change.binary) return out + "    binary";
  if (const auto lines = comparison.desk()->counts(row.change))
    out += fmt::format("    +{}  -{}", grouped(lines->added), grouped(lines->removed));
  return out;
}

Drawn draw_row(Canvas& canvas, const Comparison& comparison, std::size_t index, int y_px, const gpu::Box& box,
               bool focused) {
  const Metrics& m = canvas.metrics;
  const Theme& t = canvas.theme;
  const ChangeList& list = comparison.list;
  const ChangeRow& row = list.rows()[index];
  const bool selected = list.selected() == index;
  if (selected)
    add_part(canvas, {box.x_px, y_px, box.width_px, m.line_px}, box,
             focused ? t.surface.selection : t.surface.selection_idle);
  const int words_px = std::min(m.px(260), box.width_px / 2);
  if (y_px >= box.y_px && y_px + m.line_px <= box.y_px + box.height_px) {
    canvas.labels.push_back({{box.x_px + box.width_px - words_px, y_px, words_px - m.px(10), m.line_px},
                             figures_of(comparison, row),
                             selected ? t.label.text : t.label.muted,
                             Align::right});
    if (!row.folder) {
      const FileChangeKind kind = list.change(row).kind;
      canvas.labels.push_back({{box.x_px + m.px(26), y_px, m.px(20), m.line_px},
                               kind_letter(kind),
                               color_of(t, kind),
                               Align::left});
    }
  }
  PlainRow plain{kChangeOwner + (list.generation() << 8U), index, row_cells(canvas, list, row, selected), 0};
  gpu::Box clip = box;
  clip.width_px = std::max(0, box.width_px - words_px);
  return draw_plain_row(canvas, std::move(plain), box.x_px + m.px(14), y_px + m.baseline_px, clip);
}

Drawn draw_head(Canvas& canvas, const Workspace& w, const Panes& panes) {
  const Metrics& m = canvas.metrics;
  const Theme& t = canvas.theme;
  const gpu::Box& head = panes.find_head;
  const Comparison& comparison = w.comparison();
  canvas.scene.add_rect(panes.find, t.surface.code);
  canvas.scene.add_rect(head, t.surface.bar);
  canvas.scene.add_rect({panes.find.x_px, panes.find.y_px, panes.find.width_px, m.line_width_px},
                        t.surface.border);
  const int half_px = head.height_px / 2;
  const int inner_px = std::max(0, head.width_px - m.px(28));
  const gpu::Box first{head.x_px + m.px(14), head.y_px, inner_px, half_px};
  const gpu::Box second{first.x_px, head.y_px + half_px, inner_px, half_px};
  canvas.labels.push_back({first, "Changes since", t.label.text});
  const std::string keys = w.keymap().keys_of(Action::next_change_kind);
  if (!keys.empty()) canvas.labels.push_back({first, keys + " lists one kind", t.label.muted, Align::right});
  canvas.labels.push_back({second, comparison.counts(), t.label.text});
  canvas.labels.push_back({second, comparison.coverage(), t.label.muted, Align::right});
  PlainRow since{kSinceOwner, 0, {}};
  append_cells(canvas, comparison.release(), UiClass::folder, since.cells);
  const int baseline_px = head.y_px + (half_px - m.tree_row_px) / 2 + m.tree_baseline_px;
  return draw_plain_row(canvas, std::move(since), first.x_px + m.px(108), baseline_px,
                        {head.x_px, head.y_px, std::max(0, head.width_px - m.px(200)), half_px});
}

}  // namespace

ScrollRange change_range(const ChangeList& list, const Metrics& metrics, const Panes& panes) {
  return {list.rows().size(), metrics.line_px, panes.find_rows.height_px};
}

std::optional<std::size_t> change_row_at(const ChangeList& list, const Metrics& metrics, const Panes& panes,
                                         double y_px) {
  const int from_top_px = static_cast<int>(y_px) - panes.find_rows.y_px + list.scroll.sub_px;
  const std::uint64_t row =
      list.scroll.line + static_cast<std::uint64_t>(std::max(0, from_top_px) / metrics.line_px);
  if (row >= list.rows().size()) return std::nullopt;
  return static_cast<std::size_t>(row);
}

Drawn draw_change_panel(Canvas& canvas, Workspace& w, const Panes& panes) {
  const Metrics& m = canvas.metrics;
  ChangeList& list = w.comparison().list;
  if (panes.find.height_px == 0 || !list.shown) return {};
  if (auto drawn = draw_head(canvas, w, panes); !drawn) return drawn;
  const gpu::Box& box = panes.find_rows;
  const ScrollRange range = change_range(list, m, panes);
  if (std::exchange(list.reveal_selected, false) && list.selected())
    list.scroll = reveal(list.scroll, *list.selected(), 1, range);
  list.scroll = clamp(list.scroll, range);
  int y_px = box.y_px - list.scroll.sub_px;
  for (std::uint64_t i = list.scroll.line; i < range.lines && y_px < box.y_px + box.height_px;
       ++i, y_px += m.line_px)
    if (auto drawn = draw_row(canvas, w.comparison(), static_cast<std::size_t>(i), y_px, box,
                              w.focus == Focus::changes);
        !drawn)
      return drawn;
  if (range.lines > range.whole_lines()) {
    const Thumb bar = thumb(list.scroll, range, panes.find_bar.height_px, m.px(24));
    draw_thumb(canvas, panes.find_bar, bar.offset_px, bar.length_px);
  }
  return {};
}

TreeBadge tree_badge(const Theme& theme, const Comparison& comparison, const TreeRow& row) {
  if (row.kind == seal::EntryKind::directory) {
    const std::uint64_t below = comparison.changes_below(row.path);
    return {below == 0 ? std::string() : grouped(below), theme.label.muted};
  }
  const FileChange* change = comparison.change_of(row.path);
  if (change == nullptr) return {};
  return {kind_letter(change->kind), color_of(theme, change->kind)};
}

}  // namespace spoor::app
