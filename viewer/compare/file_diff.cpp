#include "viewer/compare/file_diff.hpp"

#include <algorithm>
#include <iterator>

#include "viewer/compare/slide.hpp"

namespace spoor::compare {
namespace {

/// Among the lines that are alike.
std::uint64_t count_ends(const std::vector<Change>& changes, const std::vector<TextLine>& old_lines,
                         const std::vector<TextLine>& new_lines) {
  std::uint64_t count = 0;
  std::uint64_t x = 0;
  std::uint64_t y = 0;
  const auto until = [&](std::uint64_t end) {
    for (; x < end; ++x, ++y) count += old_lines[x].ending != new_lines[y].ending ? 1U : 0U;
  };
  for (const Change& change : changes) {
    until(change.old_begin);
    x = change.old_end;
    y = change.new_end;
  }
  until(old_lines.size());
  return count;
}

void append(std::vector<WordRange>& out, const std::vector<WordRange>& more) {
  out.insert(out.end(), more.begin(), more.end());
}

}  // namespace

std::optional<FileDiff> diff_texts(std::string_view old_text, std::string_view new_text,
                                   const DiffOptions& options, const std::stop_token& stop) {
  const std::vector<TextLine> old_lines = split_lines(old_text);
  const std::vector<TextLine> new_lines = split_lines(new_text);
  const NumberedLines numbers = number_lines(old_lines, new_lines);
  auto script = edit_script(numbers.old_lines, numbers.new_lines, options.limits, stop);
  if (!script) return std::nullopt;
  slide_changes(script->changes, old_lines, new_lines);
  FileDiff out;
  out.changes = std::move(script->changes);
  out.shortest = script->shortest;
  out.old_lines = old_lines.size();
  out.new_lines = new_lines.size();
  out.ends_differ = count_ends(out.changes, old_lines, new_lines);
  const std::span<const TextLine> all_old(old_lines);
  const std::span<const TextLine> all_new(new_lines);
  for (const Change& c : out.changes) {
    if (stop.stop_requested()) return std::nullopt;
    out.removed += c.removed();
    out.added += c.added();
    if (!options.words || c.removed() == 0 || c.added() == 0) continue;
    const WordDiff words = diff_words(all_old.subspan(c.old_begin, c.removed()), c.old_begin,
                                      all_new.subspan(c.new_begin, c.added()), c.new_begin, stop);
    append(out.old_words, words.old_words);
    append(out.new_words, words.new_words);
  }
  return out;
}

std::span<const WordRange> FileDiff::on_line(const std::vector<WordRange>& words, std::uint64_t line) {
  const auto [begin, end] =
      std::equal_range(words.begin(), words.end(), WordRange{line, 0, 0},
                       [](const WordRange& a, const WordRange& b) { return a.line < b.line; });
  return {begin, end};
}

const Change* change_at(const FileDiff& diff, std::uint64_t new_line) {
  const auto after = std::upper_bound(diff.changes.begin(), diff.changes.end(), new_line,
                                      [](std::uint64_t line, const Change& c) { return line < c.new_begin; });
  if (after == diff.changes.begin()) return nullptr;
  const Change& change = *std::prev(after);
  const bool inside = new_line < change.new_end || (change.added() == 0 && new_line == change.new_begin);
  return inside ? &change : nullptr;
}

}  // namespace spoor::compare
