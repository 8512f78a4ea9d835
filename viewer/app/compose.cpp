#include "viewer/app/compose.hpp"

#include "viewer/app/code_pane.hpp"
#include "viewer/app/find_panel.hpp"
#include "viewer/app/side_panes.hpp"

namespace spoor::app {
namespace {

void begin(Canvas& canvas, int width_px, int height_px) {
  canvas.scene.width_px = width_px;
  canvas.scene.height_px = height_px;
  canvas.scene.background = canvas.theme.surface.code;
  canvas.scene.rects.clear();
  canvas.scene.glyphs.clear();
  canvas.labels.clear();
}

void draw_welcome(Canvas& canvas, const gpu::Box& box) {
  const Metrics& m = canvas.metrics;
  const int middle = box.y_px + box.height_px / 2;
  const auto line = [&](int y, const char* text, gpu::Rgba color, LabelFont font) {
    canvas.labels.push_back({{box.x_px, y, box.width_px, m.px(24)}, text, color, Align::centre, font});
  };
  line(middle - m.px(40), "No file is open", canvas.theme.label.text, LabelFont::large);
  line(middle - m.px(8), "Choose one in the tree: arrow keys, then Enter, or a click",
       canvas.theme.label.muted, LabelFont::text);
  line(middle + m.px(16), "F1 lists all keys", canvas.theme.label.muted, LabelFont::text);
}

}  // namespace

Drawn compose(Canvas& canvas, Workspace& workspace, const Panes& panes, int width_px, int height_px) {
  begin(canvas, width_px, height_px);
  canvas.scene.add_rect(panes.menu, canvas.theme.surface.bar);
  canvas.scene.add_rect(
      {0, panes.menu.height_px - canvas.metrics.line_width_px, width_px, canvas.metrics.line_width_px},
      canvas.theme.surface.border);
  Editor* editor = workspace.active();
  if (editor == nullptr) {
    draw_welcome(canvas, panes.code);
  } else if (editor->document() == nullptr || !editor->notice().empty()) {
    canvas.labels.push_back(
        {panes.code, editor->notice(), canvas.theme.label.text, Align::centre, LabelFont::large});
  } else if (auto drawn = draw_code(canvas, *editor, panes, &workspace.finder().in_file); !drawn) {
    return drawn;
  }
  const bool in_panel = workspace.focus == Focus::found;
  if (auto drawn = draw_find_panel(canvas, workspace.finder().in_tree, panes, in_panel); !drawn) return drawn;
  if (auto drawn = draw_path(canvas, workspace, panes); !drawn) return drawn;
  if (auto drawn = draw_tabs(canvas, workspace, panes); !drawn) return drawn;
  if (auto drawn = draw_tree(canvas, workspace, panes); !drawn) return drawn;
  draw_status(canvas, workspace, panes);
  canvas.rows.end_frame();
  return {};
}

void compose_locked(Canvas& canvas, int width_px, int height_px) {
  begin(canvas, width_px, height_px);
  canvas.rows.clear();
  const int middle = height_px / 2;
  const int line_px = canvas.metrics.px(28);
  canvas.labels.push_back({{0, middle - line_px, width_px, line_px},
                           "The session has ended",
                           canvas.theme.label.text,
                           Align::centre,
                           LabelFont::large});
  canvas.labels.push_back(
      {{0, middle, width_px, line_px},
       "Nothing is shown any more. Ask the vendor for a new session. Ctrl+Q closes the viewer.",
       canvas.theme.label.muted,
       Align::centre,
       LabelFont::text});
}

}  // namespace spoor::app
