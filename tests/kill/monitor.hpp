// A display as somebody before it sees it, and its keyboard.
#pragma once

#include <X11/Xlib.h>

#include <memory>
#include <optional>
#include <string_view>

#include "tests/kill/bars.hpp"

namespace spoor::kill {

class Monitor {
 public:
  /// The display of $DISPLAY. None: there is none.
  static std::optional<Monitor> open();

  /// What is on it now, from its upper left corner.
  [[nodiscard]] std::optional<GreyPicture> look(int width_px, int height_px) const;
  /// The window whose title begins so, once it is there.
  [[nodiscard]] bool find_window(std::string_view title);
  void forget_window() { window_ = 0; }
  /// Presses and releases a key in the window that was found. `modifiers`: X11's.
  void press(KeySym key, unsigned modifiers = 0) const;

 private:
  struct Close {
    void operator()(Display* display) const noexcept { XCloseDisplay(display); }
  };
  explicit Monitor(Display* display) : display_(display) {}
  std::unique_ptr<Display, Close> display_;
  Window window_ = 0;
};

}  // namespace spoor::kill
