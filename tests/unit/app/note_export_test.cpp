// Exporting notes: what counts against the allowance, what is recorded, and what a failure leaves.
#include "viewer/app/note_export.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/app/fake_source.hpp"
#include "tests/unit/seal/fixtures.hpp"
#include "viewer/app/export_ask.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;
using seal::Note;
using seal::NoteKind;
using seal_test::Scratch;
namespace fs = std::filesystem;

namespace {

Note note(std::string path, std::uint64_t first, std::uint64_t last, NoteKind kind, std::string text = {}) {
  return {std::move(path), first, last, kind, kStart, std::move(text), {}};
}

struct Desk {
  Scratch scratch;
  FakeSource source{
      Files{{"a.c", "int a;\nint \xC3\xA9;\nint c;\n"}, {"b.c", "``` \n"}, {"bin", std::string("\0x", 2)}}};
  std::vector<Note> kept{note("a.c", 0, 0, NoteKind::reviewed), note("a.c", 1, 2, NoteKind::note, "Both?"),
                         note("a.c", 3, 3, NoteKind::bookmark), note("b.c", 1, 1, NoteKind::note, "Ticks.")};
  Grant grant;
  std::shared_ptr<const seal::Room> room;
  Notebook notebook;
  std::vector<seal_log::Event> events;
  bool log_works = true;
  bool room_keeps = true;
  std::string kept_text;
  std::unique_ptr<NoteExporter> exporter;

  static Grant grant_of(std::uint32_t chars) {
    seal::Session session = make_session(8);
    session.policy.note_allowance_chars = chars;
    return std::move(*Grant::begin(std::move(session), kStart + 10));
  }
  explicit Desk(std::uint32_t chars) : grant(grant_of(chars)) {
    REQUIRE(seal::Room::create(scratch / "room", {}, kStart));
    room = std::make_shared<const seal::Room>(seal::Room::open(scratch / "room", "").value());
    NotesDesk desk;
    desk.load = [this]() -> Result<std::vector<Note>> { return kept; };
    desk.recorded = [](std::string_view path) { return std::string(path); };
    REQUIRE(notebook.attach(std::move(desk)));
    NoteExporter::Parts parts;
    parts.room = room;
    parts.grant = &grant;
    parts.source = &source;
    parts.notebook = &notebook;
    parts.record = [this](std::vector<seal_log::Event> more) {
      events.insert(events.end(), more.begin(), more.end());
      return log_works;
    };
    parts.keep = [this](const std::string& markdown) -> Result<fs::path> {
      if (!room_keeps) return tl::unexpected(AppError{ExitCode::failed, "The disk is full."});
      kept_text = markdown;
      return fs::path("kept");
    };
    exporter = std::make_unique<NoteExporter>(std::move(parts));
  }
  [[nodiscard]] std::uint32_t used() const {
    const auto state = room->state();
    const seal::SessionMemory* found = state->session(grant.session());
    return found != nullptr ? found->note_chars : 0;
  }
  Result<ExportedNotes> write(bool with_code = true, const std::string& part = {}) {
    return exporter->write({with_code, part}, {}, kStart + 20);
  }
};

// "int a;" and "int é;" are 6 characters each, "``` " is 4.
constexpr std::uint32_t kChars = 16;

}  // namespace

