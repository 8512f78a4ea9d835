// The reviewer's notes in the reader: kept before they count, wiped by a lock, found again.
#include <catch2/catch.hpp>

#include "tests/unit/app/fake_source.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/frame_maker.hpp"
#include "viewer/app/note_actions.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;
using seal::Note;
using seal::NoteKind;

namespace {

std::string numbered(int lines, const std::string& word = "line") {
  std::string out;
  for (int i = 1; i <= lines; ++i) out += word + " " + std::to_string(i) + "\n";
  return out;
}

/// What is kept, and what the log was told.
struct Shelf {
  std::vector<Note> kept;
  std::vector<std::string> recorded;
  bool disk_works = true;
  bool log_works = true;
  std::string release;  ///< that paths are of; empty: the archive has one

  NotesDesk desk() {
    NotesDesk out;
    out.load = [this]() -> Result<std::vector<Note>> { return kept; };
    out.save = [this](const std::vector<Note>& notes) -> Result<void> {
      if (!disk_works) return tl::unexpected(AppError{ExitCode::failed, "The disk is full."});
      CHECK(seal::are_sound(notes));
      kept = notes;
      return {};
    };
    out.record = [this](const std::string& words) {
      if (log_works) recorded.push_back(words);
      return log_works;
    };
    out.recorded = [this](std::string_view path) {
      return (release.empty() ? std::string() : "//" + release + "//") + std::string(path);
    };
    out.now_unix_s = [] { return kStart; };
    return out;
  }
};

struct Desk {
  FakeSource source{Files{{"a/one.c", numbered(40)}, {"a/two.c", numbered(30, "two")}, {"b.c", numbered(9)}}};
  std::unique_ptr<Workspace> w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  Grant grant = make_grant();
  std::unique_ptr<FrameMaker> frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));
  Shelf shelf;

  Desk() {
    REQUIRE(w->notebook.attach(shelf.desk()));
    REQUIRE(w->open("a/one.c", 0));
    draw();
  }
  void draw() { REQUIRE(frame->make(*w, grant, {1200, 800, 1})); }
  void act(Action action) {
    apply(action, *w, frame->metrics(), frame->panes());
    draw();
  }
  void stand(std::uint64_t line) const { w->active()->set_current_line(line - 1); }
  void type(const std::string& text) {
    for (const char c : text) CHECK(type_character(static_cast<unsigned char>(c), *w));
    draw();
  }
  void note(std::uint64_t line, const std::string& text) {
    w->focus = Focus::code;
    stand(line);
    act(Action::add_note);
    type(text);
    act(Action::activate);
  }
};

}  // namespace

TEST_CASE("a note is kept, recorded, found again and taken out", "[notes]") {
  Desk d;
  d.note(7, "why?");
  REQUIRE(d.shelf.kept.size() == 1);
  const Note& note = d.shelf.kept[0];
  CHECK(note.path == "a/one.c");
  CHECK((note.first_line == 7 && note.last_line == 7 && note.text == "why?"));
  CHECK(note.lines == seal::sha256(seal::as_bytes("line 7\n")).value());
  REQUIRE(d.shelf.recorded.size() == 1);
  CHECK(d.shelf.recorded[0] == seal::citation(note) + "\nwhy?");
  CHECK(d.w->focus == Focus::code);
  // The same key at the same line goes on with it.
  d.note(7, " Indeed.");
  REQUIRE(d.shelf.kept.size() == 1);
  CHECK(d.shelf.kept[0].text == "why? Indeed.");
  d.act(Action::add_note);
  d.w->note.text.clear();
  d.act(Action::activate);
  CHECK(d.shelf.kept.empty());
  CHECK(d.shelf.recorded.size() == 2);
}

TEST_CASE("Escape leaves a note as it was", "[notes]") {
  Desk d;
  d.note(7, "why?");
  d.stand(7);
  d.act(Action::add_note);
  d.type(" because");
  d.act(Action::focus_code);
  CHECK_FALSE(d.w->note.shown());
  CHECK(d.shelf.kept[0].text == "why?");
}

