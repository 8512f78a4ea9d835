#include "viewer/app/change_marks.hpp"

namespace spoor::app {

void draw_change_marks(Canvas& canvas, const CodeLook& look, const MarkedRow& at, const gpu::Box& box,
                       const gpu::Box& clip) {
  const Metrics& m = canvas.metrics;
  const Surfaces& s = canvas.theme.surface;
  const compare::FileDiff& diff = *look.diff;
  const int width_px = m.px(4);
  // Lines that are gone leave a mark where they were: above the line that follows, or below the last one.
  const auto gone = [&](int y_px) {
    add_part(canvas, {box.x_px, y_px - m.px(3), 2 * width_px, m.px(6)}, clip, s.mark_removed);
  };
  const compare::Change* change = compare::change_at(diff, at.line);
  if (change != nullptr && change->added() > 0) {
    if (look.lines_marked && !at.current)
      add_part(canvas, {box.x_px, at.y_px, box.width_px, m.line_px}, clip, s.added_word);
    add_part(canvas, {box.x_px, at.y_px, width_px, m.line_px}, clip,
             change->removed() > 0 ? s.mark_changed : s.mark_added);
  } else if (change != nullptr && at.row == 0) {
    gone(at.y_px);
  }
  if (diff.changes.empty() || at.line + 1 != diff.new_lines) return;
  const compare::Change& last = diff.changes.back();
  if (last.added() == 0 && last.new_begin == diff.new_lines) gone(at.y_px + m.line_px);
}

}  // namespace spoor::app