TEST_CASE("an export quotes the lines of notes, counts their characters, and is recorded", "[notes]") {
  Desk d(100);
  const auto offer = d.exporter->offer({}, kStart + 20);
  REQUIRE(offer);
  CHECK(offer->quote.chars == kChars);
  CHECK((offer->quote.chars_before == 0 && offer->quote.chars_after == kChars && !offer->quote.refusal));
  CHECK(offer->notes == 4);
  CHECK(d.used() == 0);
  const auto done = d.write();
  REQUIRE(done);
  CHECK(d.used() == kChars);
  CHECK(d.kept_text.find("```\nint a;\nint \xC3\xA9;\n```\n") != std::string::npos);
  CHECK(d.kept_text.find("````\n``` \n````\n") != std::string::npos);
  CHECK(d.kept_text.find("Both?") != std::string::npos);
  CHECK(d.kept_text.find("int c;") == std::string::npos);
  REQUIRE(d.events.size() == 2);
  const auto& quoted = std::get<seal_log::Printed>(d.events[0]);
  CHECK((quoted.lines.path == "a.c" && quoted.lines.first == 1 && quoted.lines.last == 2));
  CHECK((quoted.pages == 0 && quoted.request == "notes"));
  // Another reader of the room goes on where this one ended.
  CHECK(d.write()->quote.chars_after == 2 * kChars);
}

TEST_CASE("beyond the allowance nothing is exported, and the refusal names the clause", "[notes]") {
  Desk d(kChars + 5);
  REQUIRE(d.write());
  d.kept_text.clear();
  const auto refused = d.write();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ExitCode::refused);
  CHECK(refused.error().message.starts_with("policy: note_allowance_chars: These notes quote 16 characters"));
  CHECK(d.kept_text.empty());
  CHECK(d.used() == kChars);
  CHECK(std::get<seal_log::Refused>(d.events.back()).clause == "note_allowance_chars");
  // Fewer of them, or none of the code.
  REQUIRE(d.write(true, "b.c"));
  CHECK(d.used() == kChars + 4);
  CHECK(d.kept_text.find("Both?") == std::string::npos);
  REQUIRE(d.write(false));
  CHECK(d.used() == kChars + 4);
  CHECK(d.kept_text.find("Both?") != std::string::npos);
  CHECK(d.kept_text.find("int a;") == std::string::npos);
}

TEST_CASE("what is not recorded or not written costs nothing", "[notes]") {
  Desk d(100);
  d.log_works = false;
  CHECK_FALSE(d.write());
  CHECK(d.used() == 0);
  CHECK(d.kept_text.empty());
  d.log_works = true;
  d.room_keeps = false;
  CHECK_FALSE(d.write());
  CHECK(d.used() == 0);
  CHECK_FALSE(d.exporter->write({}, d.scratch / "no/such/file", kStart + 20));
  CHECK(d.used() == 0);
}

TEST_CASE("lines that cannot be read are cited and not quoted", "[notes]") {
  Desk d(100);
  d.kept = {note("a.c", 1, 9, NoteKind::note, "beyond"), note("bin", 1, 1, NoteKind::note, "binary"),
            note("gone.c", 1, 1, NoteKind::note, "gone")};
  d.notebook.wake();
  const auto offer = d.exporter->offer({}, kStart + 20);
  REQUIRE(offer);
  CHECK(offer->not_quoted == 3);
  CHECK(offer->quote.chars == 0);
  CHECK(offer->quoted.empty());
}

TEST_CASE("the question shows what an export costs, asks twice, and closes", "[notes]") {
  Desk d(100);
  ExportAsk ask;
  ask.attach({[&](const ExportWish& wish) { return d.exporter->offer(wish, kStart); },
              [&](const ExportWish& wish) { return d.exporter->write(wish, {}, kStart); }});
  ask.open(true);
  ask.update();
  const auto has = [&](const std::string& left, const std::string& right) {
    return std::any_of(ask.lines().begin(), ask.lines().end(),
                       [&](const PageLine& line) { return line.left == left && line.right == right; });
  };
  CHECK(has("Characters of code that they quote", "16"));
  CHECK(has("Used before", "0 of 100"));
  CHECK(has("Used after", "16 of 100, 84 left"));
  ask.enter();
  CHECK(d.used() == 0);
  ask.enter();
  CHECK(d.used() == kChars);
  CHECK(has("In the room's notes, as", "kept"));
  ask.enter();
  CHECK_FALSE(ask.shown());
}
