#include "watermark/seal/passphrase.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "watermark/seal/file.hpp"
#include "watermark/seal/terminal.hpp"

namespace spoor::seal {
namespace {

Result<SecretString> checked(SecretString passphrase, std::string_view where) {
  const std::string& text = passphrase.text();
  if (text.empty())
    return fail(SealErrorCode::usage, fmt::format("The passphrase {} is empty; give one.", where));
  if (text.size() > kMaxPassphraseBytes || text.find('\0') != std::string::npos) {
    return fail(SealErrorCode::usage,
                fmt::format("The passphrase {} is longer than {} bytes or holds a NUL; give "
                            "another.",
                            where, kMaxPassphraseBytes));
  }
  return passphrase;
}

void strip_line_end(std::string& text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
}

/// Reads a file, or a pipe: `--passphrase-file <(command)` is a good way to keep it off the disk.
Result<SecretString> from_file(const PassphraseSource& source) {
  const std::string name = shown(source.file.native());
  const Descriptor file(::open(source.file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!file.valid() || ::fstat(file.get(), &status) != 0) {
    return fail(SealErrorCode::io,
                fmt::format("Cannot read the passphrase file {}: {}.", name, system_words(errno)));
  }
  if (S_ISREG(status.st_mode) && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(
        SealErrorCode::usage,
        fmt::format("Other users can read the passphrase file {}; make it private with 'chmod 600'.", name));
  }
  std::string text(kMaxPassphraseBytes + 3, '\0');
  keep_in_memory(text.data(), text.size());
  std::size_t got_bytes = 0;
  ssize_t got = 0;
  while (got_bytes < text.size() &&
         (got = ::read(file.get(), text.data() + got_bytes, text.size() - got_bytes)) != 0) {
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) break;
    got_bytes += static_cast<std::size_t>(got);
  }
  if (got < 0) {
    return fail(SealErrorCode::io,
                fmt::format("Cannot read the passphrase file {}: {}.", name, system_words(errno)));
  }
  text.resize(got_bytes);
  strip_line_end(text);
  return checked(SecretString(std::move(text)), fmt::format("in {}", name));
}

Result<SecretString> from_terminal(const PassphraseSource& source) {
  auto first = ask_on_terminal(source.prompt, kMaxPassphraseBytes);
  if (!first) {
    return fail(SealErrorCode::usage, fmt::format("{} Give {} FILE or set {}.", first.error().message,
                                                  source.file_option, source.environment));
  }
  if (source.is_new) {
    const auto again = ask_on_terminal(source.prompt + " (again)", kMaxPassphraseBytes);
    if (!again) return tl::make_unexpected(again.error());
    if (again->text() != first->text()) {
      return fail(SealErrorCode::usage, "The two passphrases differ; try again.");
    }
  }
  return checked(std::move(*first), "that was typed");
}

}  // namespace

Result<SecretString> read_passphrase(const PassphraseSource& source) {
  if (!source.file.empty()) return from_file(source);
  char* value = std::getenv(source.environment.c_str());
  if (value != nullptr && *value != '\0') {
    auto out = checked(SecretString(std::string(value)), fmt::format("in {}", source.environment));
    // Whoever may read /proc/PID/environ would find it there for as long as the program runs.
    wipe(value, std::strlen(value));
    ::unsetenv(source.environment.c_str());
    return out;
  }
  return from_terminal(source);
}

}  // namespace spoor::seal
