#include "viewer/app/panes.hpp"

#include <algorithm>
#include <initializer_list>

namespace spoor::app {
namespace {

constexpr double kFieldRowUnits = 38;
constexpr double kFindHeadUnits = 68;
constexpr double kMinimapUnits = 96;
constexpr double kOutlineShare = 0.45;  // of the tree's column

// In a window too small for them, panes are cut at its edge.
void cut_to_window(std::initializer_list<gpu::Box*> boxes, const gpu::Box& window) {
  for (gpu::Box* box : boxes) {
    box->width_px = std::max(0, std::min(box->width_px, window.width_px - box->x_px));
    box->height_px = std::max(0, std::min(box->height_px, window.height_px - box->y_px));
  }
}

void place_outline(Panes& p, const Metrics& m, int y_px, int height_px) {
  const int field_px = std::min(height_px, m.px(kFieldRowUnits));
  const int width_px = std::max(0, p.split_x_px - m.scrollbar_px);
  p.outline_field = {0, y_px, p.split_x_px, field_px};
  p.outline = {0, y_px + field_px, width_px, height_px - field_px};
  p.outline_bar = {width_px, p.outline.y_px, p.split_x_px > 0 ? m.scrollbar_px : 0, p.outline.height_px};
  cut_to_window({&p.outline_field, &p.outline, &p.outline_bar}, p.window);
}

void place_tree(Panes& p, const Metrics& m, const PaneWishes& wishes, int top_px, int body_px) {
  const int tree_px = p.split_x_px;
  const int outline_px = !wishes.outline ? 0
                         : wishes.tree   ? static_cast<int>(kOutlineShare * body_px)
                                         : body_px;
  place_outline(p, m, top_px + body_px - outline_px, outline_px);
  const int filter_px = wishes.tree && wishes.tree_filter ? m.px(kFieldRowUnits) : 0;
  const int head_px = wishes.tree ? m.tabs_px : 0;
  p.tree_head = {0, top_px, tree_px, head_px};
  p.tree_filter = {0, top_px + head_px, tree_px, filter_px};
  const int rows_px = std::max(0, body_px - outline_px - head_px - filter_px);
  p.tree = {0, top_px + head_px + filter_px, std::max(0, tree_px - m.scrollbar_px), rows_px};
  p.tree_bar = {p.tree.width_px, p.tree.y_px, tree_px > 0 ? m.scrollbar_px : 0, rows_px};
  cut_to_window({&p.tree_head, &p.tree_filter, &p.tree, &p.tree_bar}, p.window);
}

ViewPanes place_view(const Panes& p, const Metrics& m, const PaneWishes& wishes, const gpu::Box& all,
                     bool with_bar) {
  ViewPanes v;
  v.all = all;
  v.tabs = {all.x_px, all.y_px, all.width_px, m.tabs_px};
  v.path = {all.x_px, all.y_px + m.tabs_px, all.width_px, m.path_px};
  int y_px = v.path.y_px + m.path_px;
  v.bar = {all.x_px, y_px, all.width_px, with_bar ? m.px(kFieldRowUnits) : 0};
  y_px += v.bar.height_px + m.px(4);
  const int height_px = std::max(0, all.y_px + all.height_px - y_px);
  const int room_px = std::max(0, all.width_px - m.scrollbar_px);
  const bool wide_enough = room_px > 4 * m.px(kMinimapUnits);
  const int map_px = wishes.minimap && wide_enough ? m.px(kMinimapUnits) : 0;
  v.code = {all.x_px, y_px, room_px - map_px, height_px};
  v.minimap = {all.x_px + v.code.width_px, y_px, map_px, height_px};
  v.code_bar = {all.x_px + room_px, y_px, std::min(m.scrollbar_px, all.width_px), height_px};
  cut_to_window({&v.tabs, &v.path, &v.bar, &v.code, &v.minimap, &v.code_bar}, p.window);
  return v;
}

void place_found(Panes& p, const Metrics& m, int find_px) {
  const int head_px = std::min(find_px, m.px(kFindHeadUnits));
  p.find.height_px = find_px;
  p.find_head = {p.find.x_px, p.find.y_px, p.find.width_px, head_px};
  p.find_rows = {p.find.x_px, p.find.y_px + head_px, std::max(0, p.find.width_px - m.scrollbar_px),
                 find_px - head_px};
  p.find_bar = {p.find.x_px + p.find_rows.width_px, p.find_rows.y_px, m.scrollbar_px, p.find_rows.height_px};
  cut_to_window({&p.find, &p.find_head, &p.find_rows, &p.find_bar}, p.window);
}

}  // namespace

Panes make_panes(const Metrics& m, const PaneWishes& wishes) {
  Panes p;
  p.window = {0, 0, wishes.width_px, wishes.height_px};
  const int top_px = m.menu_px;
  const int body_px = std::max(0, wishes.height_px - top_px - m.status_px);
  p.menu = {0, 0, wishes.width_px, m.menu_px};
  p.status = {0, top_px + body_px, wishes.width_px, m.status_px};
  cut_to_window({&p.menu, &p.status}, p.window);
  p.split_x_px = std::clamp(wishes.tree_px, 0, wishes.width_px / 2);
  place_tree(p, m, wishes, top_px, body_px);
  const int left_px = p.split_x_px + (p.split_x_px > 0 ? m.line_width_px : 0);
  const int right_px = std::max(0, wishes.width_px - left_px);
  // The panel takes its share of what is left below the first code line.
  const int heads_px = m.tabs_px + m.path_px + m.px(4);
  const int find_px = static_cast<int>(wishes.find_share * std::max(0, body_px - heads_px));
  p.find = {left_px, top_px + body_px - find_px, right_px, find_px};
  place_found(p, m, find_px);
  const int head_px = m.tabs_px + m.path_px;
  p.diff_head = {left_px, top_px, right_px, head_px};
  p.diff = {left_px, top_px + head_px, std::max(0, right_px - m.scrollbar_px),
            std::max(0, body_px - find_px - head_px)};
  p.diff_bar = {left_px + p.diff.width_px, p.diff.y_px, m.scrollbar_px, p.diff.height_px};
  cut_to_window({&p.diff_head, &p.diff, &p.diff_bar}, p.window);
  const auto count = static_cast<int>(std::max<std::size_t>(1, wishes.views));
  for (int i = 0; i < count; ++i) {
    const int from_px = right_px * i / count + (i > 0 ? m.line_width_px : 0);
    const int to_px = right_px * (i + 1) / count;
    const gpu::Box all{left_px + from_px, top_px, std::max(0, to_px - from_px),
                       std::max(0, body_px - find_px)};
    p.views.push_back(place_view(p, m, wishes, all, wishes.bar == static_cast<std::size_t>(i)));
  }
  p.view = p.views[std::min(wishes.active, p.views.size() - 1)];
  return p;
}

Panes make_panes(const Metrics& metrics, int width_px, int height_px, int tree_px, double find_share) {
  PaneWishes wishes;
  wishes.width_px = width_px;
  wishes.height_px = height_px;
  wishes.tree_px = tree_px;
  wishes.find_share = find_share;
  return make_panes(metrics, wishes);
}

std::optional<std::size_t> view_at(const Panes& panes, double x_px, double y_px) {
  for (std::size_t i = 0; i < panes.views.size(); ++i)
    if (panes.views[i].all.contains(x_px, y_px)) return i;
  return std::nullopt;
}

}  // namespace spoor::app
