// Searching a sealed archive against ripgrep on the plain tree that it was packed from, warm, both on two
// threads, run in turns.
//   bench_find SESSION ARCHIVE TREE [ROUNDS]     the session's passphrase comes from SPOOR_PASSPHRASE
// For each kind of ripgrep's own benchmark: the medians, their ratio, the time to the first hits (in the
// first round, and the median), and how many lines only one of the two found (files that the archive's search
// skips are left out on both sides).
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "tests/bench/find/lookups.hpp"
#include "viewer/find/engine.hpp"
#include "watermark/seal/session.hpp"

using namespace spoor;
using Clock = std::chrono::steady_clock;

namespace {

struct Kind {
  const char* name;
  find::Query query;
  const char* rg;  ///< its arguments
};

std::vector<Kind> kinds() {
  using find::Query;
  const char* no_literal = R"(\w{5}\s+\w{5}\s+\w{5}\s+\w{5}\s+\w{5})";
  return {{"literal", Query{.text = "PM_RESUME"}, "-F PM_RESUME"},
          {"literal, any case", Query{.text = "PM_RESUME", .ignore_case = true}, "-F -i PM_RESUME"},
          {"word", Query{.text = "PM_RESUME", .whole_word = true}, "-F -w PM_RESUME"},
          {"alternation", Query{.text = "ERR_SYS|PME_TURN_OFF|LINK_REQ_RST|CFG_BME_EVT", .regexp = true},
           "'ERR_SYS|PME_TURN_OFF|LINK_REQ_RST|CFG_BME_EVT'"},
          {"literal suffix", Query{.text = "[A-Z]+_RESUME", .regexp = true}, "'[A-Z]+_RESUME'"},
          {"no literal", Query{.text = no_literal, .regexp = true},
           R"('(?-u)\w{5}\s+\w{5}\s+\w{5}\s+\w{5}\s+\w{5}')"}};
}

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Processor time of all threads of this program, or of the programs that it ran: what else runs on the
/// machine disturbs it least.
double cpu_ms(int whose) {
  rusage used{};
  getrusage(whose, &used);
  const auto ms = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
  };
  return ms(used.ru_utime) + ms(used.ru_stime);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Outcome {
  double first_ms = 0;  ///< to the first hits
  double all_ms = 0;
  double cpu_ms = 0;
  std::set<std::string> lines;  ///< "path:line" of those that were kept
  find::Progress progress;
};

class Sealed {
 public:
  explicit Sealed(const std::shared_ptr<const find::Files>& files) : engine_(files, 2, [this] { wake(); }) {
    const auto start = Clock::now();
    engine_.prepare();
    static_cast<void>(files->grams());
    tables_ms_ = ms_since(start);
  }

  /// How long the archive's tables took to load, as they do when the panel opens.
  [[nodiscard]] double tables_ms() const { return tables_ms_; }

  Outcome run(const find::Query& query) {
    Outcome out;
    const double cpu_start_ms = cpu_ms(RUSAGE_SELF);
    const auto start = Clock::now();
    const auto search = engine_.start(query);
    std::vector<find::FileHits> hits;
    while (!out.progress.complete) {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, std::chrono::milliseconds(100), [&] { return news_; });
      news_ = false;
      lock.unlock();
      out.progress = search->progress();
      for (auto& file : search->take()) hits.push_back(std::move(file));
      if (out.first_ms <= 0 && !hits.empty()) out.first_ms = ms_since(start);
    }
    out.all_ms = ms_since(start);
    out.cpu_ms = cpu_ms(RUSAGE_SELF) - cpu_start_ms;
    for (auto& file : search->take()) hits.push_back(std::move(file));
    for (const auto& file : hits)
      for (const auto& line : file.shown)
        if (!line.matches.empty()) out.lines.insert(fmt::format("{}:{}", file.path, line.line + 1));
    return out;
  }

