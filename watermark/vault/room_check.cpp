#include "watermark/vault/room_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <system_error>

#include "watermark/vault/screen_grab.hpp"

namespace spoor::vault {

namespace fs = std::filesystem;

namespace {

constexpr std::array kCaptureTools = {"byzanz-record",
                                      "ffmpeg",
                                      "flameshot",
                                      "gnome-screenshot",
                                      "gpu-screen-recorder",
                                      "grim",
                                      "import",
                                      "kazam",
                                      "kooha",
                                      "ksnip",
                                      "maim",
                                      "obs",
                                      "peek",
                                      "recordmydesktop",
                                      "scrot",
                                      "shutter",
                                      "simplescreenrecorder",
                                      "spectacle",
                                      "vlc",
                                      "wf-recorder",
                                      "wl-mirror",
                                      "x11vnc",
                                      "x0vncserver",
                                      "xfce4-screenshooter",
                                      "xwd",
                                      "wayvnc"};
// Shells that let whoever sits there start programs of his own, and such that show one window.
constexpr std::array kDesktops = {"cinnamon",   "gnome-shell", "kwin_wayland",  "kwin_x11", "lxpanel",
                                  "lxqt-panel", "mate-panel",  "marco",         "openbox",  "plasmashell",
                                  "sway",       "xfce4-panel", "xfce4-session", "xfwm4"};
constexpr std::array kKiosks = {"cage", "gnome-kiosk", "gnome-kiosk-scr", "matchbox-window", "ratpoison"};
constexpr std::array kCaptureProtocols = {"zwlr_screencopy_manager_v1", "ext_image_copy_capture_manager_v1",
                                          "zwlr_export_dmabuf_manager_v1", "weston_capture_v1"};

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream in(path);
  if (!in) return std::nullopt;
  std::ostringstream out;
  out << in.rdbuf();
  std::string text = out.str();
  while (!text.empty() && (text.back() == '\n' || text.back() == '\0')) text.pop_back();
  return text;
}

template <typename Names>
bool among(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::set<std::string> running_programs(const fs::path& root) {
  std::set<std::string> out;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root / "proc", error)) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (const auto comm = read_file(entry.path() / "comm")) out.insert(*comm);
  }
  return out;
}

RoomFinding check_kiosk(const std::set<std::string>& programs) {
  std::vector<std::string> desktops, kiosks;
  for (const std::string& program : programs) {
    if (among(kDesktops, program)) desktops.push_back(program);
    if (among(kKiosks, program)) kiosks.push_back(program);
  }
  if (!desktops.empty())
    return {"kiosk", Barrier::open,
            fmt::format("{} runs: whoever sits here can start programs; use a kiosk compositor such as cage",
                        fmt::join(desktops, ", "))};
  if (!kiosks.empty()) return {"kiosk", Barrier::blocked, fmt::format("{} runs", fmt::join(kiosks, ", "))};
  return {"kiosk", Barrier::unknown, "neither a desktop nor a kiosk that is known here runs"};
}

RoomFinding check_tools(const RoomMachine& machine, const std::set<std::string>& programs) {
  std::set<std::string> found;
  std::istringstream directories(machine.search_path);
  for (std::string directory; std::getline(directories, directory, ':');) {
    for (const char* tool : kCaptureTools) {
      std::error_code error;
      if (fs::exists(machine.root / fs::path(directory).relative_path() / tool, error)) found.insert(tool);
    }
  }
  std::vector<std::string> running;
  for (const std::string& tool : found)
    if (programs.contains(tool)) running.push_back(tool);
  if (found.empty())
    return {"capture tools", Barrier::blocked, "none of those that are known is on the search path"};
  return {"capture tools", Barrier::open,
          fmt::format("{} installed{}; remove {}", fmt::join(found, ", "),
                      running.empty() ? "" : fmt::format(", {} running", fmt::join(running, ", ")),
                      found.size() == 1 ? "it" : "them")};
}

RoomFinding check_swap(const fs::path& root) {
  const auto swaps = read_file(root / "proc/swaps");
  if (!swaps) return {"swap", Barrier::unknown, "/proc/swaps cannot be read"};
  std::istringstream lines(*swaps);
  std::string line;
  std::getline(lines, line);  // a heading
  std::vector<std::string> on_disk;
  while (std::getline(lines, line)) {
    const std::string name = line.substr(0, line.find_first_of(" \t"));
    if (!name.empty() && name.rfind("/dev/zram", 0) != 0) on_disk.push_back(name);
  }
  if (on_disk.empty()) return {"swap", Barrier::blocked, "no swap on a disk"};
  return {"swap", Barrier::open,
          fmt::format("on {}; 'swapoff -a' and take it out of /etc/fstab", fmt::join(on_disk, ", "))};
}

RoomFinding check_sleep(const fs::path& root) {
  const auto states = read_file(root / "sys/power/state");
  if (!states) return {"hibernation", Barrier::unknown, "/sys/power/state cannot be read"};
  if (states->find("disk") == std::string::npos) return {"hibernation", Barrier::blocked, "not offered"};
  return {"hibernation", Barrier::open,
          "offered: it writes all memory to a disk; mask hibernate.target and hybrid-sleep.target"};
}

