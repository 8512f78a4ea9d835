// Printing: what is counted, what is recorded, what is written, in which order, and what a failure leaves.
#include "viewer/app/printing.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "fake_source.hpp"
#include "tests/unit/seal/fixtures.hpp"
#include "viewer/app/print_ask.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;
using seal_test::Scratch;
namespace fs = std::filesystem;

namespace {

std::string numbered_lines(int count) {
  std::string out;
  for (int i = 1; i <= count; ++i) out += fmt::format("int value_{} = {};\n", i, i * i);
  return out;
}

/// A room on disk, which outlives whoever prints in it.
struct RoomOnDisk {
  Scratch scratch;
  RoomOnDisk() { REQUIRE(seal::Room::create(scratch / "room", {}, kStart)); }
  [[nodiscard]] std::shared_ptr<const seal::Room> room() const {
    return std::make_shared<const seal::Room>(seal::Room::open(scratch / "room", "").value());
  }
};

/// A reader who prints.
struct Reader {
  FakeSource source{{{"a.c", numbered_lines(500)}, {"wide.c", std::string(1000, 'w')}, {"b", ""}}};
  Grant grant;
  std::shared_ptr<const seal::Room> room;
  std::vector<seal_log::Event> events;
  bool log_works = true;
  std::function<void()> behind_record;
  std::unique_ptr<Printer> printer;

