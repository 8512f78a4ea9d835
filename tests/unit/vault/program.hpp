// Running a program with a clean environment and taking what it says.
#pragma once

#include <csignal>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace spoor::vault_test {

struct Ran {
  int code = -1;  ///< exit status; 128 + signal where a signal ended it
  std::string out;
  std::string err;
};

struct RunOptions {
  std::map<std::string, std::string> environment;
  std::uint64_t file_limit_bytes = 0;  ///< 0: none; more than this is a full disk
  int signal_after_ms = -1;            ///< send the signal then
  int signal = SIGINT;
};

/// arguments[0] is the program's path. There is no terminal and no standard input.
[[nodiscard]] Ran run(const std::vector<std::string>& arguments, const RunOptions& options = {});

}  // namespace spoor::vault_test
