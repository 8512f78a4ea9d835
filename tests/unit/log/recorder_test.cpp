// The recorder: durable before visible, and what follows from its own thread.
#include "watermark/seal/recorder.hpp"

#include <sys/resource.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>

#include "tests/unit/log/log_fixtures.hpp"

using namespace spoor;
using namespace spoor::seal_log;
using namespace spoor::log_test;
using seal_test::Scratch;

namespace {

/// Time that stands still until a test moves it.
struct StillClock {
  std::shared_ptr<std::atomic<std::int64_t>> ms = std::make_shared<std::atomic<std::int64_t>>(0);
  std::shared_ptr<std::atomic<std::int64_t>> wall_ahead_ms = std::make_shared<std::atomic<std::int64_t>>(0);
  [[nodiscard]] std::function<Moment()> now() const {
    return [ms = ms, ahead = wall_ahead_ms] { return Moment{kNow * 1000 + *ms + *ahead, *ms}; };
  }
};

/// Its thread sleeps through the test, unless asked otherwise.
std::unique_ptr<Recorder> begin(const Scratch& scratch, const StillClock& clock, std::uint64_t seed = 1,
                                std::chrono::milliseconds period = std::chrono::hours(1)) {
  return Recorder::begin(open_writer(scratch.path(), seed).value(), {"R. Name", OpenedBy::passphrase},
                         {clock.now(), {}, period})
      .value();
}

std::vector<Event> events(const Scratch& scratch) {
  std::vector<Event> out;
  for (const OpenedEntry& entry : contents(LogWriter::log_path(scratch.path(), kSession)))
    if (const auto* record = std::get_if<Record>(&entry.content)) out.push_back(record->event);
  return out;
}

}  // namespace

TEST_CASE("lines are in the log when ensure returns, by whole windows, once", "[log][recorder]") {
  const Scratch scratch;
  const StillClock clock;
  const auto recorder = begin(scratch, clock);
  CHECK(events(scratch) == std::vector<Event>{Opened{"R. Name", OpenedBy::passphrase}});
  CHECK(recorder->ensure({{"a.c", 250, 300}, {"b.c", 1, 1}}));
  const std::vector<Event> expected{Opened{"R. Name", OpenedBy::passphrase}, AboutToShow{{"a.c", 1, 256}},
                                    AboutToShow{{"a.c", 257, 512}}, AboutToShow{{"b.c", 1, 256}}};
  CHECK(events(scratch) == expected);
  CHECK(recorder->ensure({{"a.c", 1, 512}, {"b.c", 256, 256}}));
  CHECK(recorder->ensure({}));
  CHECK(events(scratch) == expected);
}