/// Of whoever started this program: its own limit it has set itself.
bool core_limit_is_zero(const fs::path& root) {
  const auto limits = read_file(root / "proc" / std::to_string(::getppid()) / "limits");
  if (!limits) return false;
  constexpr std::string_view kName = "Max core file size";
  const std::size_t at = limits->find(kName);
  if (at == std::string::npos) return false;
  std::istringstream fields(limits->substr(at + kName.size()));
  std::string soft, hard;
  fields >> soft >> hard;
  return hard == "0";
}

RoomFinding check_core_dumps(const fs::path& root) {
  const auto pattern = read_file(root / "proc/sys/kernel/core_pattern");
  if (!pattern) return {"core dumps", Barrier::unknown, "/proc/sys/kernel/core_pattern cannot be read"};
  if (pattern->empty() || *pattern == "|/bin/false" || *pattern == "/dev/null")
    return {"core dumps", Barrier::blocked, "go nowhere"};
  // A pipe gets a core whatever the limit; a file is written only up to it, and the hard limit cannot be
  // raised.
  if (pattern->front() != '|' && core_limit_is_zero(root))
    return {"core dumps", Barrier::blocked, "the hard limit is 0"};
  return {"core dumps", Barrier::open,
          fmt::format("go to '{}'; set kernel.core_pattern to |/bin/false", *pattern)};
}

RoomFinding check_memory(const fs::path& root) {
  const auto scope = read_file(root / "proc/sys/kernel/yama/ptrace_scope");
  if (!scope)
    return {"other programs' memory", Barrier::unknown,
            "this kernel has no Yama; a program of the same user may look"};
  if (*scope == "0")
    return {"other programs' memory", Barrier::open,
            "any program of the same user may look; set kernel.yama.ptrace_scope to 2"};
  return {"other programs' memory", Barrier::blocked, fmt::format("ptrace_scope is {}", *scope)};
}

RoomFinding check_network(const fs::path& root) {
  std::error_code error;
  std::vector<std::string> up;
  for (const auto& entry : fs::directory_iterator(root / "sys/class/net", error)) {
    const std::string name = entry.path().filename();
    const auto state = read_file(entry.path() / "operstate");
    if (name != "lo" && state && *state != "down" && *state != "notpresent") up.push_back(name);
  }
  if (error) return {"network", Barrier::unknown, "/sys/class/net cannot be read"};
  std::sort(up.begin(), up.end());
  if (up.empty()) return {"network", Barrier::blocked, "no interface is up"};
  return {"network", Barrier::open, fmt::format("{} up; unplug and disable", fmt::join(up, ", "))};
}

RoomFinding check_x11(const std::string& display) {
  if (display.empty())
    return {"screenshot, X11", Barrier::unknown, "no DISPLAY: run this where the viewer runs"};
  switch (grab_x11(display)) {
    case Grab::taken:
      return {"screenshot, X11", Barrier::open,
              "taken: X11 lets every program read the screen; let nothing but the viewer run"};
    case Grab::refused:
      return {"screenshot, X11", Barrier::blocked, "the X server refused it"};
    case Grab::no_display:
      return {"screenshot, X11", Barrier::unknown, fmt::format("display {} does not answer", display)};
    case Grab::no_library:
      return {"screenshot, X11", Barrier::unknown, "libX11 is missing: install libx11-6 to try"};
  }
  return {"screenshot, X11", Barrier::unknown, "not tried"};
}

RoomFinding check_wayland(const fs::path& socket) {
  if (socket.empty())
    return {"screenshot, Wayland", Barrier::unknown, "no WAYLAND_DISPLAY: run this where the viewer runs"};
  const auto interfaces = wayland_interfaces(socket);
  if (!interfaces) return {"screenshot, Wayland", Barrier::unknown, "the compositor does not answer"};
  std::vector<std::string> offered;
  for (const char* protocol : kCaptureProtocols)
    if (among(*interfaces, protocol)) offered.emplace_back(protocol);
  if (offered.empty())
    return {"screenshot, Wayland", Barrier::blocked,
            fmt::format("none of {} interfaces offers it", interfaces->size())};
  return {"screenshot, Wayland", Barrier::open,
          fmt::format("{} offered to every program; use a compositor without it", fmt::join(offered, ", "))};
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

RoomMachine this_machine() {
  RoomMachine out;
  out.search_path = variable("PATH");
  out.x11_display = variable("DISPLAY");
  const fs::path wayland = variable("WAYLAND_DISPLAY");
  if (!wayland.empty()) out.wayland_socket = fs::path(variable("XDG_RUNTIME_DIR")) / wayland;
  return out;
}

std::vector<RoomFinding> examine_room(const RoomMachine& machine) {
  const std::set<std::string> programs = running_programs(machine.root);
  return {check_kiosk(programs),       check_tools(machine, programs), check_swap(machine.root),
          check_sleep(machine.root),   check_core_dumps(machine.root), check_memory(machine.root),
          check_network(machine.root), check_x11(machine.x11_display), check_wayland(machine.wayland_socket)};
}

}  // namespace spoor::vault
