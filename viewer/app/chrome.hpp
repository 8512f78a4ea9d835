// The frame around the code: menus and our own labels, through Dear ImGui. Vendor text never enters here.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "viewer/app/action.hpp"
#include "viewer/app/frame_maker.hpp"

namespace spoor::app {

/// What the menu bar says about the session.
struct SessionLabel {
  std::string reviewer;
  std::string time_left;
  bool ending = false;  ///< less than an hour is left
};

struct ChromeInput {
  const FrameMaker& frame;
  const Keymap& keymap;
  FrameSize size{};
  SessionLabel session{};
  bool locked = false;
  std::function<void()> draw_over;  ///< draws the scene on top, between the labels of both layers
};

class Chrome {
 public:
  /// A GL context must be current, here and in every later call; one Chrome at a time. Errors: failed.
  static Result<std::unique_ptr<Chrome>> create(double scale);
  ~Chrome();
  Chrome(const Chrome&) = delete;
  Chrome& operator=(const Chrome&) = delete;

  [[nodiscard]] bool wants_keyboard() const;  ///< a menu is open
  [[nodiscard]] bool wants_mouse() const;

  /// Lays out and draws into the bound framebuffer, on top of the scene. What was chosen in the menus.
  Action draw(const ChromeInput& input);

 private:
  Chrome() = default;
};

}  // namespace spoor::app
