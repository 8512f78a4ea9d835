// window_kills VIEWER SLOW_DISK COUNT SEED: opens the real viewer on a display, presses keys, stops it at a
// random moment, looks at the screen as somebody before it would, and kills it. Then every line that was on
// the screen has to be in the log, and the next one has to open where this one was. Works in the current
// directory, which window_kills.sh fills: vault, room, s.spsn, t.spar. Every other viewer has a slow disk.
#include <X11/keysym.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "tests/kill/monitor.hpp"
#include "watermark/seal/log_open.hpp"
#include "watermark/vault/vault.hpp"

namespace {

using namespace spoor;
using namespace spoor::kill;
using namespace spoor::seal_log;
using Clock = std::chrono::steady_clock;

constexpr int kWidthPx = 720;
constexpr int kHeightPx = 520;
constexpr int kLongestLifeMs = 900;
constexpr std::chrono::seconds kPatience{60};
constexpr std::chrono::milliseconds kBetweenLooks{25};
constexpr std::chrono::milliseconds kLongestJump{500};

struct Look {
  std::vector<Lines> lines;
  Clock::time_point when;
};

/// One viewer's life, as seen from outside.
struct Life {
  std::vector<Look> looks;  ///< that had a line on them
  Clock::time_point killed;
};

struct Tally {
  std::uint64_t kills = 0;
  std::uint64_t kills_in_reading = 0;  ///< with lines on the screen when it was killed
  std::uint64_t looks = 0;
  std::uint64_t lines = 0;           ///< on all those screens
  std::uint64_t without_record = 0;  ///< of these: must stay 0
  std::uint64_t unreadable = 0;
  std::uint64_t torn = 0;
  std::uint64_t reopened = 0;
  std::uint64_t places_lost = 0;  ///< opened where the one before had not been
  double oldest_place_s = 0;      ///< how long before the kill the restored lines had last been looked at
};

using Recorded = std::map<std::string, std::set<std::uint64_t>>;

bool holds(const Recorded& recorded, const Lines& line) {
  const auto found = recorded.find(line.path);
  return found != recorded.end() && found->second.contains(line.first);
}

bool share_a_line(const std::vector<Lines>& one, const std::vector<Lines>& other) {
  return std::any_of(one.begin(), one.end(), [&](const Lines& line) {
    return std::find(other.begin(), other.end(), line) != other.end();
  });
}

class Reader {
 public:
  Reader(const char* viewer, const char* slow_disk, Monitor& monitor, std::uint64_t seed)
      : viewer_(viewer),
        slow_disk_(slow_disk),
        monitor_(monitor),
        random_(seed),
        grid_(bar_grid(kWidthPx, kHeightPx)) {}

  [[nodiscard]] bool can_look() const { return grid_.rows > 0; }

  Life live_and_die(bool first) {
    Life life;
    monitor_.forget_window();
    slow_ = !slow_;
    const pid_t child = start(first);
    const bool while_opening = !first && random_() % 10 == 0;
    const auto begun = Clock::now();
    while (!while_opening && life.looks.empty() && Clock::now() - begun < kPatience) look(life);
    const auto end = Clock::now() + std::chrono::microseconds(random_() % (kLongestLifeMs * 1000));
    while (Clock::now() < end) {
      if (!while_opening) press_something();
      look(life);
    }
    // Every third one as soon as lines come up that no window ahead has recorded.
    if (!while_opening && random_() % 3 == 0) jump_and_wait();
    ::kill(child, SIGSTOP);
    ::waitpid(child, nullptr, WUNTRACED);
    look(life);
    in_reading_ = !life.looks.empty() && life.looks.back().when >= end;
    ::kill(child, SIGKILL);
    life.killed = Clock::now();
    ::waitpid(child, nullptr, 0);
    // Its window goes with it, so that the next one's lines are its own.
    while (!lines_now().empty()) std::this_thread::sleep_for(kBetweenLooks);
    return life;
  }
  [[nodiscard]] bool was_reading() const { return in_reading_; }

 private:
  pid_t start(bool first) const {
    const pid_t child = ::fork();
    if (child != 0) return child;
    if (slow_) ::setenv("LD_PRELOAD", slow_disk_, 1);
    const std::string size = fmt::format("{}x{}", kWidthPx, kHeightPx);
    std::vector<std::string> words = {viewer_, "s.spsn", "--archive", "t.spar",  "--room",
                                      "room",  "--size", size,        "--scale", "1"};
    if (first) words.insert(words.end(), {"--open", bar_path(0)});
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv(viewer_, argv.data());
    ::_exit(127);
  }

  std::vector<Lines> lines_now() const {
    const auto picture = monitor_.look(kWidthPx, kHeightPx);
    return picture ? read_bars(*picture, grid_) : std::vector<Lines>();
  }

  void look(Life& life) {
    std::this_thread::sleep_for(kBetweenLooks);
    if (!monitor_.find_window("Spoor")) return;
    const auto when = Clock::now();
    auto lines = lines_now();
    if (!lines.empty()) life.looks.push_back({std::move(lines), when});
  }

  void go_to_a_line() {
    monitor_.press(XK_g, ControlMask);
    monitor_.press(XK_1 + random_() % 3);
    for (int i = 0; i < 3; ++i) monitor_.press(XK_0 + random_() % 10);
    monitor_.press(XK_Return);
  }

  void jump_and_wait() {
    const auto before = lines_now();
    const auto end = Clock::now() + kLongestJump;
    go_to_a_line();
    while (Clock::now() < end) {
      const auto now = lines_now();
      if (!now.empty() && now != before) return;
    }
  }

