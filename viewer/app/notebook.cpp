#include "viewer/app/notebook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace spoor::app {
namespace {

using seal::Note;
using seal::NoteKind;

/// Of a note: more are cited without their digest, so that nobody waits.
constexpr std::uint64_t kMostDigestLines = 20'000;
constexpr std::uint64_t kMostDigestBytes = std::uint64_t{4} << 20U;

bool is_mark(NoteKind kind) {
  return kind == NoteKind::reviewed || kind == NoteKind::to_do;
}

bool same_lines(const Note& one, const Note& other) {
  return one.path == other.path && one.first_line == other.first_line && one.last_line == other.last_line;
}

}  // namespace

Result<void> Notebook::attach(NotesDesk desk) {
  desk_ = std::move(desk);
  auto notes = desk_.load();
  if (!notes) {
    refuse(notes.error().message);
    return tl::unexpected(notes.error());
  }
  notes_ = std::move(*notes);
  refusal_.clear();
  return {};
}

void Notebook::refuse(std::string why) {
  refusal_ = std::move(why);
  notes_ = {};
}

void Notebook::wake() {
  if (!refusal_.empty()) return;
  if (auto notes = desk_.load(); notes)
    notes_ = std::move(*notes);
  else
    refuse(notes.error().message);
}

std::span<const Note> Notebook::on(std::string_view path) const {
  if (notes_.empty()) return {};
  const std::string name = desk_.recorded(path);
  // Two searches: clang 14 takes no range that libstdc++ 12's equal_range gives.
  const auto begin = std::ranges::lower_bound(notes_, name, {}, &Note::path);
  const auto end = std::ranges::upper_bound(notes_, name, {}, &Note::path);
  return {begin, end};
}

std::optional<NoteKind> Notebook::mark_of(std::string_view path) const {
  for (const Note& note : on(path))
    if (note.whole_file() && is_mark(note.kind)) return note.kind;
  return std::nullopt;
}

std::size_t Notebook::marked_below(std::string_view directory, NoteKind mark) const {
  if (notes_.empty()) return 0;
  const std::string prefix = desk_.recorded(std::string(directory) + "/");
  auto at = std::ranges::lower_bound(notes_, prefix, {}, &Note::path);
  std::size_t out = 0;
  for (; at != notes_.end() && at->path.starts_with(prefix); ++at)
    out += at->whole_file() && at->kind == mark ? 1U : 0U;
  return out;
}

const Note* Notebook::note_at(std::string_view path, std::uint64_t line) const {
  const Note* out = nullptr;
  for (const Note& note : on(path)) {
    if (note.kind != NoteKind::note || line < note.first_line || line > note.last_line) continue;
    if (out == nullptr || note.last_line - note.first_line < out->last_line - out->first_line) out = &note;
  }
  return out;
}

std::optional<std::string> Notebook::path_here(const Note& note) const {
  const std::string prefix = desk_.recorded("");
  if (!note.path.starts_with(prefix)) return std::nullopt;
  return note.path.substr(prefix.size());
}

std::optional<FilePlace> Notebook::bookmark_from(const FilePlace& place, bool back) const {
  std::vector<FilePlace> all;
  for (const Note& note : notes_)
    if (auto path = path_here(note); path && note.kind == NoteKind::bookmark)
      all.push_back({std::move(*path), note.first_line - 1});
  if (all.empty()) return std::nullopt;
  const auto before = [](const FilePlace& one, const FilePlace& other) {
    return std::pair(std::string_view(one.path), one.line) <
           std::pair(std::string_view(other.path), other.line);
  };
  if (back) {
    const auto at = std::lower_bound(all.begin(), all.end(), place, before);
    return at == all.begin() ? all.back() : *(at - 1);
  }
  const auto at = std::upper_bound(all.begin(), all.end(), place, before);
  return at == all.end() ? all.front() : *at;
}

Note Notebook::made(const NotePlace& place, NoteKind kind, std::string text) const {
  return {desk_.recorded(place.path), place.first_line, place.last_line, kind,
          desk_.now_unix_s(),         std::move(text),  place.digest};
}

Result<void> Notebook::keep(std::vector<Note> next) {
  std::sort(next.begin(), next.end());
  if (auto kept = desk_.save(next); !kept) return kept;
  notes_ = std::move(next);
  return {};
}

Result<void> Notebook::put(const NotePlace& place, const std::string& text) {
  if (!refusal_.empty()) return tl::unexpected(AppError{ExitCode::refused, refusal_});
  const Note note = made(place, NoteKind::note, text);
  if (!text.empty() && !seal::is_sound(note))
    return tl::unexpected(
        AppError{ExitCode::usage,
                 fmt::format("A note has at most {} bytes; make it shorter.", seal::kMaxNoteTextBytes)});
  // The log first: what is kept was noted, and what was noted and not kept is only one record too many.
  if (!text.empty() && !desk_.record(seal::citation(note) + "\n" + text))
    return tl::unexpected(AppError{ExitCode::failed, "The log cannot be written, so no note is kept."});
  std::vector<Note> next = notes_;
  std::erase_if(next, [&](const Note& old) { return old.kind == NoteKind::note && same_lines(old, note); });
  if (!text.empty()) next.push_back(note);
  return keep(std::move(next));
}

Result<bool> Notebook::toggle(const NotePlace& place, NoteKind kind) {
  if (!refusal_.empty()) return tl::unexpected(AppError{ExitCode::refused, refusal_});
  const Note note = made(place, kind, {});
  std::vector<Note> next = notes_;
  const bool was_there =
      std::erase_if(next, [&](const Note& old) { return old.kind == kind && same_lines(old, note); }) > 0;
  if (is_mark(kind))
    std::erase_if(next, [&](const Note& old) { return is_mark(old.kind) && same_lines(old, note); });
  if (!was_there) next.push_back(note);
  if (auto kept = keep(std::move(next)); !kept) return tl::unexpected(kept.error());
  return !was_there;
}

Result<bool> Notebook::toggle_bookmark(const NotePlace& place) {
  return toggle(place, NoteKind::bookmark);
}

Result<bool> Notebook::toggle_mark(const NotePlace& place, NoteKind mark) {
  return toggle(place, mark);
}

LineSigns signs_at(std::span<const Note> notes, std::uint64_t line) {
  LineSigns out;
  for (const Note& note : notes) {
    if (line < note.first_line || line > note.last_line) continue;
    out.note = out.note || note.kind == NoteKind::note;
    out.bookmark = out.bookmark || note.kind == NoteKind::bookmark;
    out.reviewed = out.reviewed || note.kind == NoteKind::reviewed;
    out.to_do = out.to_do || note.kind == NoteKind::to_do;
  }
  return out;
}

seal::Digest lines_digest(const code::Document& document, std::uint64_t first_line, std::uint64_t last_line) {
  if (first_line == 0 || last_line - first_line >= kMostDigestLines) return {};
  seal::LinesDigest out;
  std::uint64_t bytes = 0;
  for (std::uint64_t line = first_line; line <= last_line; ++line) {
    const auto size = document.line_bytes(line - 1);
    if (!size || (bytes += *size) > kMostDigestBytes) return {};
    const auto text = document.text(line - 1);
    if (!text) return {};
    out.add(*text);
  }
  return out.take().value_or(seal::Digest{});
}

}  // namespace spoor::app
