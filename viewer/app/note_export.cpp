#include "viewer/app/note_export.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "viewer/app/editor.hpp"
#include "viewer/app/guard.hpp"
#include "viewer/find/coverage.hpp"
#include "watermark/seal/atomic_file.hpp"

namespace spoor::app {
namespace {

using find::with_commas;
using seal::Note;
using seal::NoteKind;

/// Of code in one export, whatever the policy: it is put together in memory.
constexpr std::uint64_t kMostCodeBytes = std::uint64_t{16} << 20U;
/// A large file's lines are found meanwhile; nobody waits longer for them.
constexpr std::chrono::milliseconds kLinesLimit{2000};

AppError from_seal(const seal::SealError& error) {
  return {seal::exit_code_for(error.code), error.message};
}

std::string utc_words(std::int64_t unix_s) {
  return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(static_cast<std::time_t>(unix_s)));
}

/// Text between backticks, fenced by more of them than it holds in a row.
std::string fenced(const std::string& code) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : code) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(std::max<std::size_t>(3, longest + 1), '`');
  return fmt::format("{0}\n{1}{0}\n", fence, code);
}

/// The lines, each with an LF; nothing where they cannot be read as text.
std::optional<std::string> lines_of(Editor& editor, const Note& note, std::uint64_t room_bytes) {
  const code::Document* document = editor.document();
  if (document == nullptr || editor.hex()) return std::nullopt;
  if (note.last_line > document->line_count().lines) document->wait_settled(kLinesLimit);
  std::string out;
  for (std::uint64_t line = note.first_line; line <= note.last_line; ++line) {
    const auto size = document->line_bytes(line - 1);
    if (!size || out.size() + *size >= room_bytes) return std::nullopt;
    const auto text = document->text(line - 1);
    if (!text) return std::nullopt;
    out.append(*text).push_back('\n');
  }
  return out;
}

}  // namespace

void NoteExporter::quote_lines(const Note& note, ExportOffer& offer) const {
  const auto path = parts_.notebook->path_here(note);
  const auto editor =
      path ? Editor::open(*parts_.source, *path, {}) : tl::unexpected(AppError{ExitCode::failed, {}});
  const std::uint64_t room_bytes =
      kMostCodeBytes - std::min<std::uint64_t>(kMostCodeBytes, offer.markdown.size());
  const auto code = editor ? lines_of(**editor, note, room_bytes) : std::nullopt;
  if (!code) {
    ++offer.not_quoted;
    offer.markdown += "(These lines are not quoted: they cannot be read here.)\n";
    return;
  }
  offer.quote.chars += seal::code_chars(*code) - (note.last_line - note.first_line + 1);
  offer.quoted.push_back({note.path, note.first_line, note.last_line});
  offer.markdown += fmt::format("\n{}", fenced(*code));
}

Result<ExportOffer> NoteExporter::offer(const ExportWish& wish, std::int64_t now_unix_s) const {
  if (!parts_.notebook->refusal().empty())
    return tl::unexpected(AppError{ExitCode::refused, parts_.notebook->refusal()});
  const auto state = parts_.room->state();
  if (!state) return tl::unexpected(from_seal(state.error()));
  const seal::Session& session = parts_.grant->session();
  ExportOffer out;
  out.markdown =
      fmt::format("# Notes on {}\n\n{}, session {}, {}\n", seal::printable(parts_.source->release()),
                  seal::printable(session.reviewer), session.id, utc_words(now_unix_s));
  std::string path;
  for (const Note& note : parts_.notebook->notes()) {
    if (note.path.find(wish.part_of_path) == std::string::npos) continue;
    if (note.path != path) out.markdown += fmt::format("\n## {}\n", seal::printable(path = note.path));
    out.markdown += fmt::format("\n### {}: {}\n\n{}\n", seal::note_word(note.kind),
                                seal::printable(seal::citation(note)), utc_words(note.made_unix_s));
    if (!note.text.empty()) out.markdown += fmt::format("\n{}\n", note.text);
    if (wish.with_code && note.kind == NoteKind::note && !note.whole_file()) quote_lines(note, out);
    ++out.notes;
  }
  out.quote = seal::quote_notes(*state, session, out.quote.chars);
  return out;
}

Result<ExportedNotes> NoteExporter::write(const ExportWish& wish, const std::filesystem::path& out,
                                          std::int64_t now_unix_s) const {
  const auto offered = offer(wish, now_unix_s);
  if (!offered) return tl::unexpected(offered.error());
  const seal::Session& session = parts_.grant->session();
  const auto granted = seal::grant_notes(*parts_.room, session, offered->quote.chars);
  if (!granted) {
    const std::string_view clause = clause_of(granted.error().message);
    if (!clause.empty()) static_cast<void>(parts_.record({seal_log::Refused{std::string(clause)}}));
    return tl::unexpected(from_seal(granted.error()));
  }
  const auto give_back = [&](AppError why) -> Result<ExportedNotes> {
    // Where even that fails the characters stay counted: never too few.
    static_cast<void>(seal::withdraw_notes(*parts_.room, session, granted->chars));
    return tl::unexpected(std::move(why));
  };
  std::vector<seal_log::Event> events;
  for (const seal_log::Lines& lines : offered->quoted)
    events.emplace_back(seal_log::Printed{lines, 0, "notes"});
  if (!events.empty() && !parts_.record(std::move(events)))
    return give_back({ExitCode::failed, "The log cannot be written, so nothing is exported."});
  ExportedNotes done{out, *granted};
  if (out.empty()) {
    const auto kept = parts_.keep(offered->markdown);
    if (!kept) return give_back(kept.error());
    done.written = *kept;
  } else if (auto written = seal::write_file(out, seal::as_bytes(offered->markdown)); !written) {
    return give_back(from_seal(written.error()));
  }
  return done;
}

std::string describe(const ExportedNotes& exported) {
  const seal::NoteQuote& quote = exported.quote;
  std::string out =
      fmt::format("{} characters of code, {}", with_commas(quote.chars), with_commas(quote.chars_after));
  if (quote.chars_total != seal::kUnlimited) out += " of " + with_commas(quote.chars_total);
  return out + " used; in " + seal::shown(exported.written.native());
}

}  // namespace spoor::app
