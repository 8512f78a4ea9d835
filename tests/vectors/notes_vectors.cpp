// Notes of a reviewer.
#include <fmt/format.h>

#include "tests/unit/seal/tamper.hpp"
#include "tests/vectors/bytes.hpp"
#include "tests/vectors/scenario.hpp"
#include "watermark/seal/notes_file.hpp"

namespace spoor::vectors {
namespace {

using seal::Bytes;
using seal::Note;
using seal::NoteKind;

constexpr std::size_t kReviewerAt = 12;
constexpr std::size_t kSaltAt = 60;
constexpr std::size_t kBodyAt = 92;
constexpr std::int64_t kMade = 1'800'000'000;
constexpr std::int64_t kLastSecond = 253'402'300'799;

seal::NotesOwner owner(std::uint8_t filler = 0x71, const seal::ArchiveId& archive = seal_test::kArchiveId) {
  return seal::notes_owner(seal_test::key_of(filler), archive).value();
}

Note note(std::string path, std::uint64_t first, std::uint64_t last, NoteKind kind, std::string text = {}) {
  return {std::move(path), first, last, kind, kMade, std::move(text), {}};
}

/// A body, field by field, whether or not it is sound.
Bytes body_of(const std::vector<Note>& notes) {
  seal::WireWriter out;
  out.integer(static_cast<std::uint32_t>(notes.size()));
  for (const Note& one : notes) {
    out.text(one.path);
    out.integer(one.first_line);
    out.integer(one.last_line);
    out.integer(static_cast<std::uint8_t>(one.kind));
    out.integer(one.made_unix_s);
    out.text(one.text);
    out.bytes(one.lines);
  }
  return out.take();
}

Bytes filled(Bytes body) {
  body.resize((body.size() + seal::kNotesPageBytes - 1) / seal::kNotesPageBytes * seal::kNotesPageBytes);
  return body;
}

/// Sealed as it is, page or no page.
Bytes sealed(const Bytes& body, const seal::NotesOwner& whose = owner(), bool is_export = false) {
  seal::WireWriter out;
  out.bytes(seal::as_bytes(is_export ? "SPOORNOX" : "SPOORNOT"));
  out.integer(std::uint16_t{1});
  out.integer(std::uint16_t{0});
  out.bytes(whose.reviewer);
  out.bytes(whose.archive);
  const seal::Digest salt{0x5A, 1, 2, 3};
  out.bytes(salt);
  Bytes tagged(body.size() + seal::kTagBytes);
  must(seal::gcm_seal(
      seal::derive_key(whose.key, salt, is_export ? "spoor notes export" : "spoor notes file").value(), {},
      out.view(), body, tagged));
  out.bytes(tagged);
  return out.take();
}

class Group {
 public:
  explicit Group(Scenarios& out) : out_(out) {}
  void put(const char* name, const char* fault, Bytes file, const char* expect = kDamaged) {
    out_.push_back({fmt::format("notes-{}.spnt", name), fault, expect, std::move(file)});
  }
  void hold(const char* name, const char* fault, const std::vector<Note>& notes,
            const char* expect = kDamaged) {
    put(name, fault, sealed(filled(body_of(notes))), expect);
  }

