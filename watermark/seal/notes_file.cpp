#include "watermark/seal/notes_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace spoor::seal {
namespace {

constexpr std::string_view kMagic = "SPOORNOT";
constexpr std::string_view kExportMagic = "SPOORNOX";
constexpr std::uint16_t kVersion = 1;
constexpr std::size_t kSaltAt = 8 + 2 + 2 + 32 + 16;
constexpr std::size_t kBoundBytes = kSaltAt + 32;
constexpr std::size_t kLeastNoteBytes = 1 + 2 + 8 + 8 + 8 + 2 + 32;

/// A nonce of zeros: the salt makes a key of each file, which seals this one body.
constexpr Nonce kNonce{};

std::size_t paged(std::size_t size_bytes) {
  return (size_bytes + kNotesPageBytes - 1) / kNotesPageBytes * kNotesPageBytes;
}

bool is_clean(std::string_view text) {
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (printable(line) != line) return false;
    if (end == text.size()) return true;
    text.remove_prefix(end + 1);
  }
}

bool is_mark(const Note& note) {
  return note.kind == NoteKind::reviewed || note.kind == NoteKind::to_do;
}

/// Of two that follow each other: whether only one of them may be there.
bool exclude(const Note& one, const Note& other) {
  const bool same_place =
      one.path == other.path && one.first_line == other.first_line && one.last_line == other.last_line;
  return same_place && ((one.kind == NoteKind::bookmark && other.kind == NoteKind::bookmark) ||
                        (is_mark(one) && is_mark(other)));
}

Bytes encode_body(const std::vector<Note>& notes) {
  WireWriter out;
  out.integer(static_cast<std::uint32_t>(notes.size()));
  for (const Note& note : notes) {
    out.text(note.path);
    out.integer(note.first_line);
    out.integer(note.last_line);
    out.integer(static_cast<std::uint8_t>(note.kind));
    out.integer(note.made_unix_s);
    out.text(note.text);
    out.bytes(note.lines);
  }
  Bytes body = out.take();
  body.resize(paged(body.size()));
  return body;
}

/// Zeros, and no page more than is needed.
bool is_filling(ByteView filling) {
  return filling.size() < kNotesPageBytes &&
         std::all_of(filling.begin(), filling.end(), [](std::uint8_t byte) { return byte == 0; });
}

bool decode_body(ByteView body, std::vector<Note>& out) {
  WireReader in(body);
  out.resize(in.count(kLeastNoteBytes));
  for (Note& note : out) {
    note.path = in.text();
    note.first_line = in.integer<std::uint64_t>();
    note.last_line = in.integer<std::uint64_t>();
    note.kind = static_cast<NoteKind>(in.integer<std::uint8_t>());
    note.made_unix_s = in.integer<std::int64_t>();
    note.text = in.text();
    in.into(note.lines);
  }
  const ByteView filling = in.bytes(in.rest_bytes());
  return !in.failed() && is_filling(filling) && are_sound(out);
}

Result<SecretKey> body_key(const NotesOwner& owner, ByteView salt, bool is_export) {
  return derive_key(owner.key, salt, is_export ? "spoor notes export" : "spoor notes file");
}

tl::unexpected<SealError> altered(std::string_view name) {
  return fail(SealErrorCode::damaged,
              fmt::format("The notes in {} were damaged or altered; use a copy of them.", shown(name)));
}

bool begins_with(ByteView file, std::string_view magic) {
  return file.size() >= magic.size() && std::ranges::equal(file.first(magic.size()), as_bytes(magic));
}

/// Seals a body of whole pages.
Result<Bytes> seal_body(ByteView body, bool is_export, const NotesOwner& owner, const RandomFill& random) {
  if (body.size() > kMaxNotesBytes - kBoundBytes - kTagBytes)
    return fail(SealErrorCode::usage, is_export
                                          ? "These are too many notes for one export; export fewer of them."
                                          : "There is no room for more notes on this archive; remove some.");
  Digest salt{};
  if (auto filled = random(salt); !filled) return tl::make_unexpected(filled.error());
  const auto key = body_key(owner, salt, is_export);
  if (!key) return tl::make_unexpected(key.error());
  WireWriter out;
  out.bytes(as_bytes(is_export ? kExportMagic : kMagic));
  out.integer(kVersion);
  out.integer(std::uint16_t{0});
  out.bytes(owner.reviewer);
  out.bytes(owner.archive);
  out.bytes(salt);
  Bytes sealed(body.size() + kTagBytes);
  if (auto done = gcm_seal(*key, kNonce, out.view(), body, sealed); !done)
    return tl::make_unexpected(done.error());
  out.bytes(sealed);
  return out.take();
}

Result<SecretBytes> open_body(ByteView file, bool is_export, std::string_view name, const NotesOwner& owner) {
  const auto header = read_notes_header(file, name);
  if (!header) return tl::make_unexpected(header.error());
  if (header->is_export != is_export) return altered(name);
  if (header->reviewer != owner.reviewer || header->archive != owner.archive)
    return fail(
        SealErrorCode::wrong_key,
        fmt::format("The notes in {} are of another reviewer's key or on another archive.", shown(name)));
  const auto key = body_key(owner, header->salt, is_export);
  if (!key) return tl::make_unexpected(key.error());
  SecretBytes body(file.size() - kBoundBytes - kTagBytes);
  if (!gcm_open(*key, kNonce, file.first(kBoundBytes), file.subspan(kBoundBytes), body.span()))
    return altered(name);
  return body;
}

}  // namespace

