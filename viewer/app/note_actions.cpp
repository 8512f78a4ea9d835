#include "viewer/app/note_actions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "watermark/seal/release_files.hpp"

namespace spoor::app {
namespace {

using seal::NoteKind;

/// The lines that a command is about: from the one where a range was begun to the caret's, or the caret's
/// alone. Nothing where no lines are shown.
std::optional<NotePlace> lines_meant(const Workspace& w) {
  const Editor* editor = w.active();
  if (editor == nullptr || editor->document() == nullptr) return std::nullopt;
  const std::uint64_t here = editor->current_line() + 1;
  NotePlace out{editor->path(), here, here, {}};
  if (w.range_begin && w.range_begin->path == out.path) {
    out.first_line = std::min(here, w.range_begin->line + 1);
    out.last_line = std::max(here, w.range_begin->line + 1);
  }
  out.digest = lines_digest(*editor->document(), out.first_line, out.last_line);
  return out;
}

bool has_range(const Workspace& w) {
  const auto place = w.place();
  return place && w.range_begin && w.range_begin->path == place->path;
}

void add_note(Workspace& w) {
  auto place = lines_meant(w);
  if (!place) {
    w.message = "Open the file first that your note is about.";
    return;
  }
  const seal::Note* written = has_range(w) ? nullptr : w.notebook.note_at(place->path, place->first_line);
  if (written != nullptr) {
    place->first_line = written->first_line;
    place->last_line = written->last_line;
    place->digest = written->lines;
  }
  w.picker.close();
  w.page.close();
  w.print.close();
  w.notes_export.close();
  w.note.open(std::move(*place), written != nullptr ? written->text : std::string());
  w.focus_on(Focus::note);
  w.caret.all = false;  // typing goes on with the note instead of replacing it
}

void begin_range(Workspace& w) {
  const auto place = w.place();
  if (!place) return;
  if (w.range_begin == place) {
    w.range_begin.reset();
    w.message = "No range of lines is begun any more.";
    return;
  }
  w.range_begin = place;
  w.message =
      fmt::format("A range of lines begins at {}. Go to its last line, then write the note or set the mark.",
                  place->line + 1);
}

void bookmark(Workspace& w) {
  const Editor* editor = w.active();
  if (editor == nullptr || editor->document() == nullptr) return;
  const std::uint64_t line = editor->current_line() + 1;
  const auto done =
      w.notebook.toggle_bookmark({editor->path(), line, line, lines_digest(*editor->document(), line, line)});
  w.message = !done ? done.error().message
                    : fmt::format("{} line {}.", *done ? "Bookmark at" : "No bookmark at", line);
}

/// The file that a mark is for: in the tree the selected one.
std::optional<NotePlace> file_meant(const Workspace& w) {
  if (w.focus == Focus::tree) {
    const auto& rows = w.tree().rows();
    const std::size_t at = w.tree().selected();
    if (at >= rows.size() || rows[at].kind == seal::EntryKind::directory) return std::nullopt;
    return NotePlace{rows[at].path, 0, 0, {}};
  }
  const Editor* editor = w.active();
  if (editor == nullptr) return std::nullopt;
  NotePlace out{editor->path(), 0, 0, {}};
  if (const code::Document* document = editor->document(); document != nullptr)
    if (const code::LineCount count = document->line_count(); count.complete && count.lines > 0)
      out.digest = lines_digest(*document, 1, count.lines);
  return out;
}

void mark(Workspace& w, NoteKind kind) {
  const bool lines = w.focus != Focus::tree && has_range(w);
  const auto place = lines ? lines_meant(w) : file_meant(w);
  if (!place) {
    w.message = "Choose a file first: folders follow from their files.";
    return;
  }
  const auto done = w.notebook.toggle_mark(*place, kind);
  if (!done) {
    w.message = done.error().message;
    return;
  }
  const std::string what =
      lines ? fmt::format("Lines {} to {}", place->first_line, place->last_line) : std::string("The file");
  const char* verb = lines ? "are" : "is";
  const char* word = kind == NoteKind::reviewed ? "reviewed" : "to do";
  w.message = *done ? fmt::format("{} {} {}.", what, verb, word)
                    : fmt::format("{} {} not marked any more.", what, verb);
  w.range_begin.reset();
}

void step_bookmark(Workspace& w, bool back) {
  const auto to = w.notebook.bookmark_from(w.place().value_or(FilePlace{}), back);
  if (!to) {
    w.message = w.notebook.refusal().empty() ? "There is no bookmark in this release." : w.notebook.refusal();
    return;
  }
  w.jump(to->path, to->line);
}

void list(Workspace& w) {
  if (!w.notebook.refusal().empty()) {
    w.message = w.notebook.refusal();
    return;
  }
  w.page.close();
  w.print.close();
  w.note.close();
  w.notes_export.close();
  w.symbols().end_hover();
  w.symbols().close_peek();
  w.picker.open_notes(w.notebook.notes());
  w.focus_on(Focus::picker);
}

void ask_export(Workspace& w, bool with_code) {
  w.picker.close();
  w.page.close();
  w.print.close();
  w.note.close();
  w.notes_export.open(with_code);
  w.focus_on(Focus::notes_export);
}

/// Why an action cannot be had now, in one sentence; empty: it can, or it is none of these.
std::string hindrance(Action action, const Workspace& w) {
  switch (action) {
    case Action::add_note:
    case Action::begin_range:
    case Action::toggle_bookmark:
    case Action::mark_reviewed:
    case Action::mark_to_do:
      if (w.comparison().view.shown())
        return "Notes and marks are made in the file itself: Escape leaves what has changed.";
      return w.notebook.refusal();
    case Action::export_notes:
    case Action::export_notes_plain:
      return w.notebook.refusal();
    default:
      return {};
  }
}

/// Where lines of a digest stand, from 0: the nearest to `near` (from 1) among the first lines of a file.
std::optional<std::uint64_t> find_lines(const code::Document& document, const seal::Note& note) {
  constexpr std::uint64_t kMostTried = 20'000;
  const std::uint64_t length = note.last_line - note.first_line + 1;
  const std::uint64_t lines = document.line_count().lines;
  if (note.lines == seal::Digest{} || lines < length) return std::nullopt;
  const std::uint64_t last = lines - length + 1;
  const std::uint64_t from = std::min(note.first_line, last);
  for (std::uint64_t away = 0; away < std::min(last, kMostTried / length); ++away) {
    if (away < from && lines_digest(document, from - away, from - away + length - 1) == note.lines)
      return from - away - 1;
    if (from + away <= last && lines_digest(document, from + away, from + away + length - 1) == note.lines)
      return from + away - 1;
  }
  return std::nullopt;
}

}  // namespace

void keep_note(Workspace& w) {
  if (!w.note.shown()) return;
  if (w.note.changed()) {
    if (const auto kept = w.notebook.put(w.note.place(), w.note.text); !kept)
      return w.note.fail(kept.error().message);
    w.message = w.note.text.empty() ? "The note is taken out." : "The note is kept, sealed to your key.";
  }
  w.range_begin.reset();
  w.note.close();
  w.focus = Focus::code;
}

void keep_draft(Workspace& w) {
  // What cannot be kept is lost: nobody is there to read why.
  if (w.note.changed() && !w.note.text.empty())
    static_cast<void>(w.notebook.put(w.note.place(), w.note.text));
}

void go_to_note(Workspace& w, const seal::Note& note) {
  const seal::RecordedPath at = seal::split_recorded(note.path);
  const std::uint64_t line = note.whole_file() ? 0 : note.first_line - 1;
  if (!w.jump(at.path, line)) return;
  const Editor* editor = w.active();
  const bool here = w.notebook.path_here(note).has_value();
  if (here || note.whole_file() || editor->document() == nullptr) return;
  const auto found = find_lines(*editor->document(), note);
  if (found)
    w.active()->go_to(*found);
  else
    w.message = "These lines are not in this release as they were noted: they have changed.";
}

bool note_action(Action action, Workspace& w) {
  if (auto why = hindrance(action, w); !why.empty()) {
    w.message = std::move(why);
    return true;
  }
  switch (action) {
    case Action::add_note:
      add_note(w);
      return true;
    case Action::begin_range:
      begin_range(w);
      return true;
    case Action::toggle_bookmark:
      bookmark(w);
      return true;
    case Action::next_bookmark:
    case Action::previous_bookmark:
      step_bookmark(w, action == Action::previous_bookmark);
      return true;
    case Action::mark_reviewed:
      mark(w, NoteKind::reviewed);
      return true;
    case Action::mark_to_do:
      mark(w, NoteKind::to_do);
      return true;
    case Action::show_notes:
      list(w);
      return true;
    case Action::export_notes:
    case Action::export_notes_plain:
      ask_export(w, action == Action::export_notes);
      return true;
    default:
      return false;
  }
}

}  // namespace spoor::app