  void press_something() {
    switch (random_() % 16) {
      case 0:
        return monitor_.press(random_() % 2 == 0 ? XK_End : XK_Home, ControlMask);
      case 1:
        monitor_.press(XK_p, ControlMask);
        monitor_.press(XK_0 + random_() % kBarFiles);
        return monitor_.press(XK_Return);
      case 2:
        return go_to_a_line();
      case 3:
        return monitor_.press(XK_Prior);
      case 4:
      case 5:
        return monitor_.press(XK_Down);
      default:
        for (unsigned i = 0; i <= random_() % 6; ++i) monitor_.press(XK_Next);
    }
  }

  const char* viewer_;
  const char* slow_disk_;
  bool slow_ = false;
  Monitor& monitor_;
  std::mt19937_64 random_;
  BarGrid grid_;
  bool in_reading_ = false;
};

/// What the runs of the log since an entry say was about to be shown. None: the log does not verify.
std::optional<Recorded> recorded_since(const seal::SecretKey& vendor, std::uint64_t& entries, bool& torn) {
  std::filesystem::path log;
  for (const auto& file : std::filesystem::directory_iterator("room/logs"))
    if (file.path().extension() == ".splog") log = file.path();
  Recorded out;
  if (log.empty()) return out;  // killed before there was one
  auto bytes = FileLog::open(log);
  if (!bytes) return std::nullopt;
  const auto reading = read_log(*bytes, "log", {}, {&vendor, nullptr}, [&](const OpenedEntry& entry) {
    const auto* record = std::get_if<Record>(&entry.content);
    const auto* window = record != nullptr ? std::get_if<AboutToShow>(&record->event) : nullptr;
    if (window == nullptr || entry.index < entries) return;
    for (std::uint64_t line = window->lines.first; line <= window->lines.last; ++line)
      out[window->lines.path].insert(line);
  });
  if (!reading || !reading->unlinked_runs.empty()) return std::nullopt;
  entries = reading->summary.head.head.entries;
  torn = reading->summary.tail_bytes > 0;
  return out;
}

/// Whether a viewer opened where the lives before it had been.
void compare_place(const Look& restored, const std::vector<Look>& before, const Recorded& recorded_before,
                   Clock::time_point killed, Tally& tally) {
  ++tally.reopened;
  const auto same = std::find_if(before.rbegin(), before.rend(),
                                 [&](const Look& look) { return share_a_line(look.lines, restored.lines); });
  if (same != before.rend()) {
    const std::chrono::duration<double> age = killed - same->when;
    tally.oldest_place_s = std::max(tally.oldest_place_s, age.count());
    return;
  }
  // It may have been there between two looks: then it is in the log.
  const bool announced = std::any_of(restored.lines.begin(), restored.lines.end(),
                                     [&](const Lines& line) { return holds(recorded_before, line); });
  if (!announced) ++tally.places_lost;
}

void print(const Tally& t) {
  fmt::print("{} kills, {} of them with lines on the screen\n", t.kills, t.kills_in_reading);
  fmt::print("{} looks at the screen, {} lines read from it, {} without a record\n", t.looks, t.lines,
             t.without_record);
  fmt::print("{} logs unreadable, {} ended in the middle of a group\n", t.unreadable, t.torn);
  fmt::print(
      "{} opened again with lines on the screen, {} places lost, the oldest one left {:.2f} s before\n",
      t.reopened, t.places_lost, t.oldest_place_s);
}

Tally kill_windows(Reader& reader, const seal::SecretKey& vendor, std::uint64_t kills) {
  Tally tally;
  std::uint64_t entries = 0;
  std::vector<Look> before;  ///< of the lives since the last one that was seen reading
  Recorded recorded_before;
  Clock::time_point killed;
  for (; tally.kills < kills; ++tally.kills) {
    const Life life = reader.live_and_die(tally.kills == 0);
    if (reader.was_reading()) ++tally.kills_in_reading;
    bool torn = false;
    const auto recorded = recorded_since(vendor, entries, torn);
    if (!recorded) {
      ++tally.unreadable;
      continue;
    }
    if (torn) ++tally.torn;
    for (const Look& look : life.looks) {
      ++tally.looks;
      tally.lines += look.lines.size();
      tally.without_record += static_cast<std::uint64_t>(std::count_if(
          look.lines.begin(), look.lines.end(), [&](const Lines& line) { return !holds(*recorded, line); }));
    }
    if (life.looks.empty()) continue;
    if (!before.empty()) compare_place(life.looks.front(), before, recorded_before, killed, tally);
    before = life.looks;
    recorded_before = *recorded;
    killed = life.killed;
  }
  return tally;
}

std::uint64_t number(const char* text) {
  std::uint64_t out = 0;
  std::from_chars(text, text + std::strlen(text), out);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const char* words = std::getenv("SPOOR_VAULT_WORDS");
  if (argc != 5 || words == nullptr) {
    fmt::print(stderr, "usage: window_kills VIEWER SLOW_DISK COUNT SEED, from window_kills.sh\n");
    return 2;
  }
  const auto vault = vault::Vault::open("vault", words);
  auto monitor = Monitor::open();
  if (!vault || !monitor) {
    fmt::print(stderr, "window_kills: {}\n", vault ? "no display" : vault.error().message);
    return 1;
  }
  Reader reader(argv[1], argv[2], *monitor, number(argv[4]));
  if (!reader.can_look()) return 1;
  const Tally tally = kill_windows(reader, vault->log_key(), number(argv[3]));
  print(tally);
  const bool good = tally.without_record == 0 && tally.unreadable == 0 && tally.places_lost == 0 &&
                    tally.kills_in_reading > tally.kills / 2 && tally.reopened > 0;
  return good ? 0 : 1;
}
