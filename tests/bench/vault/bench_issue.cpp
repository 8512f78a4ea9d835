// How many sessions a second a vault issues, everything counted: one stretched passphrase a batch, tables,
// seal, signature, the registry's durable commit and each file, synced. Sessions of eight hours.
//
// usage: bench_issue sqlite|postgres WRITERS BATCH SECONDS
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>

#include "tests/unit/vault/vault_bench.hpp"
#include "watermark/seal/atomic_file.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using Clock = std::chrono::steady_clock;

namespace {

struct Plan {
  std::size_t writers = 1;
  std::size_t batch = 1;
  double seconds = 1;
};

/// A vault as a vendor has it: passphrases at their full cost.
class Stage {
 public:
  explicit Stage(const std::string& registry_uri) {
    const auto made =
        vault::Vault::init(directory(), "acme", kPassphrase, seal_test::kCheapCost, random, {registry_uri});
    if (!made) throw std::runtime_error(made.error().message);
    seal_test::write_text(scratch / "tree/a.c", "int a;\n");
    auto vault = open();
    const auto packed = vault.pack(scratch / "tree", scratch / "a.spar", {}, random);
    if (!packed) throw std::runtime_error(packed.error().message);
    archive = vault.find_archive(scratch / "a.spar").value();
  }
  [[nodiscard]] vault::Vault open() const { return vault::Vault::open(directory(), kPassphrase).value(); }
  [[nodiscard]] fs::path directory() const { return scratch / "vault"; }

  static constexpr const char* kPassphrase = "bench";
  seal_test::Scratch scratch;
  seal_write::SystemRandom random;
  vault::ArchiveRow archive;
};

/// Issues until the time is over and returns how many.
std::size_t write(const Stage& stage, const Plan& plan, const fs::path& out, Clock::time_point end) {
  auto vault = stage.open();
  seal_write::SystemRandom random;
  const auto now_unix_s = static_cast<std::int64_t>(std::time(nullptr));
  const std::vector<vault::IssueRequest> requests(
      plan.batch, {"Reviewer", "Organisation", stage.archive.id, now_unix_s + 8 * 3600});
  fs::create_directories(out);
  std::size_t done = 0;
  while (Clock::now() < end) {
    const auto lock = seal_write::PassphraseLock::create("session", vault::kPassphraseCost, random);
    if (!lock) throw std::runtime_error(lock.error().message);
    // As `spoor session new` does.
    std::optional<seal::PreparedFiles> prepared;
    const auto prepare = [&](std::span<const vault::Issued> issued) -> seal::Result<void> {
      std::vector<seal::NamedBytes> files;
      for (const auto& one : issued) files.push_back({out / (one.row.id + ".spsn"), one.file});
      auto made = seal::PreparedFiles::create(files);
      if (!made) return tl::make_unexpected(made.error());
      prepared = std::move(*made);
      return {};
    };
    const auto issued = vault.issue(requests, *lock, now_unix_s, random, prepare);
    if (!issued) throw std::runtime_error(issued.error().message);
    std::size_t named = 0;
    const auto delivered = prepared->publish(named);
    if (!delivered) throw std::runtime_error(delivered.error().message);
    done += named;
  }
  return done;
}

/// Of all children that ended, user and system together.
double processor_s() {
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Each writer is a process of its own, as each officer's program is.
void measure(const Stage& stage, const Plan& plan) {
  const double processor_before_s = processor_s();
  const auto start = Clock::now();
  const auto end =
      start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(plan.seconds));
  std::vector<pid_t> children;
  for (std::size_t i = 0; i < plan.writers; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      int code = 0;
      try {
        write(stage, plan, stage.scratch / fmt::format("out{}", i), end);
      } catch (const std::exception& error) {
        fmt::print(stderr, "writer {}: {}\n", i, error.what());
        code = 1;
      }
      std::fflush(nullptr);
      ::_exit(code);
    }
    children.push_back(child);
  }
  bool sound = true;
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    sound = sound && status == 0;
  }
  const double took_s = std::chrono::duration<double>(Clock::now() - start).count();
  std::size_t files = 0;
  for (std::size_t i = 0; i < plan.writers; ++i) {
    files += seal_test::names_in(stage.scratch / fmt::format("out{}", i)).size();
  }
  const auto registered = stage.open().registry().sessions().value().size();
  fmt::print(
      "{} writers, batches of {}: {} sessions in {:.1f} s, {:.0f} a second, {:.2f} ms of the writers' "
      "processors each; {} registered{}\n",
      plan.writers, plan.batch, files, took_s, static_cast<double>(files) / took_s,
      1e3 * (processor_s() - processor_before_s) / static_cast<double>(files), registered,
      sound ? "" : "; a writer failed");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "usage: bench_issue sqlite|postgres WRITERS BATCH SECONDS\n");
    return 2;
  }
  try {
    std::optional<vault_test::PostgresServer> server;
    if (std::string(argv[1]) == "postgres") server.emplace(vault_test::PostgresServer::Durability::full);
    const Stage stage(server ? server->new_database() : std::string());
    measure(stage, {std::strtoul(argv[2], nullptr, 10), std::strtoul(argv[3], nullptr, 10),
                    std::strtod(argv[4], nullptr)});
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_issue: {}\n", error.what());
    return 1;
  }
  return 0;
}