TEST_CASE("what was shown, searched and refused follows, and closing ends it", "[log][recorder]") {
  const Scratch scratch;
  const StillClock clock;
  auto recorder = begin(scratch, clock);
  REQUIRE(recorder->ensure({{"a.c", 1, 50}}));
  recorder->shown({{"a.c", 1, 50}});
  recorder->at({"a.c", 12, 0});
  for (const char* typed : {"n", "ne", "nee", "needle"}) recorder->search(SearchScope::release, typed);
  *clock.ms = 3'000;
  CHECK(recorder->add_now(Refused{"print_pages_total"}));
  auto now = events(scratch);
  REQUIRE(now.size() == 4);
  CHECK(now[2] == Event{Refused{"print_pages_total"}});
  CHECK(std::get<Searched>(now[3]).scope == SearchScope::release);
  recorder->close();
  now = events(scratch);
  REQUIRE(now.size() == 6);
  CHECK(now[4] == Event{Shown{{"a.c", 1, 50}, 3'000, false}});
  CHECK(now[5] == Event{Closed{}});
  CHECK_FALSE(recorder->ensure({{"a.c", 1, 50}}));
  const auto all = contents(LogWriter::log_path(scratch.path(), kSession));
  std::vector<std::string> terms;
  for (const OpenedEntry& entry : all)
    if (const auto* own = std::get_if<Private>(&entry.content)) {
      terms.push_back(own->text);
      CHECK(std::get<Searched>(now[3]).commitment == term_commitment(own->salt, own->text).value());
    }
  CHECK(terms == std::vector<std::string>{"needle"});
  recorder.reset();
  CHECK(begin(scratch, clock, 2)->last_place() == Place{"a.c", 12, 0});
}

TEST_CASE("a clock that is set is recorded, within a run and between runs", "[log][recorder]") {
  const Scratch scratch;
  const StillClock clock;
  {
    const auto recorder = begin(scratch, clock, 1, std::chrono::milliseconds(2));
    *clock.ms = 60'000;
    *clock.wall_ahead_ms = 3'600'000;
    while (events(scratch).size() < 2) std::this_thread::yield();
    CHECK(events(scratch)[1] == Event{ClockJumped{kNow * 1000 + 60'000, kNow * 1000 + 3'660'000}});
  }
  *clock.wall_ahead_ms = 0;
  const auto recorder = begin(scratch, clock, 2);
  const auto now = events(scratch);
  CHECK(now.back() == Event{ClockJumped{kNow * 1000 + 3'660'000, kNow * 1000 + 60'000}});
}

TEST_CASE("windows that the reader comes near are recorded before he gets there", "[log][recorder]") {
  const Scratch scratch;
  const StillClock clock;
  const auto recorder = begin(scratch, clock, 1, std::chrono::milliseconds(2));
  REQUIRE(recorder->ensure({{"a.c", 150, 200}}));
  recorder->shown({{"a.c", 150, 200}});
  while (events(scratch).size() < 3) std::this_thread::yield();
  CHECK(events(scratch)[2] == Event{AboutToShow{{"a.c", 257, 512}}});
}

TEST_CASE("a reader who scrolls on need not wait for the period", "[log][recorder]") {
  const Scratch scratch;
  const StillClock clock;
  const auto recorder = begin(scratch, clock, 1, std::chrono::hours(1));
  REQUIRE(recorder->ensure({{"a.c", 1, 50}}));
  recorder->shown({{"a.c", 1, 50}});  // far from the window's end: nothing to do
  CHECK(events(scratch).size() == 2);
  recorder->shown({{"a.c", 120, 170}});
  while (events(scratch).size() < 3) std::this_thread::yield();
  CHECK(events(scratch)[2] == Event{AboutToShow{{"a.c", 257, 512}}});
}

TEST_CASE("a search that gives way to another one at once is recorded, too", "[log][recorder]") {
  const Scratch scratch;
  const StillClock clock;
  auto recorder = begin(scratch, clock);
  for (const char* typed : {"k", "ke", "key", "ke", "k", "", "s", "sa", "salt", "sa", "say"})
    recorder->search(SearchScope::file, typed);
  CHECK(recorder->search_now(SearchScope::release, "at once"));
  recorder->close();
  std::vector<std::string> terms;
  for (const OpenedEntry& entry : contents(LogWriter::log_path(scratch.path(), kSession)))
    if (const auto* own = std::get_if<Private>(&entry.content)) terms.push_back(own->text);
  CHECK(terms == std::vector<std::string>{"key", "salt", "at once", "say"});
}

TEST_CASE("where the disk is full nothing more may be shown, and somebody is told", "[log][recorder]") {
  const Scratch scratch;
  const StillClock clock;
  std::atomic<int> told = 0;
  const auto recorder =
      Recorder::begin(open_writer(scratch.path()).value(), {"R. Name", OpenedBy::passphrase},
                      {clock.now(), [&] { ++told; }, std::chrono::hours(1)})
          .value();
  REQUIRE(recorder->ensure({{"a.c", 1, 50}}));
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit usual{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &usual) == 0);
  rlimit small = usual;
  small.rlim_cur = file_bytes(LogWriter::log_path(scratch.path(), kSession)).size() + 50;
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const bool shown = recorder->ensure({{"a.c", 300, 350}});
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &usual) == 0);
  CHECK_FALSE(shown);
  CHECK(told == 1);
  CHECK(recorder->failed());
  CHECK(recorder->failure().find("make room") != std::string::npos);
  CHECK_FALSE(recorder->ensure({{"a.c", 1, 50}}));  // not even what is in the log
}
