// spoor doctor --room: whether this machine keeps what is on its screen to itself. It looks from the account
// that runs it, and says "cannot tell" rather than guess: a camera, a capture card and whoever is root are
// beyond it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace spoor::vault {

enum class Barrier { blocked, open, unknown };

struct RoomFinding {
  std::string what;
  Barrier barrier = Barrier::unknown;
  std::string words;  ///< what was seen and, where the way is open, what closes it
};

/// Where to look.
struct RoomMachine {
  std::filesystem::path root = "/";      ///< that /proc, /sys and the search path are under
  std::string search_path;               ///< as $PATH
  std::string x11_display;               ///< as $DISPLAY; empty: none
  std::filesystem::path wayland_socket;  ///< empty: none
};

/// As the environment says.
[[nodiscard]] RoomMachine this_machine();

/// Kiosk, capture tools, swap, core dumps, other programs' memory, network, and tries to take a screenshot.
[[nodiscard]] std::vector<RoomFinding> examine_room(const RoomMachine& machine);

}  // namespace spoor::vault
