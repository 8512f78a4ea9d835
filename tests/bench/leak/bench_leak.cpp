// bench_leak TREE SEED [LEAKS]: packs TREE, lets 50 sessions read it, retypes LEAKS (200) pieces and counts
// what the tracer finds; then the time of one search.
// bench_leak TREE SEED TEXTS OTHER...: asks for the place of TEXTS pieces of other projects in TREE's
// language, and counts what the tracer says of them where one session has seen all.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

#include "tests/leak/null_trial.hpp"
#include "tests/leak/trial.hpp"
#include "tests/unit/seal/fixtures.hpp"
#include "watermark/trace/leak/leak_result.hpp"

namespace {

using namespace spoor;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string described(const leak_test::Verdicts& verdicts) {
  std::string out;
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    if (verdicts[i] != 0)
      out += fmt::format("{}{} {}", out.empty() ? "" : ", ", verdicts[i],
                         leak::words_of(static_cast<leak::LeakVerdict>(i)));
  return out.empty() ? "none" : out;
}

int count_found(const std::string& tree, const seal::ArchiveReader& archive,
                const leak_test::TrialOptions& options) {
  const auto start = Clock::now();
  const auto tally = leak_test::run_trial(tree, archive, options);
  const double took_s = seconds_since(start);
  if (!tally) return 1;
  for (const std::string& miss : tally->misses) fmt::print("{}\n", miss);
  fmt::print("{} files, {:.1f} MB, seed {}: {} leaks in {:.1f} s\n", archive.file_count(),
             static_cast<double>(archive.total_file_bytes()) / 1e6, options.seed, tally->leaks, took_s);
  fmt::print("file right {} (named first {}), file and lines right {}\n", tally->file_right,
             tally->file_alone, tally->lines_right);
  fmt::print("one session saw all: {}; it is among the first {}, alone {}\n", tally->unique,
             tally->session_right, tally->session_alone);
  fmt::print("several saw all: {}; all of them are first {}\n", tally->shared, tally->shared_right);
  return 0;
}

int count_null(const std::string& tree, const seal::ArchiveReader& archive,
               const std::vector<std::string>& others, const leak_test::NullOptions& options) {
  const auto start = Clock::now();
  const auto tally = leak_test::run_null(tree, archive, others, options);
  const double took_s = seconds_since(start);
  if (!tally) return 1;
  for (const std::string& text : tally->accusing) fmt::print("{}\n", text);
  const std::size_t unrelated = tally->count(tally->unrelated);
  const std::size_t accused = tally->accusing.size();
  fmt::print("{} files, {:.1f} MB, seed {}: {} texts of other projects in {:.1f} s\n", archive.file_count(),
             static_cast<double>(archive.total_file_bytes()) / 1e6, options.seed, tally->texts, took_s);
  fmt::print("unrelated {}: {}\n", unrelated, described(tally->unrelated));
  fmt::print("three lines on end in both {}: {}\n", tally->count(tally->shared), described(tally->shared));
  fmt::print("seen by one session, of the unrelated: {}, a rate below {:.4f} (95 %, one-sided)\n", accused,
             leak_test::upper_rate(accused, unrelated));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 2) {
    fmt::print(stderr, "usage: bench_leak TREE SEED [LEAKS]\n       bench_leak TREE SEED TEXTS OTHER...\n");
    return 2;
  }
  const seal_test::Scratch scratch;
  const auto path = scratch / "tree.spar";
  if (const auto packed = seal_test::pack(arguments[0], path); !packed) {
    fmt::print(stderr, "bench_leak: {}\n", packed.error().message);
    return 1;
  }
  const auto archive = seal_test::open(path);
  if (!archive) return 1;
  const std::uint64_t seed = std::strtoull(arguments[1].c_str(), nullptr, 10);
  const std::size_t count =
      arguments.size() > 2 ? std::strtoull(arguments[2].c_str(), nullptr, 10) : std::size_t{200};
  if (arguments.size() > 3) {
    leak_test::NullOptions options;
    options.seed = seed;
    options.texts = count;
    return count_null(arguments[0], *archive, {arguments.begin() + 3, arguments.end()}, options);
  }
  leak_test::TrialOptions options;
  options.seed = seed;
  options.leaks = count;
  return count_found(arguments[0], *archive, options);
}