  static Grant grant_of(std::uint32_t pages, std::uint32_t lines) {
    seal::Session session = make_session(8);
    session.policy.print_pages_total = pages;
    session.policy.print_consecutive_lines = lines;
    return std::move(*Grant::begin(std::move(session), kStart + 10));
  }
  explicit Reader(const RoomOnDisk& place, std::uint32_t pages = 10, std::uint32_t lines = seal::kUnlimited)
      : grant(grant_of(pages, lines)), room(place.room()) {
    Printer::Parts parts;
    parts.room = room;
    parts.grant = &grant;
    parts.release = "widget 4.2";
    parts.record = [this](seal_log::Event event) {
      events.push_back(std::move(event));
      if (behind_record) behind_record();
      return log_works;
    };
    printer = Printer::create(std::move(parts)).value();
  }
  [[nodiscard]] std::unique_ptr<Editor> file(const char* path = "a.c") const {
    auto editor = Editor::open(source, path, {}).value();
    editor->document()->wait_settled(std::chrono::seconds(10));
    return editor;
  }
  Result<PrintedPages> print(LineSpan lines, const fs::path& out = {}, const char* path = "a.c") {
    return printer->print(*file(path), lines, out, kStart + 20);
  }
  [[nodiscard]] seal::SessionMemory memory() const {
    const auto state = room->state();
    const seal::SessionMemory* found = state->session(grant.session());
    return found != nullptr ? *found : seal::SessionMemory{};
  }
};

/// Kills a process of its own at the moment that `events` of a print are recorded. Nothing else of this
/// process is touched: the child opens room and file anew.
void print_and_die(const RoomOnDisk& place, LineSpan lines) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    Reader reader(place);
    reader.behind_record = [] { ::raise(SIGKILL); };
    static_cast<void>(reader.print(lines));
    ::_exit(1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

std::string text_of(const PrintAsk& ask) {
  std::string out;
  for (const PageLine& line : ask.lines()) out += fmt::format("{} {}\n", line.left, line.right);
  return out;
}

}  // namespace

TEST_CASE("lines are given as one number or two", "[print]") {
  CHECK(parse_lines("7") == LineSpan{7, 7});
  CHECK(parse_lines("7-7") == LineSpan{7, 7});
  CHECK(parse_lines("120-180") == LineSpan{120, 180});
  for (const char* wrong :
       {"", "0", "-", "7-", "-7", "9-8", "0-8", "7-8-9", "7 - 8", "x", "99999999999999999999"})
    CHECK_FALSE(parse_lines(wrong));
}

TEST_CASE("a print is counted, then recorded, then written", "[print]") {
  const RoomOnDisk place;
  Reader reader(place);
  reader.behind_record = [&] {
    CHECK(reader.memory().pages_printed == 2);
    CHECK_FALSE(reader.memory().prints.at(0).written);
    CHECK(fs::is_empty(place.scratch / "room/prints"));
  };
  const auto printed = reader.print({101, 180});
  REQUIRE(printed);
  CHECK(printed->pages == 2);
  CHECK(printed->pages_used == 2);
  REQUIRE(reader.events.size() == 1);
  const auto& event = std::get<seal_log::Printed>(reader.events[0]);
  CHECK(event.lines == seal_log::Lines{"a.c", 101, 180});
  CHECK(event.pages == 2);
  CHECK(event.request.find(printed->first_number) == 0);
  CHECK(event.request.find(printed->last_number) != std::string::npos);
  CHECK(reader.memory().prints.at(0).written);
  const auto pdf = reader.room->print(printed->first_number);
  REQUIRE(pdf);
  CHECK(std::string(pdf->begin(), pdf->begin() + 5) == "%PDF-");
}

TEST_CASE("what a room keeps of a print does not show its text", "[print]") {
  const RoomOnDisk place;
  Reader reader(place);
  const auto printed = reader.print({1, 50});
  REQUIRE(printed);
  const std::string kept = seal_test::read_text(reader.room->print_file(printed->first_number));
  CHECK(kept.find("%PDF") == std::string::npos);
  const auto outside = reader.print({1, 50}, place.scratch / "out.pdf");
  REQUIRE(outside);
  CHECK(seal_test::read_text(place.scratch / "out.pdf").substr(0, 5) == "%PDF-");
  CHECK(outside->first_number > printed->last_number);
}

TEST_CASE("the same lines at the same time give the same pages, but for their number", "[print]") {
  const RoomOnDisk one;
  const RoomOnDisk other;
  fs::remove_all(other.scratch / "room");
  fs::copy(one.scratch / "room", other.scratch / "room", fs::copy_options::recursive);
  REQUIRE(Reader(one).print({1, 70}, one.scratch / "x.pdf"));
  REQUIRE(Reader(other).print({1, 70}, other.scratch / "x.pdf"));
  CHECK(seal_test::read_text(one.scratch / "x.pdf") == seal_test::read_text(other.scratch / "x.pdf"));
}

TEST_CASE("refusals name the clause, are recorded, and cost nothing", "[print]") {
  const RoomOnDisk place;
  Reader reader(place, 1, 60);
  const auto long_run = reader.print({1, 61});
  REQUIRE_FALSE(long_run);
  CHECK(long_run.error().code == ExitCode::refused);
  CHECK(long_run.error().message.rfind("policy: print.consecutive_lines: ", 0) == 0);
  const auto wide = reader.print({1, 1}, {}, "wide.c");  // wraps into 12 rows: one page
  REQUIRE(wide);
  const auto second = reader.print({1, 1});
  REQUIRE_FALSE(second);
  CHECK(second.error().message.rfind("policy: print.pages_total: ", 0) == 0);
  REQUIRE(reader.events.size() == 3);
  CHECK(std::get<seal_log::Refused>(reader.events[0]).clause == "print.consecutive_lines");
  CHECK(std::get<seal_log::Refused>(reader.events[2]).clause == "print.pages_total");
  CHECK(reader.memory().pages_printed == 1);
  Reader none(place, 0);
  const auto refused = none.print({1, 1});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.rfind("policy: print.pages_total: ", 0) == 0);
}

TEST_CASE("lines that are not there are no request", "[print]") {
  const RoomOnDisk place;
  Reader reader(place);
  CHECK(reader.print({501, 510}).error().code == ExitCode::usage);
  CHECK(reader.print({1, 1}, {}, "b").error().code == ExitCode::usage);
  const auto rest = reader.print({499, 9999});
  REQUIRE(rest);
  CHECK(reader.memory().prints.at(0).last_line == 500);
}

