// Programs that issue sessions, killed at any moment: whatever session was written is registered, and the
// next officer can go on.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <random>
#include <set>
#include <thread>

#include "tests/unit/vault/program.hpp"
#include "tests/unit/vault/vault_bench.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;
using vault_test::Bench;

namespace {

/// Every session file of the writers is registered, and none is there in part.
void check_registered(const Bench& bench, std::size_t least_written) {
  std::set<std::string> registered;
  const auto rows = bench.open_vault().registry().sessions().value();
  for (const auto& row : rows) registered.insert(row.id + ".spsn");
  CHECK(registered.size() == rows.size());
  std::size_t written = 0;
  for (const std::string& directory : names_in(bench.scratch.path())) {
    if (!directory.starts_with("out")) continue;
    for (const std::string& name : names_in(bench.scratch / directory)) {
      CAPTURE(directory, name);
      CHECK(registered.contains(name));
      CHECK(fs::file_size(bench.scratch / directory / name) > 8192);
      ++written;
    }
  }
  CHECK(written >= least_written);
  CHECK(rows.size() >= written);
}

}  // namespace

TEST_CASE("no session is lost when writers are killed", "[registry][killed]") {
  Bench bench;
  constexpr int kWriters = 8;
  constexpr int kRounds = 3;
  constexpr int kBatch = 50;
  std::string team;
  for (int i = 0; i < kBatch; ++i) team += "Reviewer " + std::to_string(i) + "\n";
  write_text(bench.scratch / "team.csv", team);
  int longest_ms =
      0;  // of the first round, in which nobody is killed: kills then fall into every part of a run
  const auto write = [&](int round, int writer) {
    vault_test::RunOptions options;
    options.environment = {{"SPOOR_PASSPHRASE", vault_test::kVaultPassphrase},
                           {"SPOOR_SESSION_PASSPHRASE", kPassphrase}};
    std::mt19937 moments(static_cast<std::mt19937::result_type>(round * kWriters + writer));
    if (round != 0) {
      options.signal_after_ms = std::uniform_int_distribution<int>(longest_ms / 4, longest_ms)(moments);
    }
    options.signal = SIGKILL;
    return vault_test::run({SPOOR_PROGRAM, "session", "new", "--vault", bench.directory(), "--archive",
                            bench.archive_path(), "--reviewers-file", bench.scratch / "team.csv", "-o",
                            bench.scratch / ("out" + std::to_string(round) + std::to_string(writer))},
                           options);
  };
  int whole = 0;
  for (int round = 0; round < kRounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> writers;
    std::vector<int> codes(kWriters);
    for (int writer = 0; writer < kWriters; ++writer) {
      writers.emplace_back(
          [&, writer] { codes[static_cast<std::size_t>(writer)] = write(round, writer).code; });
    }
    for (std::thread& writer : writers) writer.join();
    if (round == 0) {
      longest_ms = static_cast<int>(
          std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start)
              .count());
      CHECK(std::count(codes.begin(), codes.end(), 0) == kWriters);
    }
    for (const int code : codes) {
      CHECK((code == 0 || code == 128 + SIGKILL));
      whole += code == 0 ? 1 : 0;
    }
  }
  check_registered(bench, static_cast<std::size_t>(whole) * kBatch);
  auto vault = bench.open_vault();
  CHECK_FALSE(bench.issue(vault, "the next").file.empty());
}
