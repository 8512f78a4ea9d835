// The frame around the code: menus, dialogs and our own labels, through Dear ImGui. Vendor text never enters
// here.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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
  Workspace& workspace;
  FrameSize size{};
  SessionLabel session{};
  bool locked = false;
  std::uint64_t lines = 0;  ///< of the active file; 0: there is none to go to a line in
};

/// What was chosen in this frame.
struct ChromeOutput {
  Action action = Action::none;
  std::optional<std::uint64_t> go_to_line;  ///< 0-based
  bool unsettled = false;                   ///< the keyboard is about to move to a field: draw once more
};

class Chrome {
 public:
  /// A GL context must be current, here and in every later call; one Chrome at a time. Errors: failed.
  static Result<std::unique_ptr<Chrome>> create(double scale);
  ~Chrome();
  Chrome(const Chrome&) = delete;
  Chrome& operator=(const Chrome&) = delete;

  /// Opens a dialog in the next frame: go_to_line or show_keys.
  void open_dialog(Action dialog) { wanted_dialog_ = dialog; }
  [[nodiscard]] bool wants_keyboard() const;
  [[nodiscard]] bool wants_mouse() const;

  /// Lays out and draws into the bound framebuffer, on top of the scene.
  ChromeOutput draw(const ChromeInput& input);

 private:
  Chrome() = default;
  void draw_menu(const ChromeInput& input, ChromeOutput& out);
  void draw_go_to_line(const ChromeInput& input, ChromeOutput& out);
  void draw_keys(const ChromeInput& input);

  Action wanted_dialog_ = Action::none;
  std::string line_text_;
};

}  // namespace spoor::app
