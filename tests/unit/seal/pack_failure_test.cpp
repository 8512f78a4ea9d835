// Packing that cannot go on leaves nothing behind, and says why.
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstring>
#include <fstream>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/atomic_file.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;
using seal::SealErrorCode;

namespace {

constexpr int kPacked = 0;
constexpr int kRefused = 10;  ///< plus the error's code

/// Packs in a child process that was prepared, so that limits and identity are the child's own.
int pack_in_child(const fs::path& tree, const fs::path& archive, void (*prepare)()) {
  const pid_t child = ::fork();
  if (child == 0) {
    prepare();
    const auto summary = pack(tree, archive, {.threads = 1});
    ::_exit(summary ? kPacked : kRefused + static_cast<int>(summary.error().code));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string noise(std::size_t size_bytes) {
  std::mt19937 words(1);
  std::string out(size_bytes, ' ');
  for (char& c : out) c = static_cast<char>(words() & 0xFFU);
  return out;
}

constexpr rlim_t kFullAfterBytes = 1'000'000;

}  // namespace

TEST_CASE("a full disk leaves nothing, and what stood under the name stays", "[pack]") {
  const Scratch scratch;
  write_text(scratch / "tree/a", noise(3'000'000));
  fs::create_directories(scratch / "out");
  // A write beyond the limit fails as on a full disk: with an errno, once the signal is ignored.
  const auto small_disk = +[] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{kFullAfterBytes, kFullAfterBytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  };
  CHECK(pack_in_child(scratch / "tree", scratch / "out/a.spar", small_disk) ==
        kRefused + static_cast<int>(SealErrorCode::io));
  CHECK(names_in(scratch / "out").empty());

  write_text(scratch / "out/a.spar", "an older release");
  CHECK(pack_in_child(scratch / "tree", scratch / "out/a.spar", small_disk) ==
        kRefused + static_cast<int>(SealErrorCode::io));
  CHECK(names_in(scratch / "out") == std::vector<std::string>{"a.spar"});
  CHECK(read_text(scratch / "out/a.spar") == "an older release");
  CHECK(pack_in_child(
            scratch / "tree", scratch / "out/a.spar", +[] {}) == kPacked);
  CHECK(open(scratch / "out/a.spar"));
}

TEST_CASE("a file that may not be read is named", "[pack]") {
  const Scratch scratch;
  write_text(scratch / "tree/src/open.c", "x");
  write_text(scratch / "tree/src/secret.c", "x");
  fs::permissions(scratch / "tree/src/secret.c", fs::perms::none);
  fs::permissions(scratch.path(), fs::perms::all);
  fs::create_directories(scratch / "out");
  fs::permissions(scratch / "out", fs::perms::all);
  constexpr uid_t kNobody = 65534;
  const auto as_nobody = +[] {
    if (::geteuid() == 0 && ::setuid(kNobody) != 0) ::_exit(1);
  };
  CHECK(pack_in_child(scratch / "tree", scratch / "out/a.spar", as_nobody) ==
        kRefused + static_cast<int>(SealErrorCode::io));
  CHECK(names_in(scratch / "out").empty());
  if (::geteuid() != 0) {
    const auto summary = pack(scratch / "tree", scratch / "out/a.spar");
    REQUIRE_FALSE(summary);
    CHECK(summary.error().message.find("'src/secret.c'") != std::string::npos);
  }
}

TEST_CASE("a file that changes while it is packed is named", "[pack]") {
  const Scratch scratch;
  const fs::path file = scratch / "tree/growing.log";
  write_text(file, noise(1'000'000));
  seal_write::PackOptions options;
  bool touched = false;
  options.progress = [&](const seal_write::PackProgress&) {
    if (!touched) std::ofstream(file, std::ios::app) << "one more line\n";
    touched = true;
  };
  fs::create_directories(scratch / "out");
  const auto summary = pack(scratch / "tree", scratch / "out/a.spar", options);
  REQUIRE_FALSE(summary);
  CHECK(summary.error().code == SealErrorCode::io);
  CHECK(summary.error().message.find("'growing.log' changed") != std::string::npos);
  CHECK(names_in(scratch / "out").empty());

  touched = false;
  options.progress = [&](const seal_write::PackProgress&) {
    if (!touched) fs::resize_file(file, 500'000);
    touched = true;
  };
  CHECK(code_of(pack(scratch / "tree", scratch / "out/a.spar", options)) == SealErrorCode::io);
  CHECK(names_in(scratch / "out").empty());
}

TEST_CASE("packing that is interrupted leaves nothing", "[pack]") {
  const Scratch scratch;
  write_text(scratch / "tree/a", noise(3'000'000));
  fs::create_directories(scratch / "out");
  int asked = 0;
  seal_write::PackOptions options;
  options.cancelled = [&] { return ++asked > 3; };
  CHECK(code_of(pack(scratch / "tree", scratch / "out/a.spar", options)) == SealErrorCode::refused);
  CHECK(asked == 4);
  CHECK(names_in(scratch / "out").empty());
}

TEST_CASE("sockets and pipes are counted and left out", "[pack]") {
  const Scratch scratch;
  write_text(scratch / "tree/a.c", "x");
  REQUIRE(::mkfifo((scratch / "tree/pipe").c_str(), 0600) == 0);
  const int number = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, (scratch / "tree/socket").c_str(), sizeof(address.sun_path) - 1);
  REQUIRE(::bind(number, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  const auto summary = pack(scratch / "tree", scratch / "a.spar");
  ::close(number);
  REQUIRE(summary);
  CHECK(summary->special == 2);
  CHECK(summary->files == 1);
  CHECK(open(scratch / "a.spar")->list("")->size() == 1);
}

TEST_CASE("globs leave out names and paths", "[pack]") {
  const Scratch scratch;
  for (const char* name : {"a.o", "a.c", "sub/b.o", "sub/b.c", "build/x", "sub/build/y"}) {
    write_text(scratch / "tree" / name, "x");
  }
  const auto summary = pack(scratch / "tree", scratch / "a.spar", {.exclude = {"*.o", "sub/build"}});
  REQUIRE(summary);
  CHECK(summary->excluded == 3);
  const auto archive = open(scratch / "a.spar");
  CHECK(archive->stat("a.c"));
  CHECK(archive->stat("build/x"));
  CHECK_FALSE(archive->stat("a.o"));
  CHECK_FALSE(archive->stat("sub/b.o"));
  CHECK_FALSE(archive->stat("sub/build"));
}

TEST_CASE("an archive does not pack itself, its older self or the vault", "[pack]") {
  const Scratch scratch;
  write_text(scratch / "tree/a.c", "x");
  write_text(scratch / "tree/vault/keys", "sealed");
  for (int round = 0; round < 2; ++round) {
    const auto summary = pack(scratch / "tree", scratch / "tree/a.spar", {.never = {scratch / "tree/vault"}});
    REQUIRE(summary);
    CHECK(summary->files == 1);
    CHECK(open(scratch / "tree/a.spar")->list("")->size() == 1);
  }
}

TEST_CASE("places that cannot be packed are errors", "[pack]") {
  const Scratch scratch;
  write_text(scratch / "tree/a.c", "x");
  CHECK(code_of(pack(scratch / "missing", scratch / "a.spar")) == SealErrorCode::io);
  CHECK(code_of(pack(scratch / "tree/a.c", scratch / "a.spar")) == SealErrorCode::io);
  CHECK(code_of(pack(scratch / "tree", scratch / "missing/a.spar")) == SealErrorCode::io);
  fs::create_directories(scratch / "directory.spar");
  CHECK(code_of(pack(scratch / "tree", scratch / "directory.spar")) == SealErrorCode::io);
  CHECK(code_of(pack(scratch / "tree", scratch / "a.spar", {.release = std::string(1001, 'x')})) ==
        SealErrorCode::usage);
  CHECK(names_in(scratch.path()) == std::vector<std::string>{"directory.spar", "tree"});
}

TEST_CASE("a sealed file is the owner's alone", "[pack]") {
  const Scratch scratch;
  write_text(scratch / "tree/a.c", "x");
  REQUIRE(pack(scratch / "tree", scratch / "a.spar"));
  CHECK(fs::status(scratch / "a.spar").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}
