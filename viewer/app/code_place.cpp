#include "viewer/app/code_place.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::app {
namespace {

std::uint64_t row_columns(const Editor& editor, const Metrics& metrics, const gpu::Box& pane) {
  return static_cast<std::uint64_t>(std::max(1, editor.columns(metrics, pane.width_px).code_columns));
}

}  // namespace

std::uint64_t CodePlace::column_under() const {
  return first_column + static_cast<std::uint64_t>(std::floor(std::max(0.0, cells)));
}
std::uint64_t CodePlace::column_near() const {
  return first_column + static_cast<std::uint64_t>(std::lround(std::max(0.0, cells)));
}

std::optional<CodePlace> place_at(Editor& editor, const Metrics& metrics, const gpu::Box& pane, double x_px,
                                  double y_px) {
  const Flow flow = editor.flow(metrics, pane);
  const auto row = row_at(editor.scroll(), static_cast<int>(y_px) - pane.y_px, flow);
  if (!row) return std::nullopt;
  const auto wrapped = static_cast<std::uint64_t>(row->row) * row_columns(editor, metrics, pane);
  return CodePlace{
      row->line, editor.wrap ? wrapped : editor.first_column(),
      (x_px - pane.x_px) / metrics.advance_px - editor.columns(metrics, pane.width_px).code_column};
}

std::optional<gpu::Box> box_on_screen(Editor& editor, const Metrics& metrics, const gpu::Box& pane,
                                      std::uint64_t line, std::uint64_t column, std::uint64_t columns) {
  const Flow flow = editor.flow(metrics, pane);
  const std::uint64_t width = row_columns(editor, metrics, pane);
  int y_px = pane.y_px - editor.scroll().sub_px;
  for (std::uint64_t at = editor.scroll().line; at != line; at = editor.folds.next(at)) {
    y_px += flow.rows(at) * metrics.line_px;
    if (at > line || y_px >= pane.y_px + pane.height_px) return std::nullopt;
  }
  const std::uint64_t row = editor.wrap ? column / width : 0;
  const std::uint64_t first = editor.wrap ? row * width : editor.first_column();
  y_px += static_cast<int>(row) * metrics.line_px;
  if (y_px < pane.y_px || y_px + metrics.line_px > pane.y_px + pane.height_px) return std::nullopt;
  const int code_column = editor.columns(metrics, pane.width_px).code_column;
  const auto x_of = [&](std::uint64_t c) {
    const std::uint64_t cell = std::clamp(c, first, first + width) - first;
    return pane.x_px +
           static_cast<int>(std::lround((static_cast<double>(cell) + code_column) * metrics.advance_px));
  };
  return gpu::Box{x_of(column), y_px, x_of(column + columns) - x_of(column), metrics.line_px};
}

}  // namespace spoor::app