TEST_CASE("a note is about the lines from where a range was begun", "[notes]") {
  Desk d;
  d.stand(12);
  d.act(Action::begin_range);
  d.note(5, "all of this");
  REQUIRE(d.shelf.kept.size() == 1);
  CHECK((d.shelf.kept[0].first_line == 5 && d.shelf.kept[0].last_line == 12));
  CHECK_FALSE(d.w->range_begin);
  // Inside of it the same note opens; with a range of its own another one is made.
  d.note(8, "!");
  CHECK(d.shelf.kept.size() == 1);
  d.stand(8);
  d.act(Action::begin_range);
  d.note(8, "this line");
  CHECK(d.shelf.kept.size() == 2);
  CHECK(d.w->notebook.note_at("a/one.c", 8)->text == "this line");
  CHECK(d.w->notebook.note_at("a/one.c", 9)->text == "all of this!");
  CHECK(d.w->notebook.note_at("a/two.c", 9) == nullptr);
}

TEST_CASE("bookmarks are stepped through in the order of the files, and come round", "[notes]") {
  Desk d;
  for (const std::uint64_t line : {20U, 3U}) {
    d.stand(line);
    d.act(Action::toggle_bookmark);
  }
  d.w->jump("b.c", 4);
  d.draw();
  d.act(Action::toggle_bookmark);
  d.w->jump("a/one.c", 0);
  d.draw();
  const auto step = [&](Action action) {
    d.act(action);
    return d.w->active()->path() + ":" + std::to_string(d.w->active()->current_line() + 1);
  };
  CHECK(step(Action::next_bookmark) == "a/one.c:3");
  CHECK(step(Action::next_bookmark) == "a/one.c:20");
  CHECK(step(Action::next_bookmark) == "b.c:5");
  CHECK(step(Action::next_bookmark) == "a/one.c:3");
  CHECK(step(Action::previous_bookmark) == "b.c:5");
  d.act(Action::toggle_bookmark);
  CHECK(step(Action::next_bookmark) == "a/one.c:3");
  CHECK(d.shelf.kept.size() == 2);
  CHECK(d.shelf.recorded.empty());
}

TEST_CASE("a file is reviewed or to do, and its folders count", "[notes]") {
  Desk d;
  d.w->paths().start();
  const auto paths = d.w->paths().wait();
  d.act(Action::mark_to_do);
  CHECK(d.w->progress.words_of_directory(d.w->notebook, "a", paths) == "1 to do");
  CHECK(Progress::words_of_file(d.w->notebook, "a/one.c") == "to do");
  d.act(Action::mark_reviewed);
  CHECK(d.w->notebook.mark_of("a/one.c") == NoteKind::reviewed);
  CHECK(d.shelf.kept.size() == 1);
  CHECK(d.w->progress.words_of_directory(d.w->notebook, "a", paths) == "1 of 2");
  CHECK(d.w->progress.words_of_directory(d.w->notebook, "a", nullptr) == "1");
  CHECK(d.w->progress.words_of_directory(d.w->notebook, "b", paths).empty());
  d.act(Action::mark_reviewed);
  CHECK_FALSE(d.w->notebook.mark_of("a/one.c"));
  CHECK(d.shelf.kept.empty());
  // In the tree it is the selected file.
  REQUIRE(d.w->tree().reveal("a/two.c"));
  d.w->focus = Focus::tree;
  d.act(Action::mark_reviewed);
  CHECK(d.w->notebook.mark_of("a/two.c") == NoteKind::reviewed);
}

TEST_CASE("lines have marks of their own, which are no marks of the file", "[notes]") {
  Desk d;
  d.stand(4);
  d.act(Action::begin_range);
  d.stand(6);
  d.act(Action::mark_reviewed);
  CHECK_FALSE(d.w->notebook.mark_of("a/one.c"));
  CHECK(signs_at(d.w->notebook.on("a/one.c"), 5).reviewed);
  CHECK_FALSE(signs_at(d.w->notebook.on("a/one.c"), 7).reviewed);
}

