// What a confined process can still do, tried in a child: a filter is for good.
#include "viewer/confine/confine.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cerrno>
#include <functional>
#include <thread>

namespace spoor::confine {
namespace {

/// The exit status of a confined child.
int confined(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(give_up_network_and_programs() ? body() : 99);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  return WEXITSTATUS(status);
}

/// 0 where a call failed with EPERM.
int refused(long result) {
  return result < 0 && errno == EPERM ? 0 : 1;
}

TEST_CASE("no socket to anywhere") {
  for (const int family : {AF_INET, AF_INET6, AF_NETLINK, AF_PACKET})
    for (const int type : {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW}) {
      CAPTURE(family, type);
      CHECK(confined([&] { return refused(::socket(family, type, 0)); }) == 0);
    }
}

TEST_CASE("no program is run") {
  CHECK(confined([] {
          char name[] = "/bin/true";
          char* const arguments[] = {name, nullptr};
          return refused(
              ::execv(name, arguments));  // would end with 0 as well, were it not for the next check
        }) == 0);
  CHECK(confined([] {
          char name[] = "/bin/false";
          char* const arguments[] = {name, nullptr};
          return refused(::execv(name, arguments));
        }) == 0);
}

TEST_CASE("no look into another process") {
  CHECK(confined([] { return refused(::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr)); }) == 0);
}

TEST_CASE("local sockets, files, memory and threads go on") {
  CHECK(confined([] {
          int pair[2];
          const int local = ::socket(AF_UNIX, SOCK_STREAM, 0);
          const int file = ::open("/proc/self/status", O_RDONLY);
          std::atomic<int> seen = 0;
          std::thread([&] { seen = 1; }).join();
          return local >= 0 && file >= 0 && ::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 && seen == 1 ? 0
                                                                                                          : 1;
        }) == 0);
}

TEST_CASE("threads that ran before are confined, too") {
  const pid_t child = ::fork();
  if (child == 0) {
    std::atomic<bool> go = false;
    int result = 2;
    std::thread worker([&] {
      while (!go) std::this_thread::yield();
      result = refused(::socket(AF_INET, SOCK_STREAM, 0));
    });
    const bool done = give_up_network_and_programs();
    go = true;
    worker.join();
    ::_exit(done ? result : 99);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace spoor::confine
