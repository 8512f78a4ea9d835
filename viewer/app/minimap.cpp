#include "viewer/app/minimap.hpp"

#include <algorithm>

namespace spoor::app {
namespace {

constexpr double kLineUnits = 2;         // of one line of the file
constexpr double kColumnUnits = 0.8;     // of one column
constexpr std::uint64_t kColumns = 110;  // that are looked at
constexpr std::uint8_t kAlpha = 150;

struct Slice {
  std::uint64_t first = 0;
  std::uint64_t lines = 0;
};

/// The lines that the map shows: all, or as much as fits, moving with the scrollbar.
Slice slice_of(const Metrics& m, const Editor& editor, const gpu::Box& box, std::uint64_t top_line) {
  const std::uint64_t all = editor.lines();
  const auto fit = static_cast<std::uint64_t>(std::max(1, box.height_px / std::max(1, m.px(kLineUnits))));
  if (all <= fit) return {0, all};
  const double part = static_cast<double>(top_line) / static_cast<double>(all);
  return {static_cast<std::uint64_t>(part * static_cast<double>(all - fit)), fit};
}

void draw_line(Canvas& canvas, Editor& editor, std::uint64_t line, int y_px, const gpu::Box& box) {
  const auto text = editor.document()->text(line, 0, kColumns);
  if (!text || text->empty()) return;
  const Metrics& m = canvas.metrics;
  const auto x_of = [&](std::size_t column) {
    return box.x_px + m.px(6) + m.px(kColumnUnits * static_cast<double>(column));
  };
  const auto add = [&](std::size_t begin, std::size_t end, std::size_t shift, code::TokenClass token) {
    while (begin < end && ((*text)[begin] == ' ' || (*text)[begin] == '\t')) ++begin;
    gpu::Rgba color = canvas.theme.palette[static_cast<std::size_t>(token)];
    color.a = kAlpha;
    const int left = x_of(begin + shift);
    const int right = std::min(x_of(end + shift), box.x_px + box.width_px);
    if (right > left)
      canvas.scene.add_rect({left, y_px, right - left, std::max(1, m.px(kLineUnits) - 1)}, color);
  };
  // Tabs widen the beginning only; what follows them is shifted as one.
  const auto tabs = static_cast<std::size_t>(std::min(text->find_first_not_of('\t'), text->size()));
  const std::size_t shift = tabs * (kTabColumns - 1);
  std::size_t at = 0;
  for (const code::Span& span : editor.document()->spans(line, 0, kColumns)) {
    const auto begin = static_cast<std::size_t>(std::min<std::uint64_t>(span.begin_byte, text->size()));
    const auto end = static_cast<std::size_t>(std::min<std::uint64_t>(span.end_byte, text->size()));
    add(at, begin, shift, code::TokenClass::plain);
    add(begin, end, shift, span.token);
    at = end;
  }
  add(at, text->size(), shift, code::TokenClass::plain);
}

}  // namespace

void draw_minimap(Canvas& canvas, Editor& editor, const gpu::Box& box, const ScrollPosition& top,
                  const Flow& flow) {
  if (box.width_px == 0 || editor.document() == nullptr) return;
  const Metrics& m = canvas.metrics;
  const Slice slice = slice_of(m, editor, box, top.line);
  const int line_px = std::max(1, m.px(kLineUnits));
  const auto y_of = [&](std::uint64_t line) {
    return box.y_px + static_cast<int>(line - slice.first) * line_px;
  };
  canvas.scene.add_rect({box.x_px, box.y_px, m.line_width_px, box.height_px}, canvas.theme.surface.border);
  const std::uint64_t seen = std::min(flow.range.whole_lines(), slice.lines);
  if (top.line >= slice.first)
    add_part(canvas, {box.x_px, y_of(top.line), box.width_px, static_cast<int>(seen) * line_px}, box,
             canvas.theme.surface.selection_idle);
  for (std::uint64_t i = 0; i < slice.lines; ++i)
    draw_line(canvas, editor, slice.first + i, y_of(slice.first + i), box);
}

std::uint64_t minimap_line_at(const Metrics& m, const Editor& editor, const gpu::Box& box, double y_px) {
  const Slice slice = slice_of(m, editor, box, editor.scroll().line);
  const double from_top = std::max(0.0, y_px - box.y_px) / std::max(1, m.px(kLineUnits));
  return std::min(slice.first + static_cast<std::uint64_t>(from_top), editor.lines());
}

}  // namespace spoor::app