TEST_CASE("nothing is printed that the log does not have", "[print]") {
  const RoomOnDisk place;
  Reader reader(place);
  reader.log_works = false;
  const auto printed = reader.print({1, 50}, place.scratch / "out.pdf");
  REQUIRE_FALSE(printed);
  CHECK(printed.error().code == ExitCode::failed);
  CHECK(printed.error().message.find("log") != std::string::npos);
  CHECK_FALSE(fs::exists(place.scratch / "out.pdf"));
  CHECK(reader.memory().pages_printed == 0);
  reader.log_works = true;
  REQUIRE(reader.print({1, 50}, place.scratch / "out.pdf"));
  CHECK(reader.memory().pages_printed == 1);
}

TEST_CASE("a place that cannot be written to costs nothing", "[print]") {
  const RoomOnDisk place;
  Reader reader(place);
  for (const fs::path& out :
       {place.scratch / "no/such/out.pdf", place.scratch.path(), fs::path("/dev/full")}) {
    const auto printed = reader.print({1, 50}, out);
    REQUIRE_FALSE(printed);
    CHECK(printed.error().code == ExitCode::failed);
  }
  CHECK(reader.events.empty());
  CHECK(reader.memory().prints.empty());
}

TEST_CASE("who is killed between the grant and the pages gets them under the same numbers for nothing",
          "[print]") {
  const RoomOnDisk place;
  print_and_die(place, {101, 180});
  Reader reader(place);
  REQUIRE(reader.memory().prints.size() == 1);
  CHECK(reader.memory().pages_printed == 2);
  CHECK_FALSE(reader.memory().prints[0].written);
  CHECK(fs::is_empty(place.scratch / "room/prints"));
  const auto offer = reader.printer->offer(*reader.file(), {101, 180});
  REQUIRE(offer);
  CHECK(offer->quote.granted_before);
  CHECK(offer->quote.pages_after == 2);
  const auto other = reader.print({1, 40});
  REQUIRE(other);
  CHECK(reader.memory().pages_printed == 3);
  const auto again = reader.print({101, 180});
  REQUIRE(again);
  CHECK(again->first_number < other->first_number);
  CHECK(reader.memory().pages_printed == 3);
  CHECK(reader.room->print(again->first_number));
}

TEST_CASE("the question shows the quota, refuses, asks to confirm, prints and says what it did", "[print]") {
  const RoomOnDisk place;
  Reader reader(place, 3, 120);
  const auto editor = reader.file();
  PrintAsk ask;
  int printed = 0;
  ask.attach({[&](Editor& e, LineSpan lines) { return reader.printer->offer(e, lines); },
              [&](Editor& e, LineSpan lines) {
                ++printed;
                return reader.printer->print(e, lines, {}, kStart + 20);
              },
              "A4"});
  ask.open({12, 12});
  CHECK(ask.text == "12");
  ask.text = "1-80";
  ask.update(editor.get());
  CHECK(text_of(ask).find("Pages used before 0 of 3") != std::string::npos);
  CHECK(text_of(ask).find("Pages used after 2 of 3, 1 left") != std::string::npos);
  ask.enter(editor.get());
  CHECK(printed == 0);
  CHECK(text_of(ask).find("once more") != std::string::npos);
  ask.text = "1-81";  // what is typed now was not confirmed
  ask.enter(editor.get());
  CHECK(printed == 0);
  ask.enter(editor.get());
  CHECK(printed == 1);
  CHECK(text_of(ask).find("Printed") != std::string::npos);
  CHECK(ask.shown());
  ask.enter(editor.get());
  CHECK_FALSE(ask.shown());
  ask.open({82, 82});
  ask.text = "82-200";
  ask.update(editor.get());
  CHECK(text_of(ask).find("policy: print.consecutive_lines:") != std::string::npos);
  ask.enter(editor.get());
  ask.enter(editor.get());
  CHECK(printed == 1);
  ask.text.assign(1, 'x');
  ask.update(editor.get());
  CHECK(text_of(ask).find("as 120-180") != std::string::npos);
  ask.update(nullptr);
  CHECK(text_of(ask).find("No file is open") != std::string::npos);
}
