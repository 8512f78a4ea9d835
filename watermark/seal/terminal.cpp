#include "watermark/seal/terminal.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <string_view>

#include "watermark/seal/file.hpp"

namespace spoor::seal {
namespace {

constexpr char kCtrlC = 3;
constexpr char kCtrlD = 4;
constexpr char kCtrlU = 21;
constexpr char kBackspace = 8;
constexpr char kDelete = 127;

/// Turns off echo, line editing and signal keys, and restores them. The keys are read as characters, so that
/// Ctrl-C cannot leave the terminal without echo.
class SilentTerminal {
 public:
  explicit SilentTerminal(int descriptor)
      : descriptor_(descriptor), valid_(::tcgetattr(descriptor, &before_) == 0) {
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    silent.c_cc[VMIN] = 1;
    silent.c_cc[VTIME] = 0;
    valid_ = valid_ && ::tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  ~SilentTerminal() {
    if (valid_) ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
  }
  [[nodiscard]] bool valid() const { return valid_; }

 private:
  int descriptor_;
  termios before_{};  // in front of valid_, whose initialiser fills it
  bool valid_;
};

bool say(const Descriptor& terminal, std::string_view text) {
  return ::write(terminal.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

/// Applies one key; false where the user gives up.
bool take_key(char key, std::string& typed, std::size_t limit_bytes) {
  if (key == kCtrlC || (key == kCtrlD && typed.empty())) return false;
  if (key == kCtrlU) {
    wipe(typed.data(), typed.size());
    typed.clear();
  } else if (key == kBackspace || key == kDelete) {
    // A whole UTF-8 character: its continuation bytes, then its lead.
    while (!typed.empty() && (static_cast<unsigned char>(typed.back()) & 0xC0U) == 0x80) typed.pop_back();
    if (!typed.empty()) typed.pop_back();
  } else if (typed.size() <= limit_bytes) {
    typed.push_back(key);
  }
  return true;
}

}  // namespace

Result<SecretString> ask_on_terminal(const std::string& prompt, std::size_t limit_bytes) {
  const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (!terminal.valid()) return fail(SealErrorCode::usage, "There is no terminal to ask on.");
  const SilentTerminal silent(terminal.get());
  if (!silent.valid() || !say(terminal, prompt + ": ")) {
    return fail(SealErrorCode::usage, "There is no terminal to ask on.");
  }
  std::string typed;
  typed.reserve(limit_bytes + 2);  // never moved, so never copied about
  keep_in_memory(typed.data(), typed.capacity());
  char key = 0;
  bool going = true;
  while (going && ::read(terminal.get(), &key, 1) == 1 && key != '\n' && key != '\r') {
    going = take_key(key, typed, limit_bytes);
  }
  say(terminal, "\n");
  SecretString out(std::move(typed));
  if (!going) return fail(SealErrorCode::usage, "No passphrase was typed.");
  return out;
}

}  // namespace spoor::seal