 private:
  void wake() {
    const std::lock_guard lock(mutex_);
    news_ = true;
    changed_.notify_one();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  bool news_ = false;
  double tables_ms_ = 0;
  find::Engine engine_;
};

struct Times {
  double all_ms = 0;
  double cpu_ms = 0;
};

Times run_ripgrep(const char* arguments, const std::string& tree, const std::string& out) {
  const std::string command = fmt::format(
      "cd '{}' && rg --no-config --no-ignore --hidden --no-messages --crlf -a -j2 -n --no-heading --color "
      "never {} . > '{}'",
      tree, arguments, out);
  const double cpu_start_ms = cpu_ms(RUSAGE_CHILDREN);
  const auto start = Clock::now();
  if (std::system(command.c_str()) == -1) std::exit(1);
  return {ms_since(start), cpu_ms(RUSAGE_CHILDREN) - cpu_start_ms};
}

/// "./path:12:text" -> "path:12", but for files that were skipped.
std::set<std::string> lines_of(const std::string& file, const std::set<std::string>& skipped) {
  std::set<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const std::size_t path_end = line.find(':');
    if (path_end == std::string::npos || path_end < 2 || skipped.contains(line.substr(2, path_end - 2)))
      continue;
    lines.insert(line.substr(2, line.find(':', path_end + 1) - 2));
  }
  return lines;
}

std::size_t only_in(const std::set<std::string>& a, const std::set<std::string>& b) {
  return static_cast<std::size_t>(
      std::count_if(a.begin(), a.end(), [&b](const std::string& line) { return !b.contains(line); }));
}

void compare(Sealed& sealed, const Kind& kind, const std::string& tree, const std::string& scratch,
             int rounds) {
  std::vector<double> ours_ms;
  std::vector<double> ours_cpu_ms;
  std::vector<double> first_ms;
  std::vector<double> theirs_ms;
  std::vector<double> theirs_cpu_ms;
  Outcome ours;
  for (int round = 0; round < rounds; ++round) {
    ours = sealed.run(kind.query);
    ours_ms.push_back(ours.all_ms);
    ours_cpu_ms.push_back(ours.cpu_ms);
    first_ms.push_back(ours.first_ms);
    const Times theirs = run_ripgrep(kind.rg, tree, scratch);
    theirs_ms.push_back(theirs.all_ms);
    theirs_cpu_ms.push_back(theirs.cpu_ms);
  }
  std::set<std::string> skipped;
  for (const auto& file : ours.progress.coverage.skipped) skipped.insert(file.path);
  const std::set<std::string> theirs = lines_of(scratch, skipped);
  fmt::print(
      "{:<18} {:>8.0f} {:>8.0f} {:>6.2f} {:>8.0f} {:>8.0f} {:>6.2f} {:>8.1f} {:>8.1f} {:>8} {:>9} {:>8}   "
      "{}\n",
      kind.name, median(ours_ms), median(theirs_ms), median(ours_ms) / median(theirs_ms), median(ours_cpu_ms),
      median(theirs_cpu_ms), median(ours_cpu_ms) / median(theirs_cpu_ms), first_ms.front(), median(first_ms),
      ours.progress.lines, only_in(ours.lines, theirs), only_in(theirs, ours.lines),
      find::describe(ours.progress.coverage));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const char* passphrase = std::getenv("SPOOR_PASSPHRASE");
  if (argc < 4 || passphrase == nullptr) {
    fmt::print(stderr, "usage: SPOOR_PASSPHRASE=... bench_find SESSION ARCHIVE TREE [ROUNDS]\n");
    return 2;
  }
  const auto session = seal::open_session(argv[1], passphrase);
  if (!session) return fmt::print(stderr, "{}\n", session.error().message), 1;
  auto archive = seal::ArchiveReader::open(argv[2], session->archive_key, session->vendor_key);
  if (!archive) return fmt::print(stderr, "{}\n", archive.error().message), 1;
  const auto shared = std::make_shared<const seal::ArchiveReader>(std::move(*archive));
  Sealed sealed(find::archive_files(shared));
  fmt::print("the archive's tables: {:.0f} ms\n", sealed.tables_ms());
  const std::string scratch =
      (std::filesystem::temp_directory_path() / fmt::format("bench_find.{}", getpid())).string();
  fmt::print("{:<18} {:>8} {:>8} {:>6} {:>8} {:>8} {:>6} {:>8} {:>8} {:>8} {:>9} {:>8}   {}\n", "kind",
             "ours ms", "rg ms", "ratio", "ours CPU", "rg CPU", "ratio", "1st cold", "first ms", "lines",
             "only ours", "only rg", "coverage");
  const int rounds = argc > 4 ? std::max(1, std::atoi(argv[4])) : 5;
  for (const Kind& kind : kinds()) compare(sealed, kind, argv[3], scratch, rounds);
  std::filesystem::remove(scratch);
  bench::print_lookups(
      shared, [&sealed](const std::string& text) { return sealed.run(find::Query{.text = text}).all_ms; });
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  fmt::print("resident at most: {} MB\n", used.ru_maxrss / 1024);
  return 0;
}
