#include "viewer/app/compose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "viewer/app/change_panel.hpp"
#include "viewer/app/code_pane.hpp"
#include "viewer/app/diff_pane.hpp"
#include "viewer/app/find_inputs.hpp"
#include "viewer/app/find_panel.hpp"
#include "viewer/app/outline_view.hpp"
#include "viewer/app/overlay.hpp"
#include "viewer/app/side_panes.hpp"

namespace spoor::app {
namespace {

constexpr double kLabelUnits = 7.5;  // of a label's letter

void begin(Canvas& canvas, int width_px, int height_px) {
  canvas.scene.width_px = width_px;
  canvas.scene.height_px = height_px;
  canvas.scene.background = canvas.theme.surface.code;
  canvas.scene.rects.clear();
  canvas.scene.glyphs.clear();
  canvas.labels.clear();
  canvas.drawn.clear();
}

void draw_welcome(Canvas& canvas, const gpu::Box& box, const Keymap& keymap) {
  const Metrics& m = canvas.metrics;
  const int middle = box.y_px + box.height_px / 2;
  const auto line = [&](int y, const std::string& text, gpu::Rgba color, LabelFont font) {
    canvas.labels.push_back({{box.x_px, y, box.width_px, m.px(24)}, text, color, Align::centre, font});
  };
  line(middle - m.px(40), "No file is open", canvas.theme.label.text, LabelFont::large);
  line(middle - m.px(8), "Choose one in the tree: arrow keys, then Enter, or a click",
       canvas.theme.label.muted, LabelFont::text);
  const auto hint = [&](int y, Action action, const char* what) {
    const std::string keys = keymap.keys_of(action);
    if (!keys.empty()) line(y, fmt::format("{}  {}", keys, what), canvas.theme.label.muted, LabelFont::text);
  };
  hint(middle + m.px(16), Action::open_file, "opens a file by parts of its path");
  hint(middle + m.px(40), Action::show_palette, "lists all commands");
  hint(middle + m.px(64), Action::show_tour, "shows you around");
}

/// Our own words, cut into lines at blanks. Labels are proportional, so the width is a wide estimate.
std::vector<std::string> wrapped(const Metrics& m, const std::string& words, int width_px) {
  const auto room = static_cast<std::size_t>(std::max(20, width_px / m.px(kLabelUnits)));
  std::vector<std::string> out;
  std::string_view rest = words;
  while (rest.size() > room) {
    const std::size_t blank = rest.rfind(' ', room);
    const std::size_t end = blank == std::string_view::npos || blank == 0 ? room : blank;
    out.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  }
  out.emplace_back(rest);
  return out;
}

Drawn draw_view(Canvas& canvas, Workspace& workspace, const Panes& panes, std::size_t index) {
  const View& view = workspace.views()[index];
  const ViewPanes& box = panes.views[index];
  const bool active = index == workspace.active_view();
  if (index > 0)
    canvas.scene.add_rect({box.all.x_px - canvas.metrics.line_width_px, box.all.y_px,
                           canvas.metrics.line_width_px, box.all.height_px},
                          canvas.theme.surface.border);
  Editor* editor = view.editor();
  if (editor == nullptr) {
    draw_welcome(canvas, box.code, workspace.keymap());
  } else if (editor->document() == nullptr || !editor->notice().empty()) {
    canvas.labels.push_back(
        {box.code, editor->notice(), canvas.theme.label.text, Align::centre, LabelFont::large});
  } else {
    const auto compared = workspace.comparison().marks_of(editor->path());
    CodeLook look{active ? &workspace.finder().in_file : nullptr, active && workspace.focus == Focus::code,
                  workspace.sticky,
                  compared != nullptr && compared->diff && !editor->hex() ? &*compared->diff : nullptr,
                  workspace.comparison().lines_marked};
    look.notes = workspace.notebook.on(editor->path());
    if (const auto& range = workspace.range_begin; active && range && range->path == editor->path())
      look.range_begin = range->line;
    if (auto drawn = draw_code(canvas, *editor, box, look); !drawn) return drawn;
  }
  const auto outline = editor != nullptr ? workspace.symbols().desk.outline(editor->path()) : nullptr;
  if (auto drawn = draw_path(canvas, view, box, index, outline.get()); !drawn) return drawn;
  return draw_tabs(canvas, view, box, index, active);
}

Drawn compose_base(Canvas& canvas, Workspace& workspace, const Panes& panes) {
  canvas.scene.add_rect(panes.menu, canvas.theme.surface.bar);
  canvas.scene.add_rect({0, panes.menu.height_px - canvas.metrics.line_width_px, panes.window.width_px,
                         canvas.metrics.line_width_px},
                        canvas.theme.surface.border);
  if (workspace.comparison().view.shown()) {
    if (auto drawn = draw_diff(canvas, workspace, panes); !drawn) return drawn;
  } else {
    for (std::size_t i = 0; i < panes.views.size() && i < workspace.views().size(); ++i)
      if (auto drawn = draw_view(canvas, workspace, panes, i); !drawn) return drawn;
  }
  if (auto drawn = draw_change_panel(canvas, workspace, panes); !drawn) return drawn;
  const bool in_panel = workspace.focus == Focus::found;
  if (auto drawn = draw_find_panel(canvas, workspace.finder().in_tree, panes, in_panel); !drawn) return drawn;
  if (auto drawn = draw_tree(canvas, workspace, panes); !drawn) return drawn;
  if (auto drawn = draw_outline(canvas, workspace, panes); !drawn) return drawn;
  draw_status(canvas, workspace, panes);
  return draw_find_inputs(canvas, workspace, panes);
}

}  // namespace

Drawn compose(Canvas& canvas, Canvas& over, Workspace& workspace, const Panes& panes) {
  begin(canvas, panes.window.width_px, panes.window.height_px);
  begin(over, panes.window.width_px, panes.window.height_px);
  if (auto drawn = compose_base(canvas, workspace, panes); !drawn) return drawn;
  if (auto drawn = draw_overlay(over, workspace, panes); !drawn) return drawn;
  canvas.rows.end_frame();
  return {};
}

void compose_locked(Canvas& canvas, Canvas& over, const Panes& panes, const LockedScreen& screen) {
  begin(canvas, panes.window.width_px, panes.window.height_px);
  begin(over, panes.window.width_px, panes.window.height_px);
  canvas.rows.clear();
  const int line_px = canvas.metrics.px(28);
  int y_px = panes.window.height_px / 2 - line_px;
  const auto line = [&](const std::string& text, gpu::Rgba color, LabelFont font) {
    canvas.labels.push_back({{0, y_px, panes.window.width_px, line_px}, text, color, Align::centre, font});
    y_px += line_px;
  };
  line(screen.title, canvas.theme.label.text, LabelFont::large);
  for (const std::string& part : wrapped(canvas.metrics, screen.sentence, panes.window.width_px))
    line(part, canvas.theme.label.muted, LabelFont::text);
  if (screen.prompt.empty()) return;
  line(fmt::format("{}: {}_", screen.prompt, std::string(std::min<std::size_t>(screen.typed, 64), '*')),
       canvas.theme.label.text, LabelFont::text);
}

void draw_policy_text(Canvas& canvas, const Panes& panes, const std::string& text) {
  constexpr std::uint8_t kAlpha = 110;
  constexpr int kLines = 3;
  if (text.empty()) return;
  gpu::Rgba color = canvas.theme.label.warning;
  color.a = kAlpha;
  for (const ViewPanes& view : panes.views) {
    const int part_px = view.code.height_px / kLines;
    for (int i = 0; i < kLines; ++i) {
      canvas.labels.push_back({{view.code.x_px, view.code.y_px + i * part_px, view.code.width_px, part_px},
                               text,
                               color,
                               Align::centre,
                               LabelFont::large});
    }
  }
}

}  // namespace spoor::app