TEST_CASE("what cannot be kept or recorded has not happened", "[notes]") {
  Desk d;
  d.shelf.disk_works = false;
  d.note(7, "why?");
  CHECK(d.w->note.shown());
  CHECK(d.w->note.text == "why?");
  CHECK(d.w->notebook.notes().empty());
  CHECK(d.w->note.lines().back().left == "The disk is full.");
  d.shelf.disk_works = true;
  d.shelf.log_works = false;
  d.act(Action::activate);
  CHECK(d.w->note.shown());
  CHECK(d.shelf.kept.empty());
  d.shelf.log_works = true;
  d.act(Action::activate);
  CHECK(d.shelf.kept.size() == 1);
}

TEST_CASE("a lock takes notes out of memory and keeps the one that is being written", "[notes]") {
  Desk d;
  d.note(7, "why?");
  d.stand(9);
  d.act(Action::add_note);
  d.type("half a thou");
  d.w->sleep();
  CHECK(d.w->notebook.notes().empty());
  CHECK_FALSE(d.w->note.shown());
  REQUIRE(d.shelf.kept.size() == 2);
  CHECK(d.shelf.kept[1].text == "half a thou");
  d.w->wake();
  CHECK(d.w->notebook.notes().size() == 2);
}

TEST_CASE("without a key there are no notes, and the reader says what to do", "[notes]") {
  Desk d;
  d.w->notebook.refuse("Make a key.");
  for (const Action action : {Action::add_note, Action::toggle_bookmark, Action::mark_reviewed,
                              Action::show_notes, Action::next_bookmark}) {
    d.w->message.clear();
    d.act(action);
    CHECK(d.w->message == "Make a key.");
  }
  CHECK_FALSE(d.w->note.shown());
  d.w->wake();
  CHECK(d.w->notebook.refusal() == "Make a key.");
}

TEST_CASE("the list finds notes by path and words, and goes to them", "[notes]") {
  Desk d;
  d.note(7, "overflow");
  d.note(30, "underflow");
  d.w->jump("b.c", 2);
  d.act(Action::toggle_bookmark);
  d.act(Action::show_notes);
  REQUIRE(d.w->picker.rows().size() == 3);
  d.type("under");
  REQUIRE(d.w->picker.rows().size() == 1);
  d.act(Action::activate);
  CHECK(d.w->active()->path() == "a/one.c");
  CHECK(d.w->active()->current_line() == 29);
}

TEST_CASE("a note of another release goes to the same lines, or says that they have changed", "[notes]") {
  Desk d;
  d.note(7, "why?");
  d.shelf.release = "4.2";
  Note other = d.shelf.kept[0];
  other.path = "//4.1//a/one.c";
  other.first_line = other.last_line = 12;  // line 7 was further down there
  go_to_note(*d.w, other);
  d.draw();
  CHECK(d.w->active()->current_line() == 6);
  CHECK(d.w->message.empty());
  other.lines = seal::sha256(seal::as_bytes("gone\n")).value();
  go_to_note(*d.w, other);
  d.draw();
  CHECK(d.w->active()->current_line() == 11);
  CHECK(d.w->message.find("changed") != std::string::npos);
  CHECK(d.w->notebook.on("a/one.c").empty());
}

TEST_CASE("a note has an end, and the field stops there", "[notes]") {
  Desk d;
  d.stand(1);
  d.act(Action::add_note);
  for (std::size_t i = 0; i < seal::kMaxNoteTextBytes + 100; ++i) type_character(U'x', *d.w);
  CHECK(d.w->note.text.size() == seal::kMaxNoteTextBytes);
  d.act(Action::activate);
  CHECK(d.shelf.kept.size() == 1);
}
