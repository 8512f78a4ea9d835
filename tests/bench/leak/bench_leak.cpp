// bench_leak TREE SEED [LEAKS]: packs TREE, lets 50 sessions read it, retypes LEAKS (200) pieces and counts
// what the tracer finds; then the time of one search.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

#include "tests/leak/trial.hpp"
#include "tests/unit/seal/fixtures.hpp"

int main(int argc, char** argv) {
  using namespace spoor;
  if (argc < 3) {
    fmt::print(stderr, "usage: bench_leak TREE SEED [LEAKS]\n");
    return 2;
  }
  const seal_test::Scratch scratch;
  const auto path = scratch / "tree.spar";
  if (const auto packed = seal_test::pack(argv[1], path); !packed) {
    fmt::print(stderr, "bench_leak: {}\n", packed.error().message);
    return 1;
  }
  const auto archive = seal_test::open(path);
  if (!archive) return 1;
  leak_test::TrialOptions options;
  options.seed = std::strtoull(argv[2], nullptr, 10);
  if (argc > 3) options.leaks = std::strtoull(argv[3], nullptr, 10);
  const auto start = std::chrono::steady_clock::now();
  const auto tally = leak_test::run_trial(argv[1], *archive, options);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  if (!tally) return 1;
  for (const std::string& miss : tally->misses) fmt::print("{}\n", miss);
  fmt::print("{} files, {:.1f} MB, seed {}: {} leaks in {:.1f} s\n", archive->file_count(),
             static_cast<double>(archive->total_file_bytes()) / 1e6, options.seed, tally->leaks,
             took.count());
  fmt::print("file right {} (named first {}), file and lines right {}\n", tally->file_right,
             tally->file_alone, tally->lines_right);
  fmt::print("one session saw all: {}; it is among the first {}, alone {}\n", tally->unique,
             tally->session_right, tally->session_alone);
  fmt::print("several saw all: {}; all of them are first {}\n", tally->shared, tally->shared_right);
  return 0;
}