std::string_view note_word(NoteKind kind) noexcept {
  switch (kind) {
    case NoteKind::note:
      return "note";
    case NoteKind::bookmark:
      return "bookmark";
    case NoteKind::reviewed:
      return "reviewed";
    case NoteKind::to_do:
      return "to do";
  }
  return "";
}

std::string citation(const Note& note) {
  std::string out = note.path;
  if (note.first_line > 0) out += fmt::format(":{}", note.first_line);
  if (note.last_line > note.first_line) out += fmt::format("-{}", note.last_line);
  if (note.lines == Digest{}) return out;
  out += '@';
  for (std::size_t i = 0; i < 6; ++i) out += fmt::format("{:02x}", note.lines[i]);
  return out;
}

bool is_sound(const Note& note) {
  const bool whole = note.first_line == 0 && note.last_line == 0 && note.kind != NoteKind::bookmark;
  const bool lines = note.first_line >= 1 && note.first_line <= note.last_line &&
                     (note.kind != NoteKind::bookmark || note.first_line == note.last_line);
  const bool known = note.kind >= NoteKind::note && note.kind <= NoteKind::to_do;
  const bool said = note.kind == NoteKind::note ? !note.text.empty() && note.text.size() <= kMaxNoteTextBytes
                                                : note.text.empty();
  return known && (whole || lines) && said && is_clean(note.text) && !note.path.empty() &&
         note.path.size() <= kMaxNotePathBytes && note.made_unix_s >= 0 &&
         note.made_unix_s <= kLastUnixSecond;
}

bool are_sound(const std::vector<Note>& notes) {
  const auto misplaced = [](const Note& one, const Note& other) {
    return one >= other || exclude(one, other);
  };
  return std::all_of(notes.begin(), notes.end(), [](const Note& note) { return is_sound(note); }) &&
         std::adjacent_find(notes.begin(), notes.end(), misplaced) == notes.end();
}

void LinesDigest::add(std::string_view line) {
  bytes_.insert(bytes_.end(), line.begin(), line.end());
  bytes_.push_back('\n');
}

Result<NotesOwner> notes_owner(const SecretKey& reviewer_private, const ArchiveId& archive) {
  const auto shown_key = agreement_public_key(reviewer_private);
  if (!shown_key) return tl::make_unexpected(shown_key.error());
  const auto key = derive_key(reviewer_private, archive, "spoor notes");
  if (!key) return tl::make_unexpected(key.error());
  return NotesOwner{*shown_key, archive, *key};
}

Result<std::string> notes_file_name(const NotesOwner& owner) {
  const auto tag = derive_key(owner.key, owner.archive, "spoor notes name");
  if (!tag) return tl::make_unexpected(tag.error());
  std::string out;
  for (std::size_t i = 0; i < 16; ++i) out += fmt::format("{:02x}", (*tag)[i]);
  return out + std::string(kNotesSuffix);
}

Result<NotesHeader> read_notes_header(ByteView file, std::string_view name) {
  NotesHeader out;
  out.is_export = begins_with(file, kExportMagic);
  if ((!out.is_export && !begins_with(file, kMagic)) || file.size() > kMaxNotesBytes) return altered(name);
  WireReader in(file.subspan(kMagic.size()));
  const auto version = in.integer<std::uint16_t>();
  const auto flags = in.integer<std::uint16_t>();
  if (in.failed()) return altered(name);
  if (version != kVersion || flags != 0)
    return fail(SealErrorCode::unsupported,
                fmt::format("The notes in {} are of another version; use a newer Spoor.", shown(name)));
  in.into(out.reviewer);
  in.into(out.archive);
  in.into(out.salt);
  if (in.failed() || in.rest_bytes() < kNotesPageBytes + kTagBytes ||
      (in.rest_bytes() - kTagBytes) % kNotesPageBytes != 0)
    return altered(name);
  return out;
}

Result<Bytes> seal_notes(const std::vector<Note>& notes, const NotesOwner& owner, const RandomFill& random) {
  if (!are_sound(notes)) return fail(SealErrorCode::usage, "These notes contradict each other.");
  return seal_body(encode_body(notes), false, owner, random);
}

Result<std::vector<Note>> open_notes(ByteView file, std::string_view name, const NotesOwner& owner) {
  const auto body = open_body(file, false, name, owner);
  if (!body) return tl::make_unexpected(body.error());
  std::vector<Note> out;
  if (!decode_body(body->view(), out)) return altered(name);
  return out;
}

Result<Bytes> seal_notes_export(std::string_view text, const NotesOwner& owner, const RandomFill& random) {
  WireWriter out;
  out.integer(static_cast<std::uint32_t>(std::min<std::size_t>(text.size(), kMaxNotesBytes)));
  out.bytes(as_bytes(text));
  Bytes body = out.take();
  body.resize(paged(body.size()));
  return seal_body(body, true, owner, random);
}

Result<std::string> open_notes_export(ByteView file, std::string_view name, const NotesOwner& owner) {
  const auto body = open_body(file, true, name, owner);
  if (!body) return tl::make_unexpected(body.error());
  WireReader in(body->view());
  const ByteView text = in.bytes(in.integer<std::uint32_t>());
  std::string out(text.begin(), text.end());
  if (in.failed() || !is_filling(in.bytes(in.rest_bytes()))) return altered(name);
  return out;
}

}  // namespace spoor::seal
