// What the pointer does: the wheel, clicks, dragging of scrollbars and borders.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// The wheel over a point: lines_y > 0 scrolls towards the beginning, lines_x > 0 to the left.
void wheel(Workspace& workspace, const Metrics& metrics, const Panes& panes, double x_px, double y_px,
           double lines_x, double lines_y);

/// What a pressed pointer holds until it is released.
enum class Grip : std::uint8_t {
  none,
  code_thumb,
  tree_thumb,
  found_thumb,
  outline_thumb,
  diff_thumb,
  split,
  minimap
};

/// `follows`: with the key that makes a click go to the definition of a name.
Grip press(Workspace& workspace, const Metrics& metrics, const Panes& panes, double x_px, double y_px,
           bool follows = false);
void drag(Workspace& workspace, const Metrics& metrics, const Panes& panes, Grip grip, double x_px,
          double y_px);

}  // namespace spoor::app
