#include "tests/unit/vault/program.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace spoor::vault_test {
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

/// A file that is gone from the directory at once.
int unnamed_file() {
  std::string pattern = (std::filesystem::temp_directory_path() / "spoor-run-XXXXXX").native();
  const int number = ::mkstemp(pattern.data());
  if (number < 0) throw std::runtime_error("no scratch file");
  ::unlink(pattern.c_str());
  return number;
}

std::string contents(int number) {
  std::string out;
  std::array<char, 4096> part{};
  ::lseek(number, 0, SEEK_SET);
  for (ssize_t got = 0; (got = ::read(number, part.data(), part.size())) > 0;) {
    out.append(part.data(), static_cast<std::size_t>(got));
  }
  ::close(number);
  return out;
}

}  // namespace

Ran run(const std::vector<std::string>& arguments, const RunOptions& options) {
  std::vector<std::string> words = arguments;
  std::vector<std::string> environment = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"};
  for (const auto& [name, value] : options.environment)
    environment.push_back(std::string(name).append("=").append(value));
  const int out = unnamed_file();
  const int err = unnamed_file();
  const pid_t child = ::fork();
  if (child == 0) {
    ::setsid();  // no terminal to prompt on
    ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    if (options.file_limit_bytes != 0) {
      std::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{options.file_limit_bytes, options.file_limit_bytes};
      ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ::execve(words[0].c_str(), pointers(words).data(), pointers(environment).data());
    ::_exit(127);
  }
  if (options.signal_after_ms >= 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(options.signal_after_ms));
    ::kill(child, options.signal);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, contents(out), contents(err)};
}

}  // namespace spoor::vault_test
