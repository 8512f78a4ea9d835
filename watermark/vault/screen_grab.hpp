// Tries what a thief's program would try: to read the screen.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace spoor::vault {

enum class Grab { taken, refused, no_display, no_library };

/// Asks an X server for one pixel of the root window, in a process of its own: Xlib ends the program that
/// errs.
[[nodiscard]] Grab grab_x11(const std::string& display);

/// The names of the interfaces that a Wayland compositor offers to any program; nullopt: nobody answers there
/// within two seconds.
[[nodiscard]] std::optional<std::vector<std::string>> wayland_interfaces(const std::filesystem::path& socket);

}  // namespace spoor::vault
