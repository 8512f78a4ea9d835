#include "viewer/app/pointer.hpp"

#include <algorithm>
#include <cmath>

#include "viewer/app/change_panel.hpp"
#include "viewer/app/code_place.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/compare_actions.hpp"
#include "viewer/app/diff_pane.hpp"
#include "viewer/app/find_actions.hpp"
#include "viewer/app/find_inputs.hpp"
#include "viewer/app/find_panel.hpp"
#include "viewer/app/minimap.hpp"
#include "viewer/app/outline_view.hpp"
#include "viewer/app/overlay.hpp"
#include "viewer/app/side_panes.hpp"
#include "viewer/app/symbol_actions.hpp"
#include "viewer/app/tree_actions.hpp"

namespace spoor::app {
namespace {

constexpr double kLinesANotch = 3;
constexpr double kColumnsANotch = 4;

std::int64_t whole_px(double lines, int line_px) {
  return static_cast<std::int64_t>(std::lround(-lines * kLinesANotch * line_px));
}

void press_overlay(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px) {
  if (const auto row = picker_row_at(metrics, panes, w, x_px, y_px); row && w.picker.shown()) {
    w.picker.select(*row);
    apply(Action::activate, w, metrics, panes);
  } else if (!overlay_boxes(metrics, panes, w).all.contains(x_px, y_px)) {
    apply(Action::focus_code, w, metrics, panes);
  }
}

bool press_tabs(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px) {
  if (!panes.view.tabs.contains(x_px, y_px)) return false;
  const auto boxes = tab_boxes(metrics, panes.view, w.views()[w.active_view()]);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (boxes[i].close.contains(x_px, y_px)) {
      w.close_tab(i);
      return true;
    }
    if (boxes[i].tab.contains(x_px, y_px)) w.show_tab(i);
  }
  return true;
}

/// A click on a directory of the path shows it in the tree.
bool press_path(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px) {
  if (!panes.view.path.contains(x_px, y_px)) return false;
  const Editor* editor = w.active();
  if (editor == nullptr) return true;
  const double column = (x_px - panes.view.path.x_px - metrics.px(14)) / metrics.advance_px;
  const auto at = static_cast<std::size_t>(std::max(0.0, column));
  const std::string part = editor->path().substr(0, editor->path().find('/', at));
  if (at >= editor->path().size()) return true;
  w.tree_shown = true;
  w.tree_reveal = true;
  w.focus = Focus::tree;
  if (const auto found = w.tree().reveal(part); !found) w.message = found.error().message;
  return true;
}

Grip thumb_at(const Workspace& w, const Panes& panes, double x_px, double y_px) {
  if (panes.tree_bar.contains(x_px, y_px)) return Grip::tree_thumb;
  if (w.comparison().view.shown()) {
    if (panes.diff_bar.contains(x_px, y_px)) return Grip::diff_thumb;
    return panes.find_bar.contains(x_px, y_px)      ? Grip::found_thumb
           : panes.outline_bar.contains(x_px, y_px) ? Grip::outline_thumb
                                                    : Grip::none;
  }
  if (panes.view.code_bar.contains(x_px, y_px)) return Grip::code_thumb;
  if (panes.find_bar.contains(x_px, y_px)) return Grip::found_thumb;
  if (panes.outline_bar.contains(x_px, y_px)) return Grip::outline_thumb;
  if (panes.view.minimap.contains(x_px, y_px)) return Grip::minimap;
  return Grip::none;
}

void press_tree(Workspace& w, const Metrics& metrics, const Panes& panes, double y_px) {
  w.focus = Focus::tree;
  const int from_top_px = static_cast<int>(y_px) - panes.tree.y_px + w.tree_scroll.sub_px;
  const auto row = w.tree_scroll.line + static_cast<std::uint64_t>(from_top_px / metrics.tree_row_px);
  if (row >= w.tree().rows().size()) return;
  w.tree().select(row);
  activate_row(w, row);
}

void press_code(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px,
                bool follows) {
  Editor* editor = w.active();
  w.focus = Focus::code;
  if (editor == nullptr) return;
  const auto place = place_at(*editor, metrics, panes.view.code, x_px, y_px);
  if (!place) return editor->set_current_line(editor->lines());
  editor->set_current_line(place->line);
  editor->set_caret_column(place->column_near());
  if (follows && place->in_code()) {
    editor->set_caret_column(place->column_under());
    apply(Action::go_definition, w, metrics, panes);
  }
}

struct PointPx {
  double x = 0;
  double y = 0;
};

/// Over what is peeked at, or over the outline.
bool wheel_symbols(Workspace& w, const Metrics& metrics, const Panes& panes, const PointPx& at,
                   double lines_y) {
  const Peek& peek = w.symbols().peek;
  if (peek.shown() && peek.box.contains(at.x, at.y)) {
    if (Editor* editor = peek.excerpt.editor(); editor != nullptr)
      editor->set_scroll(scroll_px(editor->scroll(), whole_px(lines_y, metrics.line_px),
                                   editor->range(metrics, peek.code.height_px)));
    return true;
  }
  if (!panes.outline.contains(at.x, at.y)) return false;
  OutlinePanel& outline = w.symbols().outline;
  outline.scroll =
      scroll_px(outline.scroll, whole_px(lines_y, metrics.tree_row_px), outline_range(metrics, panes, w));
  return true;
}

}  // namespace

