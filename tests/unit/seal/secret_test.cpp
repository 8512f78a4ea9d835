// Secrets stay out of swap and out of the environment.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "watermark/seal/hygiene.hpp"
#include "watermark/seal/passphrase.hpp"

using namespace spoor;

namespace {

/// VmLck of proc(5): KB of this process that stay in memory.
std::int64_t locked_kb() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::int64_t kb = 0;
    if (word == "VmLck:" && status >> kb) return kb;
  }
  return -1;
}

}  // namespace

TEST_CASE("secret bytes stay in memory", "[secret]") {
  const std::vector<std::uint8_t> probe(64);
  if (!seal::keep_in_memory(probe.data(), probe.size()) || locked_kb() == 0) {
    WARN("this user may keep nothing in memory (RLIMIT_MEMLOCK), or a sanitizer does not let him");
    return;
  }
  // In a child, which inherits no locks: here, pages of earlier secrets may be used again.
  constexpr std::size_t kSizeBytes = 32768;
  const pid_t child = ::fork();
  if (child == 0) {
    const std::int64_t before_kb = locked_kb();
    const seal::SecretBytes secret(kSizeBytes);
    ::_exit(before_kb == 0 && locked_kb() >= 32 ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
}

TEST_CASE("what cannot be kept in memory is a secret all the same", "[secret]") {
  CHECK(seal::keep_in_memory(nullptr, 0));
  seal::SecretKey key;
  CHECK(std::all_of(key.begin(), key.end(), [](std::uint8_t byte) { return byte == 0; }));
  key[3] = 7;
  const seal::SecretKey copy = key;
  CHECK(copy == key);
}

TEST_CASE("a short passphrase moves without a copy", "[secret]") {
  seal::SecretString one(std::string("short"));
  const char* where = one.text().data();
  const seal::SecretString other = std::move(one);
  CHECK(other.text() == "short");
  CHECK(other.text().data() == where);
}

TEST_CASE("a passphrase from the environment is gone from it", "[secret]") {
  ::setenv("SPOOR_TEST_SECRET", "from the environment", 1);
  const char* place = std::getenv("SPOOR_TEST_SECRET");
  const char* name = place - std::string("SPOOR_TEST_SECRET=").size();
  seal::PassphraseSource source;
  source.environment = "SPOOR_TEST_SECRET";
  const auto passphrase = seal::read_passphrase(source);
  REQUIRE(passphrase);
  CHECK(passphrase->text() == "from the environment");
  CHECK(std::getenv("SPOOR_TEST_SECRET") == nullptr);
  CHECK(std::string(name, 18) == "SPOOR_TEST_SECRET=");
  CHECK(std::all_of(place, place + 20, [](char c) { return c == 0; }));
}

TEST_CASE("the process leaves no core", "[secret]") {
  seal::harden_process();
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_CORE, &limit) == 0);
  CHECK(limit.rlim_max == 0);
}
