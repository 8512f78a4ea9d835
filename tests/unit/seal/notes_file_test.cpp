// A reviewer's notes: only he reads them, on the archive that they are about.
#include "watermark/seal/notes_file.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/seal/room_fixtures.hpp"
#include "tests/unit/seal/tamper.hpp"

using namespace spoor;
using namespace spoor::seal_test;
using seal::Note;
using seal::NoteKind;
using seal::SealErrorCode;

namespace {

seal::NotesOwner owner(std::uint8_t filler = 0x71, const seal::ArchiveId& archive = kArchiveId) {
  return seal::notes_owner(key_of(filler), archive).value();
}

std::vector<Note> several() {
  return {{"a.c", 0, 0, NoteKind::reviewed, kNow, "", {}},
          {"a.c", 3, 3, NoteKind::bookmark, kNow, "", {}},
          {"a.c", 3, 9, NoteKind::note, kNow, "A secret of mine", {1}}};
}

SealErrorCode error_of(seal::ByteView file, const seal::NotesOwner& whose = owner()) {
  const auto read = seal::open_notes(file, "n.spnt", whose);
  REQUIRE_FALSE(read);
  return read.error().code;
}

}  // namespace

TEST_CASE("notes come back as they were written", "[notes]") {
  const auto file = seal::seal_notes(several(), owner(), seeded_fill(1));
  REQUIRE(file);
  CHECK(seal::open_notes(*file, "n.spnt", owner()).value() == several());
  CHECK(seal::open_notes(seal::seal_notes({}, owner(), seeded_fill(1)).value(), "n.spnt", owner())
            .value()
            .empty());
}

TEST_CASE("nobody else reads notes, and they are on one archive", "[notes]") {
  const auto file = seal::seal_notes(several(), owner(), seeded_fill(1)).value();
  CHECK(error_of(file, owner(0x72)) == SealErrorCode::wrong_key);
  CHECK(error_of(file, owner(0x71, {9})) == SealErrorCode::wrong_key);
  // A header that claims to be theirs does not open the body.
  seal::Bytes claimed = file;
  const seal::NotesOwner other = owner(0x72);
  std::copy(other.reviewer.begin(), other.reviewer.end(), claimed.begin() + 12);
  CHECK(error_of(claimed, other) == SealErrorCode::damaged);
  const std::string bytes(file.begin(), file.end());
  CHECK(bytes.find("secret") == std::string::npos);
  CHECK(bytes.find("a.c") == std::string::npos);
}

TEST_CASE("two writings of the same notes have nothing in common, and a size that tells little", "[notes]") {
  const auto one = seal::seal_notes(several(), owner(), seeded_fill(1)).value();
  const auto other = seal::seal_notes(several(), owner(), seeded_fill(2)).value();
  CHECK_FALSE(std::equal(one.begin() + 92, one.end(), other.begin() + 92));
  CHECK(one.size() == seal::seal_notes({}, owner(), seeded_fill(3)).value().size());
}

TEST_CASE("no flipped bit and no truncation of notes is taken", "[notes]") {
  const auto file = seal::seal_notes(several(), owner(), seeded_fill(1)).value();
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit)
    CHECK_FALSE(seal::open_notes(flipped(file, bit), "n.spnt", owner()));
  for (std::size_t size = 0; size < file.size(); ++size)
    CHECK_FALSE(seal::open_notes(seal::ByteView(file).first(size), "n.spnt", owner()));
}

TEST_CASE("notes that contradict each other are not written", "[notes]") {
  std::vector<Note> notes = several();
  notes.push_back(notes.back());
  CHECK(seal::seal_notes(notes, owner(), seeded_fill(1)).error().code == SealErrorCode::usage);
  notes = several();
  std::swap(notes[0], notes[1]);
  CHECK_FALSE(seal::are_sound(notes));
  notes = {{"a.c", 1, 1, NoteKind::reviewed, kNow, "", {}}, {"a.c", 1, 1, NoteKind::to_do, kNow, "", {}}};
  CHECK_FALSE(seal::are_sound(notes));
  notes[1].last_line = 2;
  CHECK(seal::are_sound(notes));
}

TEST_CASE("there is an end to how many notes there may be", "[notes]") {
  std::vector<Note> notes;
  for (std::uint64_t line = 1; line <= 5000; ++line)
    notes.push_back({"a.c", line, line, NoteKind::note, kNow, std::string(seal::kMaxNoteTextBytes, 't'), {}});
  const auto file = seal::seal_notes(notes, owner(), seeded_fill(1));
  REQUIRE_FALSE(file);
  CHECK(file.error().code == SealErrorCode::usage);
  notes.resize(3000);
  const auto fits = seal::seal_notes(notes, owner(), seeded_fill(1));
  REQUIRE(fits);
  CHECK(seal::open_notes(*fits, "n.spnt", owner()).value().size() == 3000);
}

TEST_CASE("the name of the notes' file is the same each time, and tells two apart", "[notes]") {
  const std::string name = seal::notes_file_name(owner()).value();
  CHECK(name == seal::notes_file_name(owner()).value());
  CHECK(name.size() == 32 + seal::kNotesSuffix.size());
  CHECK(name != seal::notes_file_name(owner(0x72)).value());
  CHECK(name != seal::notes_file_name(owner(0x71, {9})).value());
}

TEST_CASE("the digest of lines knows where each of them ends", "[notes]") {
  seal::LinesDigest two;
  two.add("int a;");
  two.add("int b;");
  CHECK(two.take().value() == seal::sha256(seal::as_bytes("int a;\nint b;\n")).value());
}