void wheel(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px, double lines_x,
           double lines_y) {
  if (w.picker.shown()) {
    w.picker.scroll =
        scroll_lines(w.picker.scroll, static_cast<std::int64_t>(std::lround(-lines_y * kLinesANotch)),
                     picker_range(metrics, panes, w));
    return;
  }
  if (w.page.shown()) return apply(lines_y > 0 ? Action::up : Action::down, w, metrics, panes);
  w.symbols().end_hover();
  if (wheel_symbols(w, metrics, panes, {x_px, y_px}, lines_y)) return;
  if (panes.split_x_px > 0 && x_px < panes.split_x_px) {
    w.tree_scroll =
        scroll_px(w.tree_scroll, whole_px(lines_y, metrics.tree_row_px), tree_range(metrics, panes, w));
    return;
  }
  const auto whole = [](double notches, double each) {
    return static_cast<std::int64_t>(std::lround(-notches * each));
  };
  if (wheel_compare(w, metrics, panes, x_px, y_px, whole(lines_x, kColumnsANotch),
                    whole(lines_y, kLinesANotch)))
    return;
  if (panes.find.contains(x_px, y_px)) {
    TreeFinder& finder = w.finder().in_tree;
    finder.scroll =
        scroll_px(finder.scroll, whole_px(lines_y, metrics.line_px), found_range(finder, metrics, panes));
    return;
  }
  const auto at_view = view_at(panes, x_px, y_px);
  Editor* editor = at_view && *at_view < w.views().size() ? w.views()[*at_view].editor() : nullptr;
  if (editor == nullptr || editor->document() == nullptr) return;
  const gpu::Box& code = panes.views[*at_view].code;
  if (y_px < code.y_px) return;
  editor->set_scroll(
      scroll_px(editor->scroll(), whole_px(lines_y, metrics.line_px), editor->flow(metrics, code)));
  if (editor->wrap) return;
  const auto columns = static_cast<std::int64_t>(std::lround(-lines_x * kColumnsANotch));
  const auto at = static_cast<std::int64_t>(editor->first_column());
  editor->set_first_column(static_cast<std::uint64_t>(std::max<std::int64_t>(0, at + columns)));
}

Grip press(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px, bool follows) {
  if (w.picker.shown() || w.page.shown() || w.print.shown() || w.note.shown() || w.notes_export.shown()) {
    press_overlay(w, metrics, panes, x_px, y_px);
    return Grip::none;
  }
  const double grip_px = metrics.px(4);
  if (panes.split_x_px > 0 && std::abs(x_px - panes.split_x_px) <= grip_px && y_px >= panes.tree_head.y_px)
    return Grip::split;
  if (press_compare(w, metrics, panes, x_px, y_px)) return Grip::none;
  const bool in_views = !w.comparison().view.shown();
  if (const auto view = view_at(panes, x_px, y_px); in_views && view && *view != w.active_view()) {
    // The first click into another view chooses it; what else it means, it means there.
    w.show_view(*view);
    Panes there = panes;
    there.view = panes.views[*view];
    return press(w, metrics, there, x_px, y_px, follows);
  }
  if (press_symbols(w, metrics, panes, x_px, y_px)) return Grip::none;
  if (in_views && press_path(w, metrics, panes, x_px, y_px)) return Grip::none;
  if ((in_views && press_tabs(w, metrics, panes, x_px, y_px)) ||
      press_find_inputs(w, metrics, panes, x_px, y_px))
    return Grip::none;
  if (const Grip grip = thumb_at(w, panes, x_px, y_px); grip != Grip::none) {
    drag(w, metrics, panes, grip, x_px, y_px);
    return grip;
  }
  if (w.finder().in_tree.shown && panes.find_rows.contains(x_px, y_px))
    press_found(w, metrics, panes, y_px);
  else if (panes.tree.contains(x_px, y_px))
    press_tree(w, metrics, panes, y_px);
  else if (in_views && panes.view.code.contains(x_px, y_px))
    press_code(w, metrics, panes, x_px, y_px, follows);
  return Grip::none;
}

void drag(Workspace& w, const Metrics& metrics, const Panes& panes, Grip grip, double x_px, double y_px) {
  const int least_px = metrics.px(24);
  const auto dragged = [&](const ScrollPosition& at, const ScrollRange& range, const gpu::Box& bar) {
    const Thumb now = thumb(at, range, bar.height_px, least_px);
    return from_thumb(static_cast<int>(y_px) - bar.y_px - now.length_px / 2, range, bar.height_px, least_px);
  };
  if (grip == Grip::split) w.tree_width_units = std::clamp(static_cast<int>(x_px / metrics.scale), 80, 1000);
  if (grip == Grip::tree_thumb)
    w.tree_scroll = dragged(w.tree_scroll, tree_range(metrics, panes, w), panes.tree_bar);
  Comparison& comparison = w.comparison();
  if (grip == Grip::diff_thumb)
    comparison.view.scroll =
        dragged(comparison.view.scroll, diff_range(comparison.view, metrics, panes), panes.diff_bar);
  if (grip == Grip::found_thumb && comparison.list.shown) {
    comparison.list.scroll =
        dragged(comparison.list.scroll, change_range(comparison.list, metrics, panes), panes.find_bar);
  } else if (grip == Grip::found_thumb) {
    TreeFinder& finder = w.finder().in_tree;
    finder.scroll = dragged(finder.scroll, found_range(finder, metrics, panes), panes.find_bar);
  }
  if (grip == Grip::outline_thumb) {
    OutlinePanel& outline = w.symbols().outline;
    outline.scroll = dragged(outline.scroll, outline_range(metrics, panes, w), panes.outline_bar);
  }
  Editor* editor = w.active();
  if (grip == Grip::minimap && editor != nullptr)
    editor->set_scroll(centre_on(minimap_line_at(metrics, *editor, panes.view.minimap, y_px),
                                 editor->flow(metrics, panes.view.code)));
  if (grip == Grip::code_thumb && editor != nullptr)
    editor->set_scroll(
        dragged(editor->scroll(), editor->range(metrics, panes.view.code.height_px), panes.view.code_bar));
}

}  // namespace spoor::app
