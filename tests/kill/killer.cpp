#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <vector>

#include "tests/kill/kill.hpp"
#include "tests/unit/log/log_fixtures.hpp"

namespace spoor::kill {
namespace {

using namespace seal_log;
using Clock = std::chrono::steady_clock;

constexpr int kLongestLifeMs = 260;

struct Standing {
  std::string path;
  std::uint64_t line = 0;
  Clock::time_point when;
};

/// What a reader said before it was killed.
struct Heard {
  std::optional<Standing> went_on;
  std::vector<Lines> shown;
  std::vector<Standing> stood;
  Clock::time_point killed;
};

void take_line(const std::string& line, Heard& heard) {
  std::istringstream in(line);
  std::string kind;
  Lines lines;
  in >> kind >> lines.path >> lines.first >> lines.last;
  if (kind == "+") heard.shown.push_back(lines);
  if (kind == "@") heard.stood.push_back({lines.path, lines.first, Clock::now()});
  if (kind == "<") heard.went_on = Standing{lines.path, lines.first, Clock::now()};
}

/// Reads the pipe; from the kill on until it ends.
class Listener {
 public:
  explicit Listener(int pipe) : pipe_(pipe) {}
  /// False: the pipe has ended.
  bool listen(int timeout_ms, Heard& heard) {
    pollfd poll{pipe_, POLLIN, 0};
    if (::poll(&poll, 1, timeout_ms) <= 0) return true;
    std::array<char, 65536> buffer{};
    const ssize_t got = ::read(pipe_, buffer.data(), buffer.size());
    if (got <= 0) return false;
    rest_.append(buffer.data(), static_cast<std::size_t>(got));
    std::size_t begin = 0;
    for (std::size_t end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n', begin)) {
      take_line(rest_.substr(begin, end - begin), heard);
      begin = end + 1;
    }
    rest_.erase(0, begin);
    return true;
  }

 private:
  int pipe_;
  std::string rest_;
};

pid_t start_reader(const std::filesystem::path& program, const std::filesystem::path& logs,
                   std::uint64_t seed, int& pipe) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return -1;
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    const std::string number = std::to_string(seed);
    ::execl(program.c_str(), program.c_str(), "--read", logs.c_str(), number.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  pipe = ends[0];
  return child;
}

/// One reader's life. It is killed a while after its first frame, or, now and then, while it still opens.
Heard live_and_die(const std::filesystem::path& program, const std::filesystem::path& logs,
                   std::mt19937_64& random) {
  Heard heard;
  int pipe = -1;
  const pid_t child = start_reader(program, logs, random(), pipe);
  if (child < 0) return heard;
  Listener listener(pipe);
  const bool while_opening = random() % 10 == 0;
  const auto life = std::chrono::microseconds(random() % (kLongestLifeMs * 1000));
  bool open = true;
  while (open && !while_opening && heard.shown.empty()) open = listener.listen(1000, heard);
  const auto end = Clock::now() + life;
  while (open && Clock::now() < end) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    open = listener.listen(static_cast<int>(std::max<std::int64_t>(0, left.count())), heard);
  }
  ::kill(child, SIGKILL);
  heard.killed = Clock::now();
  while (open) open = listener.listen(1000, heard);
  ::close(pipe);
  ::waitpid(child, nullptr, 0);
  return heard;
}

/// The lines that the log's last run says were about to be shown.
using Recorded = std::map<std::string, std::set<std::uint64_t>>;  // windows of 256 by path
std::optional<Recorded> recorded_lines(const std::filesystem::path& log, std::uint64_t from_entry,
                                       std::uint64_t& entries, bool& torn) {
  auto bytes = FileLog::open(log);
  if (!bytes) return std::nullopt;
  const SecretKey vendor = log_test::log_private();
  Recorded out;
  const auto reading = read_log(*bytes, "log", {}, {&vendor, nullptr}, [&](const OpenedEntry& entry) {
    const auto* record = std::get_if<Record>(&entry.content);
    const auto* window = record != nullptr ? std::get_if<AboutToShow>(&record->event) : nullptr;
    if (window == nullptr || entry.index < from_entry) return;
    for (std::uint64_t line = window->lines.first; line <= window->lines.last; ++line)
      out[window->lines.path].insert(line);
  });
  if (!reading || !reading->unlinked_runs.empty()) return std::nullopt;
  entries = reading->summary.head.head.entries;
  torn = reading->summary.tail_bytes > 0;
  return out;
}

std::uint64_t lines_without_record(const std::vector<Lines>& shown, const Recorded& recorded) {
  std::uint64_t out = 0;
  for (const Lines& lines : shown) {
    const auto found = recorded.find(lines.path);
    bool all = found != recorded.end();
    for (std::uint64_t line = lines.first; all && line <= lines.last; ++line)
      all = found->second.contains(line);
    if (!all) ++out;
  }
  return out;
}

}  // namespace

Tally kill_readers(const std::filesystem::path& program, const std::filesystem::path& logs,
                   std::uint64_t kills, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Tally tally;
  std::uint64_t entries = 0;
  std::vector<Standing> stood;  ///< by the readers since the last one that went on
  for (; tally.kills < kills; ++tally.kills) {
    const std::uint64_t before = entries;
    const Heard heard = live_and_die(program, logs, random);
    if (!heard.shown.empty()) ++tally.kills_in_reading;
    tally.lines_shown += heard.shown.size();
    if (heard.went_on && !stood.empty()) {
      // The latest time at which somebody stood where this one went on.
      const auto same = std::find_if(stood.rbegin(), stood.rend(), [&](const Standing& s) {
        return s.path == heard.went_on->path && s.line == heard.went_on->line;
      });
      if (same == stood.rend()) {
        ++tally.places_lost;
      } else {
        const std::chrono::duration<double> age = stood.back().when - same->when;
        tally.oldest_place_s = std::max(tally.oldest_place_s, age.count());
      }
      stood.assign(1, *heard.went_on);
    } else if (heard.went_on) {
      stood.assign(1, *heard.went_on);
    }
    stood.insert(stood.end(), heard.stood.begin(), heard.stood.end());
    const auto log = LogWriter::log_path(logs, log_test::kSession);
    if (!std::filesystem::exists(log)) {
      tally.without_record += heard.shown.size();
      continue;
    }
    bool torn = false;
    const auto recorded = recorded_lines(log, before, entries, torn);
    if (!recorded) {
      ++tally.unreadable;
      continue;
    }
    if (torn) ++tally.torn;
    tally.without_record += lines_without_record(heard.shown, *recorded);
  }
  return tally;
}

}  // namespace spoor::kill