 private:
  Scenarios& out_;
};

std::vector<Note> several() {
  Note cited = note("a/main.c", 120, 135, NoteKind::note, "Overflow?\nSee \xC2\xA7 3.2");
  cited.lines = seal::sha256(seal::as_bytes("int a;\n")).value();
  return {note("a/main.c", 0, 0, NoteKind::reviewed), note("a/main.c", 12, 12, NoteKind::bookmark),
          note("a/main.c", 12, 12, NoteKind::to_do),  cited,
          note("b", 1, 1, NoteKind::note, "first"),   note("b", 1, 1, NoteKind::note, "second")};
}

void add_good(Group& group) {
  group.hold("good", "notes of every kind", several(), kOk);
  group.hold("good-none", "no notes", {}, kOk);
  group.hold("good-longest", "a path of 8,192 and a text of 4,096 bytes",
             {note(std::string(8192, 'p'), 1, 1, NoteKind::note, std::string(4096, 't'))}, kOk);
  group.hold("good-release", "a path of one of several releases, the last line there can be",
             {note("//4.2//a.c", 1, ~std::uint64_t{0}, NoteKind::to_do)}, kOk);
  Note latest = note("a", 1, 1, NoteKind::bookmark);
  latest.made_unix_s = kLastSecond;
  group.hold("good-latest", "made in the last second", {latest}, kOk);
  // One byte is left of the page, and none.
  const std::size_t empty = body_of({note("", 1, 1, NoteKind::bookmark)}).size();
  group.hold("good-page", "a body that fills a page",
             {note(std::string(seal::kNotesPageBytes - empty, 'p'), 1, 1, NoteKind::bookmark)}, kOk);
  group.hold("good-page-over", "a body of a byte more than a page",
             {note(std::string(seal::kNotesPageBytes - empty + 1, 'p'), 1, 1, NoteKind::bookmark)}, kOk);
}

void add_fields(Group& group) {
  group.hold("path-empty", "an empty path", {note("", 1, 1, NoteKind::bookmark)});
  group.hold("path-long", "a path of 8,193 bytes", {note(std::string(8193, 'p'), 1, 1, NoteKind::bookmark)});
  group.hold("lines-turned", "a first line behind the last", {note("a", 5, 4, NoteKind::note, "t")});
  group.hold("lines-first-0", "lines from 0", {note("a", 0, 4, NoteKind::note, "t")});
  group.hold("lines-last-0", "lines to 0", {note("a", 4, 0, NoteKind::note, "t")});
  group.hold("bookmark-file", "a bookmark at a whole file", {note("a", 0, 0, NoteKind::bookmark)});
  group.hold("bookmark-lines", "a bookmark at two lines", {note("a", 1, 2, NoteKind::bookmark)});
  group.hold("kind-0", "kind 0", {note("a", 1, 1, NoteKind{0})});
  group.hold("kind-5", "kind 5", {note("a", 1, 1, NoteKind{5})});
  group.hold("text-empty", "a note without a text", {note("a", 1, 1, NoteKind::note)});
  group.hold("text-long", "a text of 4,097 bytes", {note("a", 1, 1, NoteKind::note, std::string(4097, 't'))});
  group.hold("text-bookmark", "a bookmark with a text", {note("a", 1, 1, NoteKind::bookmark, "t")});
  group.hold("text-mark", "a mark with a text", {note("a", 1, 1, NoteKind::reviewed, "t")});
  group.hold("text-tab", "a text with a tab", {note("a", 1, 1, NoteKind::note, "a\tb")});
  group.hold("text-c1", "a text with U+0085", {note("a", 1, 1, NoteKind::note, "a\xC2\x85")});
  group.hold("text-latin", "a text that is no UTF-8", {note("a", 1, 1, NoteKind::note, "\xE9t\xE9")});
  Note timed = note("a", 1, 1, NoteKind::bookmark);
  timed.made_unix_s = -1;
  group.hold("made-before", "made before 1970", {timed});
  timed.made_unix_s = kLastSecond + 1;
  group.hold("made-after", "made after the year 9999", {timed});
}

void add_order(Group& group) {
  const Note one = note("a", 1, 1, NoteKind::note, "one");
  group.hold("order-paths", "paths that do not rise", {note("b", 1, 1, NoteKind::bookmark), one});
  group.hold("order-lines", "lines that do not rise",
             {note("a", 2, 2, NoteKind::bookmark), note("a", 1, 1, NoteKind::bookmark)});
  group.hold("order-kinds", "kinds that do not rise", {note("a", 1, 1, NoteKind::to_do), one});
  group.hold("order-texts", "texts that do not rise", {note("a", 1, 1, NoteKind::note, "two"), one});
  group.hold("twice", "a note twice", {one, one});
  Note later = note("a", 1, 1, NoteKind::bookmark);
  ++later.made_unix_s;
  group.hold("bookmark-twice", "a line with two bookmarks", {note("a", 1, 1, NoteKind::bookmark), later});
  group.hold("mark-both", "a file that is reviewed and to do",
             {note("a", 0, 0, NoteKind::reviewed), note("a", 0, 0, NoteKind::to_do)});
}

void add_pages(Group& group) {
  const Bytes body = body_of(several());
  const Bytes page = filled(body);
  group.put("count-more", "a count of one more note than there are", sealed(patched(page, 0, {7})));
  group.put("count-less", "a count of one note less than there are", sealed(patched(page, 0, {5})));
  group.put("count-most", "a count of 4,294,967,295 notes", sealed(patched(page, 0, {255, 255, 255, 255})));
  group.put("filling", "a one in the filling", sealed(patched(page, page.size() - 1, {1})));
  group.put("page-more", "a page more than is needed", sealed(filled([&] {
              Bytes longer = page;
              longer.push_back(0);
              return longer;
            }())));
  group.put("page-none", "a body without filling", sealed(body));
  group.put("body-empty", "an empty body", sealed({}));
}

void add_files(Group& group) {
  const Bytes whole = sealed(filled(body_of(several())));
  group.put("reviewer-other", "another reviewer's", sealed(filled(body_of({})), owner(0x72)), kWrongKey);
  group.put("reviewer-named", "another reviewer's key in the header", patched(whole, kReviewerAt, {1}),
            kWrongKey);
  seal::ArchiveId archive = seal_test::kArchiveId;
  archive[0] ^= 1U;
  group.put("archive-other", "on another archive", sealed(filled(body_of({})), owner(0x71, archive)),
            kWrongKey);
  seal::NotesOwner moved = owner(0x71, archive);
  moved.archive = seal_test::kArchiveId;
  group.put("archive-moved", "on another archive, under this one's id", sealed(filled(body_of({})), moved));
  group.put("salt", "a flipped bit in the salt", seal_test::flipped(whole, kSaltAt * 8));
  group.put("body-bit", "a flipped bit in the body", seal_test::flipped(whole, kBodyAt * 8));
  group.put("tag-bit", "a flipped bit in the tag", seal_test::flipped(whole, whole.size() * 8 - 1));
  group.put("magic", "another magic", patched(whole, 0, {'s'}));
  group.put("version-2", "version 2", patched(whole, 8, {2}), kUnsupported);
  group.put("flag-1", "the lowest flag", patched(whole, 10, {1}), kUnsupported);
  group.put("nothing", "an empty file", {});
  group.put("cut-version", "the file ends in its version", first(whole, 9));
  group.put("cut-header", "the file ends in its salt", first(whole, kSaltAt + 5));
  group.put("cut-1", "the last byte is missing", first(whole, whole.size() - 1));
  group.put("cut-page", "the last page is missing", first(whole, whole.size() - seal::kNotesPageBytes));
  Bytes longer = whole;
  longer.push_back(0);
  group.put("byte-behind", "a byte behind the end", longer);
}

Bytes export_of(std::string_view text, std::uint32_t size_bytes) {
  seal::WireWriter out;
  out.integer(size_bytes);
  out.bytes(seal::as_bytes(text));
  return out.take();
}
Bytes export_of(std::string_view text) {
  return export_of(text, static_cast<std::uint32_t>(text.size()));
}

void add_exports(Scenarios& out) {
  constexpr std::string_view kText = "# Notes\n\nint \xFF;\n";
  const auto put = [&](const char* name, const char* fault, Bytes file, const char* expect = kDamaged) {
    out.push_back({fmt::format("notes-export-{}.spnx", name), fault, expect, std::move(file)});
  };
  const Bytes page = filled(export_of(kText));
  const Bytes whole = sealed(page, owner(), true);
  put("good", "an export, with a byte that is no UTF-8", whole, kOk);
  put("good-empty", "an export of nothing", sealed(filled(export_of("")), owner(), true), kOk);
  put("good-page", "an export that fills a page",
      sealed(filled(export_of(std::string(seal::kNotesPageBytes - 4, 't'))), owner(), true), kOk);
  put("longer", "a length beyond the body", sealed(filled(export_of(kText, 5000)), owner(), true));
  put("shorter", "a length less than the text",
      sealed(filled(export_of(kText, static_cast<std::uint32_t>(kText.size() - 1))), owner(), true));
  put("filling", "a one in the filling", sealed(patched(page, page.size() - 1, {1}), owner(), true));
  Bytes longer = page;
  longer.push_back(0);
  put("page-more", "a page more than is needed", sealed(filled(longer), owner(), true));
  put("page-none", "a body without filling", sealed(export_of(kText), owner(), true));
  put("reviewer-other", "another reviewer's", sealed(page, owner(0x72), true), kWrongKey);
  put("of-notes", "a file of notes", sealed(filled(body_of({}))));
  put("magic-of-notes", "a file of notes under an export's magic",
      patched(sealed(filled(body_of({}))), 0, seal::as_bytes("SPOORNOX")));
  put("version-2", "version 2", patched(whole, 8, {2}), kUnsupported);
  put("flag-1", "the lowest flag", patched(whole, 10, {1}), kUnsupported);
  put("body-bit", "a flipped bit in the body", seal_test::flipped(whole, kBodyAt * 8));
  put("cut-1", "the last byte is missing", first(whole, whole.size() - 1));
}

}  // namespace

void add_notes(Scenarios& out) {
  Group group(out);
  add_good(group);
  add_fields(group);
  add_order(group);
  add_pages(group);
  add_files(group);
  group.put("export", "an export", sealed(filled(export_of("t")), owner(), true));
  add_exports(out);
}

}  // namespace spoor::vectors
