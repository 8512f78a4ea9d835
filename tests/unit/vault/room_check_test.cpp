// spoor doctor --room, on machines made of a few files, a compositor made of a socket, and this one.
#include "watermark/vault/room_check.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstring>
#include <thread>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/vault/screen_grab.hpp"

namespace spoor::vault {
namespace {

namespace fs = std::filesystem;
using seal_test::Scratch;

class Machine {
 public:
  Scratch scratch;
  RoomMachine room;
  Machine() {
    room.root = scratch.path();
    room.search_path = "/usr/bin:/opt/bin";
    put("proc/swaps", "Filename\tType\tSize\tUsed\tPriority\n");
    put("proc/sys/kernel/core_pattern", "|/bin/false\n");
    put("proc/sys/kernel/yama/ptrace_scope", "2\n");
    put("proc/1/comm", "systemd\n");
    put("proc/200/comm", "cage\n");
    put("sys/power/state", "freeze mem\n");
    put("sys/class/net/lo/operstate", "unknown\n");
    put("sys/class/net/eth0/operstate", "down\n");
    fs::create_directories(scratch / "usr/bin");
  }
  void put(const std::string& path, const std::string& text) {
    fs::create_directories((scratch / path).parent_path());
    seal_test::write_text(scratch / path, text);
  }
  [[nodiscard]] RoomFinding finding(const std::string& what) const {
    for (RoomFinding& finding : examine_room(room))
      if (finding.what == what) return finding;
    FAIL("no finding " << what);
    return {};
  }
  [[nodiscard]] Barrier barrier(const std::string& what) const { return finding(what).barrier; }
};

constexpr std::array kOfFiles = {"kiosk",      "capture tools",          "swap",   "hibernation",
                                 "core dumps", "other programs' memory", "network"};

TEST_CASE("a machine with everything closed is said to be closed") {
  const Machine machine;
  for (const char* what : kOfFiles) {
    INFO(what << ": " << machine.finding(what).words);
    CHECK(machine.barrier(what) == Barrier::blocked);
  }
}

TEST_CASE("each way that is open is found, and only that") {
  struct Case {
    const char* what;
    const char* path;
    const char* text;
  };
  constexpr std::array cases = {
      Case{"kiosk", "proc/300/comm", "gnome-shell\n"},
      Case{"capture tools", "opt/bin/scrot", ""},
      Case{"swap", "proc/swaps", "Filename\tType\n/dev/sda2 partition 1 0 -2\n"},
      Case{"hibernation", "sys/power/state", "freeze mem disk\n"},
      Case{"core dumps", "proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump %P\n"},
      Case{"other programs' memory", "proc/sys/kernel/yama/ptrace_scope", "0\n"},
      Case{"network", "sys/class/net/wlan0/operstate", "up\n"}};
  for (const Case& one : cases) {
    Machine machine;
    machine.put(one.path, one.text);
    for (const char* what : kOfFiles) {
      INFO(one.what << " opened; " << what);
      CHECK(machine.barrier(what) == (std::string(what) == one.what ? Barrier::open : Barrier::blocked));
    }
  }
}

TEST_CASE("what cannot be seen is not guessed") {
  const Scratch empty;
  RoomMachine room;
  room.root = empty.path();
  for (const RoomFinding& finding : examine_room(room)) {
    INFO(finding.what);
    CHECK(finding.barrier == (finding.what == "capture tools" ? Barrier::blocked : Barrier::unknown));
  }
}

TEST_CASE("compressed memory is no swap on a disk") {
  Machine machine;
  machine.put("proc/swaps", "Filename\tType\n/dev/zram0 partition 1 0 100\n");
  CHECK(machine.barrier("swap") == Barrier::blocked);
}

/// Answers one client as a compositor with these interfaces does.
class Compositor {
 public:
  Compositor(const fs::path& path, std::vector<std::string> interfaces)
      : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)), interfaces_(std::move(interfaces)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(socket_, 1) == 0);
    thread_ = std::thread([this] { answer(); });
  }
  Compositor(const Compositor&) = delete;
  Compositor& operator=(const Compositor&) = delete;
  ~Compositor() {
    thread_.join();
    ::close(socket_);
  }

 private:
  void answer() const {
    const int client = ::accept(socket_, nullptr, nullptr);
    std::array<std::uint32_t, 6> requests{};
    static_cast<void>(::recv(client, requests.data(), sizeof requests, MSG_WAITALL));
    std::string out;
    const auto word = [&](std::uint32_t value) { out.append(reinterpret_cast<const char*>(&value), 4); };
    std::uint32_t name = 1;
    for (const std::string& interface : interfaces_) {
      const auto length = static_cast<std::uint32_t>(interface.size() + 1);
      const std::uint32_t padded = (length + 3) / 4 * 4;
      word(requests[2]);
      word((8 + 4 + 4 + padded + 4) << 16U);
      word(name++);
      word(length);
      out += interface;
      out.append(padded - interface.size(), '\0');
      word(1);
    }
    word(requests[5]);
    word(12U << 16U);
    word(0);
    static_cast<void>(::send(client, out.data(), out.size(), MSG_NOSIGNAL));
    ::close(client);
  }

  int socket_;
  std::vector<std::string> interfaces_;
  std::thread thread_;
};

TEST_CASE("a compositor that offers capture is open, one that does not is not") {
  Machine machine;
  machine.room.wayland_socket = machine.scratch / "w";
  {
    const Compositor compositor(machine.room.wayland_socket,
                                {"wl_compositor", "zwlr_screencopy_manager_v1", "wl_shm"});
    const RoomFinding found = machine.finding("screenshot, Wayland");
    CHECK(found.barrier == Barrier::open);
    CHECK(found.words.find("zwlr_screencopy_manager_v1") != std::string::npos);
  }
  fs::remove(machine.room.wayland_socket);
  {
    const Compositor compositor(machine.room.wayland_socket, {"wl_compositor", "xdg_wm_base"});
    CHECK(machine.barrier("screenshot, Wayland") == Barrier::blocked);
  }
  CHECK(machine.barrier("screenshot, Wayland") == Barrier::unknown);  // nobody listens any more
}

TEST_CASE("a display that is not there is not called closed") {
  Machine machine;
  machine.room.x11_display = ":4711";
  CHECK(machine.barrier("screenshot, X11") == Barrier::unknown);
}

}  // namespace
}  // namespace spoor::vault
