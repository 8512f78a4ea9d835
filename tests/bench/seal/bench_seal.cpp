// Opening archives and sessions, reading trees, issuing.
//   bench_seal                                    on a small tree that it makes
//   SPOOR_BENCH_TREE=/usr/include/c++/12 bench_seal
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <memory>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/session_format.hpp"
#include "watermark/vault/vault.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;

namespace {

fs::path tree_of(const Scratch& scratch) {
  if (const char* given = std::getenv("SPOOR_BENCH_TREE")) return given;
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (int line = 0; line < 200; ++line) text += fmt::format("int function_{}_{}(int x);\n", i, line);
    write_text(scratch.path() / "tree" / fmt::format("d{}", i % 50) / fmt::format("{}.h", i), text);
  }
  return scratch / "tree";
}

/// The tree packed once for all benchmarks of a run.
struct Packed {
  Scratch scratch;
  fs::path archive = scratch / "a.spar";
  Packed() {
    if (!pack(tree_of(scratch), archive)) throw std::runtime_error("the tree cannot be packed");
  }
};

const Packed& packed() {
  static const Packed once;
  return once;
}

void open_archive(benchmark::State& state) {
  const fs::path archive = packed().archive;
  for (auto _ : state) benchmark::DoNotOptimize(open(archive).value().list("").value().size());
}
BENCHMARK(open_archive)->Unit(benchmark::kMicrosecond);

std::uint64_t read_below(const seal::ArchiveReader& archive, const std::string& directory) {
  std::uint64_t bytes = 0;
  const auto entries = archive.list(directory).value();
  for (const seal::DirEntry& entry : entries) {
    const std::string path = directory.empty() ? entry.name : directory + "/" + entry.name;
    if (entry.kind == seal::EntryKind::directory) bytes += read_below(archive, path);
    if (entry.kind == seal::EntryKind::file) bytes += archive.read(path).value().size();
  }
  return bytes;
}

void read_whole_tree(benchmark::State& state) {
  std::uint64_t bytes = 0;
  for (auto _ : state) bytes += read_below(open(packed().archive).value(), "");
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(read_whole_tree)->Unit(benchmark::kMillisecond);

void open_sealed_session(benchmark::State& state) {
  SeededRandom random(1);
  const auto lock = seal_write::PassphraseLock::create(kPassphrase, vault::kPassphraseCost, random).value();
  const auto slots = static_cast<std::uint32_t>(state.range(0));
  const auto file = seal_write::seal_session(small_session(slots), lock, vendor(), random).value();
  for (auto _ : state) benchmark::DoNotOptimize(seal::open_session(file, "s", kPassphrase).has_value());
}
BENCHMARK(open_sealed_session)->Arg(32)->Arg(65536)->Unit(benchmark::kMillisecond);

void issue_sessions(benchmark::State& state) {
  const Scratch scratch;
  SeededRandom random(1);
  if (!vault::Vault::init(scratch / "vault", "bench", kPassphrase, kCheapCost, random)) std::abort();
  auto vault = vault::Vault::open(scratch / "vault", kPassphrase).value();
  write_text(scratch / "tree/a.c", "int a;\n");
  constexpr std::int64_t kNow = 1'800'000'000;
  if (!vault.pack(scratch / "tree", scratch / "a.spar", {}, random)) std::abort();
  const auto lock = seal_write::PassphraseLock::create(kPassphrase, kCheapCost, random).value();
  const vault::IssueRequest request{"Reviewer", "", vault.registry().archives()->front().id, kNow + 8 * 3600};
  const std::vector<vault::IssueRequest> requests(static_cast<std::size_t>(state.range(0)), request);
  for (auto _ : state) benchmark::DoNotOptimize(vault.issue(requests, lock, kNow, random).value().size());
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * state.range(0)));
}
BENCHMARK(issue_sessions)->Arg(1)->Arg(100)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
