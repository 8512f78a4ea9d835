// The reviewer's notes, bookmarks and review marks while a session is open. Whatever changes is kept, durable
// and sealed to him, before it counts as changed. Knows no window, no file and no key: its desk does.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/app/error.hpp"
#include "viewer/app/options.hpp"
#include "viewer/app/places.hpp"
#include "viewer/code/document.hpp"
#include "watermark/seal/notes_file.hpp"

namespace spoor::app {

/// Who keeps notes.
struct NotesDesk {
  std::function<Result<std::vector<seal::Note>>()> load;
  std::function<Result<void>(const std::vector<seal::Note>&)> save;  ///< durable on return
  /// Has the log say that something was noted, durable on return; the words are sealed to the reviewer.
  std::function<bool(const std::string& words)> record;
  /// How notes and log name a file of the release that is read.
  std::function<std::string(std::string_view path)> recorded;
  std::function<std::int64_t()> now_unix_s;
};

/// Lines of a file that a note is about.
struct NotePlace {
  std::string path;              ///< in the release
  std::uint64_t first_line = 0;  ///< counted from 1; 0: the whole file
  std::uint64_t last_line = 0;
  seal::Digest digest{};  ///< lines_digest() of them

  [[nodiscard]] bool whole_file() const { return first_line == 0; }
  friend bool operator==(const NotePlace&, const NotePlace&) = default;
};

/// What stands at a line.
struct LineSigns {
  bool note = false;
  bool bookmark = false;
  bool reviewed = false;
  bool to_do = false;
};

class Notebook {
 public:
  /// Reads what was kept. Errors: those of the desk's load(): there are no notes then, and refusal() says so.
  Result<void> attach(NotesDesk desk);
  /// There are no notes in this session; `why` is one sentence.
  void refuse(std::string why);
  /// Why there are none; empty: there are.
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

  /// Wipes the notes from memory; what was kept stays.
  void sleep() { notes_ = {}; }
  /// Reads them again.
  void wake();

  /// In the order of their places.
  [[nodiscard]] const std::vector<seal::Note>& notes() const { return notes_; }
  /// Those on a file of the release that is read.
  [[nodiscard]] std::span<const seal::Note> on(std::string_view path) const;
  /// Where a note is in the release that is read; nothing where it is on another.
  [[nodiscard]] std::optional<std::string> path_here(const seal::Note& note) const;
  /// Whether the file as a whole is reviewed, or to do; nothing: neither.
  [[nodiscard]] std::optional<seal::NoteKind> mark_of(std::string_view path) const;
  /// How many files below a directory have such a mark.
  [[nodiscard]] std::size_t marked_below(std::string_view directory, seal::NoteKind mark) const;
  /// The note of the fewest lines that is about this line (from 1); nullptr: there is none.
  [[nodiscard]] const seal::Note* note_at(std::string_view path, std::uint64_t line) const;
  /// The bookmark behind a place (`back`: before it) in the order of paths; the first one again behind the
  /// last. Lines are counted from 0. Nothing: there is none.
  [[nodiscard]] std::optional<FilePlace> bookmark_from(const FilePlace& place, bool back) const;

  // What these change is kept when they return. Errors: refused (there are no notes here), failed (it cannot
  // be kept: nothing has changed), usage (too many, or a text that is none).
  /// Replaces the note at just these lines; an empty text takes it out.
  Result<void> put(const NotePlace& place, const std::string& text);
  /// True: it is there now.
  Result<bool> toggle_bookmark(const NotePlace& place);
  /// Reviewed takes the place of to do and the other way round; the same once more takes it away. True: it is
  /// there now.
  Result<bool> toggle_mark(const NotePlace& place, seal::NoteKind mark);

 private:
  Result<void> keep(std::vector<seal::Note> next);
  [[nodiscard]] seal::Note made(const NotePlace& place, seal::NoteKind kind, std::string text) const;
  Result<bool> toggle(const NotePlace& place, seal::NoteKind kind);

  NotesDesk desk_;
  std::string refusal_ = "There are no notes here.";
  std::vector<seal::Note> notes_;
};

[[nodiscard]] LineSigns signs_at(std::span<const seal::Note> notes, std::uint64_t line);

/// Of lines of a document, counted from 1; zeros where they are too many, or not known yet.
[[nodiscard]] seal::Digest lines_digest(const code::Document& document, std::uint64_t first_line,
                                        std::uint64_t last_line);

}  // namespace spoor::app
