#include "viewer/app/find_panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "viewer/app/cell_boxes.hpp"
#include "viewer/text/row.hpp"

namespace spoor::app {
namespace {

constexpr std::uint64_t kFoundOwner = 5;  // of rows in the cache, after those of the side panes
constexpr char32_t kEllipsis = 0x2026;
constexpr std::size_t kNumberColumns = 8;  // of a line's number

const char* reason_of(find::ScanEnd why) {
  switch (why) {
    case find::ScanEnd::binary:
      return "skipped: binary";
    case find::ScanEnd::damaged:
      return "skipped from a damaged block on";
    case find::ScanEnd::too_long:
      return "skipped from a line above 64 MiB on";
    default:
      return "skipped";
  }
}

struct RowText {
  std::vector<text::Cell> cells;
  std::size_t keep = 0;        ///< leading cells that are not cut
  std::vector<Cells> matches;  ///< among the cells
};

RowText line_text(const Canvas& canvas, const find::FoundLine& line) {
  RowText out;
  const bool hit = !line.matches.empty();
  const std::string number = std::to_string(line.line + 1);
  out.cells.resize(2 + (kNumberColumns > number.size() ? kNumberColumns - number.size() : 0));
  append_cells(canvas, number, hit ? UiClass::gutter_current : UiClass::gutter, out.cells);
  out.cells.resize(out.cells.size() + 2);
  if (line.first_byte > 0) out.cells.push_back({kEllipsis, color_class(UiClass::gutter)});
  text::RowOptions options;
  options.tab_columns = kTabColumns;
  options.plain = hit ? color_class(code::TokenClass::plain) : color_class(UiClass::gutter);
  options.picture = color_class(UiClass::picture);
  text::Row row;
  text::lay_out_row({line.text, {}}, {}, canvas.repertoire, options, 0, line.text.size() * kTabColumns, row);
  for (const find::Range& match : line.matches) {
    const Cells cells = cells_of(row, match.begin, match.end);
    out.matches.push_back({cells.begin + out.cells.size(), cells.end + out.cells.size()});
  }
  out.cells.insert(out.cells.end(), row.cells.begin(), row.cells.end());
  out.keep = out.cells.size();
  return out;
}

RowText text_of(const Canvas& canvas, const TreeFinder& finder, const FoundRow& row) {
  if (row.kind == FoundRow::Kind::line) return line_text(canvas, finder.line(row));
  RowText out;
  if (row.kind == FoundRow::Kind::skipped) {
    append_cells(canvas, finder.skipped(row).path, UiClass::path, out.cells);
    append_cells(canvas, fmt::format("  {}", reason_of(finder.skipped(row).why)), UiClass::gutter, out.cells);
    return out;
  }
  const find::FileHits& file = finder.file(row);
  const std::size_t slash = file.path.rfind('/');
  const std::size_t name_at = slash == std::string::npos ? 0 : slash + 1;
  append_cells(canvas, file.path.substr(0, name_at), UiClass::path, out.cells);
  append_cells(canvas, file.path.substr(name_at), UiClass::path_leaf, out.cells);
  append_cells(canvas, fmt::format("  {}", find::with_commas(file.lines)), UiClass::gutter, out.cells);
  return out;
}

Drawn draw_row(Canvas& canvas, TreeFinder& finder, std::size_t index, int y_px, const gpu::Box& box,
               bool focused) {
  const Metrics& m = canvas.metrics;
  const Surfaces& s = canvas.theme.surface;
  if (finder.selected() == index)
    add_part(canvas, {box.x_px, y_px, box.width_px, m.line_px}, box,
             focused ? s.selection : s.selection_idle);
  const FoundRow& found = finder.rows()[index];
  if (found.kind == FoundRow::Kind::line) canvas.drawn.add(finder.file(found).path, finder.line(found).line);
  RowText text = text_of(canvas, finder, found);
  const int origin_x_px = box.x_px + m.px(14);
  gpu::Box clip = box;
  const bool whole = y_px >= box.y_px && y_px + m.line_px <= box.y_px + box.height_px;
  if (finder.defines(found)) {
    add_part(canvas, {box.x_px, y_px, m.px(3), m.line_px}, box, s.accent);
    const gpu::Box words{box.x_px, y_px, std::max(0, box.width_px - m.px(10)), m.line_px};
    if (whole) canvas.labels.push_back({words, "defined here", s.accent, Align::right});
    clip.width_px = std::max(0, clip.width_px - m.px(110));
  }
  for (const Cells& cells : text.matches)
    add_part(canvas, box_of(m, origin_x_px, cells, 0, y_px, m.line_px), box, s.match);
  PlainRow row{kFoundOwner + (finder.generation() << 8U), index, std::move(text.cells), text.keep};
  return draw_plain_row(canvas, std::move(row), origin_x_px, y_px + m.baseline_px, clip);
}

}  // namespace

ScrollRange found_range(const TreeFinder& finder, const Metrics& metrics, const Panes& panes) {
  return {finder.rows().size(), metrics.line_px, panes.find_rows.height_px};
}

std::optional<std::size_t> found_row_at(const TreeFinder& finder, const Metrics& metrics, const Panes& panes,
                                        double y_px) {
  const int from_top_px = static_cast<int>(y_px) - panes.find_rows.y_px + finder.scroll.sub_px;
  const std::uint64_t row =
      finder.scroll.line + static_cast<std::uint64_t>(std::max(0, from_top_px) / metrics.line_px);
  if (row >= finder.rows().size()) return std::nullopt;
  return static_cast<std::size_t>(row);
}

Drawn draw_find_panel(Canvas& canvas, TreeFinder& finder, const Panes& panes, bool focused) {
  const Metrics& m = canvas.metrics;
  const Theme& t = canvas.theme;
  const gpu::Box& box = panes.find_rows;
  if (panes.find.height_px == 0 || !finder.shown) return {};
  canvas.scene.add_rect(panes.find, t.surface.code);
  canvas.scene.add_rect({panes.find.x_px, panes.find.y_px, panes.find.width_px, panes.find_head.height_px},
                        t.surface.bar);
  canvas.scene.add_rect({panes.find.x_px, panes.find.y_px, panes.find.width_px, m.line_width_px},
                        t.surface.border);
  const int half_px = panes.find_head.height_px / 2;
  const gpu::Box words{panes.find.x_px + m.px(14), panes.find_head.y_px + half_px,
                       std::max(0, panes.find.width_px - m.px(28)), half_px};
  canvas.labels.push_back({words, finder.counts(), finder.failed() ? t.label.warning : t.label.text});
  canvas.labels.push_back({words, finder.coverage(), t.label.muted, Align::right});
  const ScrollRange range = found_range(finder, m, panes);
  if (std::exchange(finder.reveal_selected, false) && finder.selected())
    finder.scroll = reveal(finder.scroll, *finder.selected(), 1, range);
  finder.scroll = clamp(finder.scroll, range);
  int y_px = box.y_px - finder.scroll.sub_px;
  for (std::uint64_t i = finder.scroll.line; i < range.lines && y_px < box.y_px + box.height_px;
       ++i, y_px += m.line_px)
    if (auto drawn = draw_row(canvas, finder, i, y_px, box, focused); !drawn) return drawn;
  if (range.lines > range.whole_lines()) {
    const Thumb bar = thumb(finder.scroll, range, panes.find_bar.height_px, m.px(24));
    draw_thumb(canvas, panes.find_bar, bar.offset_px, bar.length_px);
  }
  return {};
}

void draw_matches(Canvas& canvas, Editor& editor, const FileFinder& finder, const CodeRow& drawn,
                  const CodeColumns& columns, const gpu::Box& box) {
  const auto places = finder.places_on(drawn.line);
  if (places.empty()) return;
  const Metrics& m = canvas.metrics;
  const auto width = static_cast<std::size_t>(columns.code_columns);
  const auto part = editor.long_lines().part(*editor.document(), drawn.line, drawn.first_column, width);
  if (!part) return;
  text::RowOptions options;
  options.tab_columns = kTabColumns;
  text::Row row;
  text::lay_out_row({part->bytes, part->start}, {}, canvas.repertoire, options, drawn.first_column, width,
                    row);
  const std::uint64_t first = row.cell_bytes.empty() ? UINT64_MAX : row.cell_bytes.front();
  // Of a line with very many matches only those on screen are looked at.
  auto place =
      std::lower_bound(places.begin(), places.end(), first, [](const find::Place& p, std::uint64_t byte) {
        return p.begin_byte + std::max<std::uint64_t>(p.bytes, 1) <= byte;
      });
  for (; place != places.end() && !row.cell_bytes.empty() && place->begin_byte <= row.cell_bytes.back();
       ++place) {
    const Cells cells = cells_of(row, place->begin_byte, place->begin_byte + place->bytes);
    const gpu::Box at = box_of(m, drawn.origin_x_px, cells, static_cast<std::size_t>(columns.code_column),
                               drawn.y_px, m.line_px);
    add_part(canvas, at, box, canvas.theme.surface.match);
    if (finder.current() != &*place) continue;
    const int thick_px = m.px(2);
    add_part(canvas, {at.x_px, at.y_px, at.width_px, thick_px}, box, canvas.theme.surface.accent);
    add_part(canvas, {at.x_px, at.y_px + at.height_px - thick_px, at.width_px, thick_px}, box,
             canvas.theme.surface.accent);
  }
}

}  // namespace spoor::app
