// A reviewer's notes, bookmarks and marks on an archive (.spnt), sealed under a key that only his own key
// file (seal/reviewer_key.hpp) gives: neither the vendor nor whoever keeps the room reads them or can make
// others. They hold no code: a place, the digest of the lines that stand there, and his own words.
// SPEC.md 11.
//
//   8 "SPOORNOT"  2 version = 1  2 flags = 0  32 reviewer's public key  16 archive id  32 salt
//   sealed body (AES-256-GCM, tag last; binds all in front of it)
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "watermark/seal/agreement.hpp"
#include "watermark/seal/archive_format.hpp"
#include "watermark/seal/system_random.hpp"

namespace spoor::seal {

inline constexpr std::string_view kNotesSuffix = ".spnt";
inline constexpr std::string_view kNotesExportSuffix = ".spnx";
inline constexpr std::uint64_t kMaxNotesBytes = std::uint64_t{16} << 20U;  ///< of a file
inline constexpr std::size_t kMaxNoteTextBytes = 4096;
inline constexpr std::size_t kMaxNotePathBytes = 8192;
/// Bodies are filled up to a multiple of this: a file's size tells little of what was noted.
inline constexpr std::size_t kNotesPageBytes = 4096;

enum class NoteKind : std::uint8_t { note = 1, bookmark = 2, reviewed = 3, to_do = 4 };

/// What the reviewer left at a place. Ordered as on the wire.
struct Note {
  std::string path;              ///< as logs name it: with its release where the archive has several
  std::uint64_t first_line = 0;  ///< counted from 1; 0 with last_line 0: the whole file
  std::uint64_t last_line = 0;   ///< included
  NoteKind kind = NoteKind::note;
  std::int64_t made_unix_s = 0;
  std::string text;  ///< of a note alone: 1 to kMaxNoteTextBytes of UTF-8, no control character but LF
  Digest lines{};    ///< lines_digest() of what stood there; zeros: not known

  [[nodiscard]] bool whole_file() const { return first_line == 0; }
  friend auto operator<=>(const Note&, const Note&) = default;
};

/// Whether a note by itself is within the bounds.
[[nodiscard]] bool is_sound(const Note& note);
/// Whether notes are sound, rise strictly, and no place has two bookmarks, or two of reviewed and to do.
[[nodiscard]] bool are_sound(const std::vector<Note>& notes);

/// "src/main.c:120-135@3f9a2c01b7de": as a note is cited. Without the hash where it is not known. The path is
/// as it is: whoever shows it escapes it.
[[nodiscard]] std::string citation(const Note& note);
/// "note", "bookmark", "reviewed", "to do"
[[nodiscard]] std::string_view note_word(NoteKind kind) noexcept;

/// Of the lines' bytes without their ends, each with an LF behind it. Add the lines in their order.
class LinesDigest {
 public:
  void add(std::string_view line);
  /// Error: io, when OpenSSL fails.
  [[nodiscard]] Result<Digest> take() const { return sha256(bytes_); }

 private:
  Bytes bytes_;
};

/// Whose notes, and on what. The key is derived once: the private key need not stay in memory.
struct NotesOwner {
  AgreementPublicKey reviewer{};
  ArchiveId archive{};
  SecretKey key;
};
/// Error: io, when OpenSSL fails.
[[nodiscard]] Result<NotesOwner> notes_owner(const SecretKey& reviewer_private, const ArchiveId& archive);

/// The name of the file: the same for a reviewer and an archive. Error: io.
[[nodiscard]] Result<std::string> notes_file_name(const NotesOwner& owner);

/// What a file of notes says of itself in the clear.
struct NotesHeader {
  bool is_export = false;
  AgreementPublicKey reviewer{};
  ArchiveId archive{};
  Digest salt{};
};
/// Of either kind. Errors: damaged, unsupported.
[[nodiscard]] Result<NotesHeader> read_notes_header(ByteView file, std::string_view name);

/// Notes that were put together to be taken home (.spnx), as text; with code, as far as the policy allows. A
/// file like that of notes, with the magic "SPOORNOX". Errors: usage (too long), io.
[[nodiscard]] Result<Bytes> seal_notes_export(std::string_view text, const NotesOwner& owner,
                                              const RandomFill& random);
/// Errors: as open_notes.
[[nodiscard]] Result<std::string> open_notes_export(ByteView file, std::string_view name,
                                                    const NotesOwner& owner);

/// The whole file. Errors: usage (unsound notes, or too many), io.
[[nodiscard]] Result<Bytes> seal_notes(const std::vector<Note>& notes, const NotesOwner& owner,
                                       const RandomFill& random);
/// `name`: the file's, for messages. Errors: damaged, unsupported; wrong_key (another reviewer's, or on
/// another archive).
[[nodiscard]] Result<std::vector<Note>> open_notes(ByteView file, std::string_view name,
                                                   const NotesOwner& owner);

}  // namespace spoor::seal
