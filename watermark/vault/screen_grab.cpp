#include "watermark/vault/screen_grab.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>

#include "watermark/seal/file.hpp"

namespace spoor::vault {
namespace {

constexpr int kTaken = 0, kRefused = 1, kNoDisplay = 2, kNoLibrary = 3;

/// In the child: Xlib through the dynamic linker, so that a vault's machine needs none.
int try_x11(const char* display) {
  void* library = ::dlopen("libX11.so.6", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return kNoLibrary;
  using Open = void* (*)(const char*);
  using Root = unsigned long (*)(void*);
  using Image = void* (*)(void*, unsigned long, int, int, unsigned, unsigned, unsigned long, int);
  const auto open = reinterpret_cast<Open>(::dlsym(library, "XOpenDisplay"));
  const auto root = reinterpret_cast<Root>(::dlsym(library, "XDefaultRootWindow"));
  const auto image = reinterpret_cast<Image>(::dlsym(library, "XGetImage"));
  if (open == nullptr || root == nullptr || image == nullptr) return kNoLibrary;
  void* connection = open(display);
  if (connection == nullptr) return kNoDisplay;
  constexpr int kZPixmap = 2;
  return image(connection, root(connection), 0, 0, 1, 1, ~0UL, kZPixmap) != nullptr ? kTaken : kRefused;
}

// The wire of Wayland: u32 object, u16 opcode, u16 size with these 8 bytes, arguments; in the host's order.
constexpr std::uint32_t kDisplay = 1, kRegistry = 2, kCallback = 3;

bool send_requests(int socket) {
  constexpr std::uint32_t kSize = 12U << 16U, kSync = 0, kGetRegistry = 1;
  const std::array<std::uint32_t, 6> words = {kDisplay, kSize | kGetRegistry, kRegistry,
                                              kDisplay, kSize | kSync,        kCallback};
  return ::send(socket, words.data(), sizeof words, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof words);
}

bool read_whole(int socket, void* out, std::size_t bytes) {
  auto* at = static_cast<char*>(out);
  while (bytes > 0) {
    const ssize_t got = ::recv(socket, at, bytes, 0);
    if (got <= 0) return false;
    at += got;
    bytes -= static_cast<std::size_t>(got);
  }
  return true;
}

/// Of "global": u32 name, string (u32 length with its NUL, bytes, padding), u32 version.
std::string interface_of(const std::vector<std::uint8_t>& arguments) {
  std::uint32_t length = 0;
  if (arguments.size() < 8) return {};
  std::memcpy(&length, &arguments[4], sizeof length);
  if (length == 0 || length > arguments.size() - 8) return {};
  return {reinterpret_cast<const char*>(&arguments[8]), length - 1};
}

seal::Descriptor connect_to(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = path.string();
  if (name.size() >= sizeof address.sun_path) return seal::Descriptor();
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  seal::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  constexpr timeval kPatience{2, 0};
  if (!socket.valid() ||
      ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience) != 0 ||
      ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return seal::Descriptor();
  return socket;
}

}  // namespace

Grab grab_x11(const std::string& display) {
  const pid_t child = ::fork();
  if (child < 0) return Grab::no_display;
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);  // Xlib's own words about being refused
    ::_exit(try_x11(display.c_str()));
  }
  int status = 0;
  if (::waitpid(child, &status, 0) != child || !WIFEXITED(status)) return Grab::refused;
  switch (WEXITSTATUS(status)) {
    case kTaken:
      return Grab::taken;
    case kNoDisplay:
      return Grab::no_display;
    case kNoLibrary:
      return Grab::no_library;
    default:
      return Grab::refused;
  }
}

std::optional<std::vector<std::string>> wayland_interfaces(const std::filesystem::path& path) {
  const seal::Descriptor socket = connect_to(path);
  if (!socket.valid() || !send_requests(socket.get())) return std::nullopt;
  std::vector<std::string> out;
  constexpr std::size_t kMostEvents = 4096;
  for (std::size_t i = 0; i < kMostEvents; ++i) {
    std::array<std::uint32_t, 2> head{};
    if (!read_whole(socket.get(), head.data(), sizeof head)) return std::nullopt;
    const std::size_t size = head[1] >> 16U;
    if (size < sizeof head) return std::nullopt;
    std::vector<std::uint8_t> arguments(size - sizeof head);
    if (!read_whole(socket.get(), arguments.data(), arguments.size())) return std::nullopt;
    if (head[0] == kCallback) return out;
    if (head[0] == kRegistry && (head[1] & 0xFFFFU) == 0) out.push_back(interface_of(arguments));
  }
  return std::nullopt;
}

}  // namespace spoor::vault
