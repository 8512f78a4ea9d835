#include "viewer/app/overlay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "viewer/app/symbol_rows.hpp"
#include "viewer/app/symbol_views.hpp"

namespace spoor::app {
namespace {

constexpr std::uint64_t kPickerOwner = 6;
constexpr std::uint64_t kPickerFieldOwner = 7;
constexpr std::uint64_t kPrintFieldOwner = 8;
constexpr std::uint64_t kNoteFieldOwner = 9;
constexpr std::uint64_t kExportFieldOwner = 10;
constexpr double kPickerUnits = 860;
constexpr double kPageUnits = 720;
constexpr std::size_t kPickerRows = 16;
constexpr double kPageRowUnits = 24;
constexpr std::size_t kNoteKindColumns = 10;

bool asks(const Workspace& w) {
  return w.print.shown() || w.note.shown() || w.notes_export.shown();
}

int row_px_of(const Metrics& m, const Workspace& w) {
  return w.page.shown() || asks(w) ? m.px(kPageRowUnits) : m.tree_row_px;
}

std::vector<text::Cell> path_cells(const Canvas& canvas, const std::string& path,
                                   const std::vector<std::uint32_t>& at) {
  const std::size_t slash = path.rfind('/');
  const std::size_t name_at = slash == std::string::npos ? 0 : slash + 1;
  std::vector<text::ColorSpan> spans{{0, name_at, color_class(UiClass::path)},
                                     {name_at, path.size(), color_class(UiClass::path_leaf)}};
  std::vector<text::ColorSpan> cut;
  std::size_t next = 0;
  for (const text::ColorSpan& span : spans) {
    std::uint64_t from = span.begin_byte;
    for (; next < at.size() && at[next] < span.end_byte; ++next) {
      if (at[next] > from) cut.push_back({from, at[next], span.color});
      cut.push_back({at[next], at[next] + 1, color_class(UiClass::matched)});
      from = at[next] + 1;
    }
    if (span.end_byte > from) cut.push_back({from, span.end_byte, span.color});
  }
  text::RowOptions options;
  options.tab_columns = 1;
  options.picture = color_class(UiClass::picture);
  text::Row row;
  text::lay_out_row({path, {}}, cut, canvas.repertoire, options, 0, path.size(), row);
  return std::move(row.cells);
}

/// Kind, place and the reviewer's own words, on one lattice.
Drawn draw_note_row(Canvas& canvas, const Workspace& w, std::size_t index, const gpu::Box& inner) {
  const seal::Note& note = *w.picker.rows()[index].note;
  const auto columns = static_cast<std::size_t>(canvas.metrics.columns_in(std::max(0, inner.width_px)));
  PlainRow row{kPickerOwner + (w.picker.generation() << 8U), index, {}};
  append_cells(canvas, seal::note_word(note.kind), UiClass::matched, row.cells);
  row.cells.resize(kNoteKindColumns);
  std::vector<text::Cell> place;
  const std::string cited = seal::citation(note);
  const std::size_t slash = note.path.rfind('/');
  const std::size_t name_at = slash == std::string::npos ? 0 : slash + 1;
  append_cells(canvas, std::string_view(cited).substr(0, name_at), UiClass::path, place);
  append_cells(canvas, std::string_view(cited).substr(name_at), UiClass::path_leaf, place);
  const std::size_t rest = columns - std::min(columns, row.cells.size());
  if (!note.text.empty()) cut_middle(place, rest / 2, 0);
  row.cells.insert(row.cells.end(), place.begin(), place.end());
  row.cells.resize(row.cells.size() + 2);
  append_cells(canvas, note.text, UiClass::file, row.cells);
  if (row.cells.size() > columns) row.cells.resize(columns);
  return draw_plain_row(canvas, std::move(row), inner.x_px, inner.y_px + canvas.metrics.tree_baseline_px,
                        inner);
}

Drawn draw_picker_row(Canvas& canvas, const Workspace& w, std::size_t index, const gpu::Box& box) {
  const Metrics& m = canvas.metrics;
  const Theme& t = canvas.theme;
  const Picker::Row& row = w.picker.rows()[index];
  const bool selected = index == w.picker.selected();
  if (selected) canvas.scene.add_rect(box, t.surface.selection);
  const gpu::Box inner{box.x_px + m.px(14), box.y_px, box.width_px - m.px(28), box.height_px};
  if (row.symbol) {
    const bool same_name = index > 0 && w.picker.rows()[index - 1].text == row.text;
    const std::uint64_t owner = kPickerOwner + (w.picker.generation() << 8U);
    return draw_symbol_line(canvas, {&*row.symbol, row.at, same_name, owner, index}, inner);
  }
  if (row.note) return draw_note_row(canvas, w, index, inner);
  if (row.action == Action::none) {
    PlainRow plain{kPickerOwner + (w.picker.generation() << 8U), index, path_cells(canvas, row.text, row.at)};
    return draw_plain_row(canvas, std::move(plain), inner.x_px, box.y_px + m.tree_baseline_px, inner);
  }
  canvas.labels.push_back({inner, row.text, t.label.text});
  canvas.labels.push_back(
      {inner, w.keymap().keys_of(row.action), selected ? t.label.text : t.label.muted, Align::right});
  return {};
}

Drawn draw_picker(Canvas& canvas, Workspace& w, const Panes& panes) {
  const Metrics& m = canvas.metrics;
  const Theme& t = canvas.theme;
  const OverlayBoxes boxes = overlay_boxes(m, panes, w);
  draw_popup(canvas, boxes.all);
  const int status_px = m.px(150);
  const gpu::Box field{boxes.head.x_px, boxes.head.y_px, std::max(0, boxes.head.width_px - status_px),
                       boxes.head.height_px};
  const FieldCaret* caret = w.focus == Focus::picker ? &w.caret : nullptr;
  if (auto drawn = draw_field(canvas, {field, w.picker.hint(), caret}, w.picker.text, kPickerFieldOwner);
      !drawn)
    return drawn;
  std::string status = w.picker.status();
  const Editor* editor = w.active();
  if (w.picker.kind() == PickerKind::line && editor != nullptr)
    status = fmt::format("1 to {}", grouped(editor->lines()));
  canvas.labels.push_back({boxes.head, status, t.label.muted, Align::right});
  const ScrollRange range = picker_range(m, panes, w);
  if (std::exchange(w.picker.reveal_selected, false))
    w.picker.scroll = reveal(w.picker.scroll, w.picker.selected(), 1, range);
  // Rows are drawn whole: labels of our own are not cut by a box.
  std::uint64_t top = std::min<std::uint64_t>(w.picker.scroll.line, range.lines);
  for (int y_px = boxes.rows.y_px;
       top < range.lines && y_px + range.line_px <= boxes.rows.y_px + boxes.rows.height_px;
       ++top, y_px += range.line_px) {
    const gpu::Box row{boxes.rows.x_px, y_px, boxes.rows.width_px, range.line_px};
    if (auto drawn = draw_picker_row(canvas, w, static_cast<std::size_t>(top), row); !drawn) return drawn;
  }
  return {};
}

void draw_page_line(Canvas& canvas, const PageLine& line, const gpu::Box& row) {
  const Theme& t = canvas.theme;
  switch (line.kind) {
    case PageLine::Kind::heading:
      canvas.labels.push_back({row, line.left, t.surface.accent, Align::left, LabelFont::large});
      return;
    case PageLine::Kind::pair:
      canvas.labels.push_back({row, line.right, t.label.muted, Align::right});
      [[fallthrough]];
    case PageLine::Kind::text:
      canvas.labels.push_back({row, line.left, t.label.text});
  }
}

void draw_page(Canvas& canvas, Workspace& w, const Panes& panes) {
  const Metrics& m = canvas.metrics;
  const OverlayBoxes boxes = overlay_boxes(m, panes, w);
  draw_popup(canvas, boxes.all);
  canvas.labels.push_back(
      {boxes.head, page_title(w.page.kind()), canvas.theme.label.text, Align::left, LabelFont::large});
  canvas.labels.push_back({boxes.head, "Escape closes", canvas.theme.label.muted, Align::right});
  const auto lines = page_lines(w.page.kind(), w.keymap());
  const std::size_t shown = page_rows(m, panes, w);
  w.page.first_line = std::min(w.page.first_line, lines.size() > shown ? lines.size() - shown : 0);
  const int row_px = row_px_of(m, w);
  for (std::size_t i = 0; i < shown && w.page.first_line + i < lines.size(); ++i)
    draw_page_line(canvas, lines[w.page.first_line + i],
                   {boxes.rows.x_px + m.px(14), boxes.rows.y_px + static_cast<int>(i) * row_px,
                    boxes.rows.width_px - m.px(28), row_px});
  if (w.page.first_line + shown < lines.size()) {
    const gpu::Box more{boxes.rows.x_px, boxes.rows.y_px + boxes.rows.height_px, boxes.rows.width_px,
                        m.px(20)};
    canvas.labels.push_back({more, "more: Down, Page Down", canvas.theme.label.muted, Align::centre});
  }
}

/// A field, and our own words below it.
struct Ask {
  std::string& text;
  std::string hint;
  std::string status;
  std::vector<PageLine> lines;
  bool focused = false;
  std::uint64_t owner = 0;
};

Drawn draw_ask(Canvas& canvas, const Workspace& w, const Panes& panes, const Ask& ask) {
  const Metrics& m = canvas.metrics;
  const OverlayBoxes boxes = overlay_boxes(m, panes, w);
  draw_popup(canvas, boxes.all);
  const gpu::Box field{boxes.head.x_px, boxes.head.y_px, std::max(0, boxes.head.width_px - m.px(150)),
                       boxes.head.height_px};
  if (auto drawn =
          draw_field(canvas, {field, ask.hint, ask.focused ? &w.caret : nullptr}, ask.text, ask.owner);
      !drawn)
    return drawn;
  canvas.labels.push_back({boxes.head, ask.status, canvas.theme.label.muted, Align::right});
  const int row_px = row_px_of(m, w);
  int y_px = boxes.rows.y_px;
  for (const PageLine& line : ask.lines) {
    if (y_px + row_px > boxes.rows.y_px + boxes.rows.height_px) break;
    draw_page_line(canvas, line, {boxes.rows.x_px + m.px(14), y_px, boxes.rows.width_px - m.px(28), row_px});
    y_px += row_px;
  }
  return {};
}

std::size_t rows_wanted(const Workspace& w) {
  if (w.page.shown()) return page_lines(w.page.kind(), w.keymap()).size();
  if (w.note.shown()) return w.note.lines().size();
  if (w.notes_export.shown()) return w.notes_export.lines().size();
  return w.print.shown() ? w.print.lines().size() : std::min(kPickerRows, w.picker.rows().size());
}

}  // namespace

OverlayBoxes overlay_boxes(const Metrics& m, const Panes& panes, const Workspace& w) {
  OverlayBoxes boxes;
  const bool page = w.page.shown();
  const bool asking = asks(w);
  if (!page && !w.picker.shown() && !asking) return boxes;
  const gpu::Box& window = panes.window;
  const int width_px =
      std::max(0, std::min(m.px(page || asking ? kPageUnits : kPickerUnits), window.width_px - m.px(24)));
  const int row_px = row_px_of(m, w);
  const std::size_t wanted = rows_wanted(w);
  const int head_px = m.px(34);
  const int pad_px = m.px(10);
  const int y_px = std::min(m.menu_px + m.px(page ? 40 : 14), window.height_px);
  const int foot_px = page ? m.px(22) : pad_px;
  const int room_px = window.height_px - y_px - head_px - 2 * pad_px - foot_px - m.px(page ? 40 : 12);
  const int rows = std::clamp(room_px / row_px, 0, static_cast<int>(wanted));
  const int height_px = std::min(head_px + 2 * pad_px + rows * row_px + (rows > 0 ? foot_px : 0),
                                 std::max(0, window.height_px - y_px));
  boxes.all = {(window.width_px - width_px) / 2, y_px, width_px, height_px};
  boxes.head = {boxes.all.x_px + pad_px, y_px + pad_px, std::max(0, width_px - 2 * pad_px),
                std::min(head_px, std::max(0, height_px - pad_px))};
  boxes.rows = {boxes.all.x_px, y_px + head_px + 2 * pad_px, width_px, rows * row_px};
  return boxes;
}

Drawn draw_overlay(Canvas& canvas, Workspace& workspace, const Panes& panes) {
  if (workspace.page.shown()) {
    draw_page(canvas, workspace, panes);
    return {};
  }
  if (PrintAsk& print = workspace.print; print.shown())
    return draw_ask(canvas, workspace, panes,
                    {print.text, print.hint(), print.status(), print.lines(), workspace.focus == Focus::print,
                     kPrintFieldOwner});
  if (NoteAsk& note = workspace.note; note.shown())
    return draw_ask(canvas, workspace, panes,
                    {note.text, note.hint(), note.status(), note.lines(), workspace.focus == Focus::note,
                     kNoteFieldOwner});
  if (ExportAsk& exports = workspace.notes_export; exports.shown())
    return draw_ask(canvas, workspace, panes,
                    {exports.text, exports.hint(), exports.status(), exports.lines(),
                     workspace.focus == Focus::notes_export, kExportFieldOwner});
  if (workspace.picker.shown()) return draw_picker(canvas, workspace, panes);
  if (auto drawn = draw_peek(canvas, workspace, panes); !drawn) return drawn;
  return draw_hover(canvas, workspace, panes);
}

ScrollRange picker_range(const Metrics& m, const Panes& panes, const Workspace& w) {
  return {w.picker.rows().size(), row_px_of(m, w), overlay_boxes(m, panes, w).rows.height_px};
}

std::optional<std::size_t> picker_row_at(const Metrics& m, const Panes& panes, const Workspace& w,
                                         double x_px, double y_px) {
  const gpu::Box rows = overlay_boxes(m, panes, w).rows;
  if (!rows.contains(x_px, y_px)) return std::nullopt;
  const auto row = static_cast<std::size_t>(w.picker.scroll.line) +
                   static_cast<std::size_t>((static_cast<int>(y_px) - rows.y_px) / row_px_of(m, w));
  if (row >= w.picker.rows().size()) return std::nullopt;
  return row;
}

std::size_t page_rows(const Metrics& m, const Panes& panes, const Workspace& w) {
  return static_cast<std::size_t>(std::max(1, overlay_boxes(m, panes, w).rows.height_px / row_px_of(m, w)));
}

}  // namespace spoor::app
