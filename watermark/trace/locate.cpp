#include "watermark/trace/locate.hpp"

#include <algorithm>
#include <new>
#include <string>

#include "watermark/mark/fold.hpp"
#include "watermark/trace/candidates.hpp"
#include "watermark/trace/grams.hpp"

namespace spoor::trace {
namespace {

GramSet grams_of_measurement(const Measurement& measurement) {
  GramSet grams;
  for (const Pane& pane : measurement.panes)
    for (const ReadRow& row : pane.rows)
      for (const PlacedGram& gram : grams_of(row.cells)) grams.add(gram.gram);
  return grams;
}

// The gutter's number, written over what was read in front of the code if that is nearly the number.
void correct_gutter(std::u32string& cells, const AlignedRow& row) {
  const std::string number = std::to_string(row.line + 1);
  int last = std::min(row.shift, static_cast<int>(cells.size())) - 1;
  while (last >= 0 && mark::fold(cells[static_cast<std::size_t>(last)]) == mark::kBlankClass) --last;
  const int first = last - static_cast<int>(number.size()) + 1;
  if (first < 0) return;
  if (first > 0 && mark::fold(cells[static_cast<std::size_t>(first) - 1]) != mark::kBlankClass) return;
  std::size_t same = 0;
  for (std::size_t i = 0; i < number.size(); ++i)
    if (mark::fold(cells[static_cast<std::size_t>(first) + i]) ==
        mark::fold(static_cast<char32_t>(number[i])))
      ++same;
  if (2 * same < number.size()) return;
  for (std::size_t i = 0; i < number.size(); ++i)
    cells[static_cast<std::size_t>(first) + i] = static_cast<char32_t>(number[i]);
}

std::u32string corrected(const std::u32string& read, const AlignedRow& row, const std::u32string& line,
                         std::size_t columns) {
  std::u32string cells = read;
  correct_gutter(cells, row);
  const auto begin = static_cast<std::size_t>(std::max(0, row.shift));
  const std::size_t line_end =
      static_cast<std::size_t>(std::max<std::int64_t>(0, std::ssize(line) + row.shift));
  cells.resize(std::min(columns, std::max({line_end, begin, std::size_t{1}})), U' ');
  for (std::size_t c = begin; c < cells.size(); ++c) {
    const std::size_t at = static_cast<std::size_t>(static_cast<std::int64_t>(c) - row.shift);
    cells[c] = at < line.size() ? line[at] : U' ';
  }
  return cells;
}

std::vector<std::u32string> known_rows(const Pane& pane, const Alignment& alignment,
                                       const std::vector<std::u32string>& lines) {
  std::size_t columns = 0;
  std::vector<std::u32string> out;
  for (const ReadRow& row : pane.rows) {
    columns = std::max(columns, row.cells.size());
    out.push_back(row.cells);
  }
  for (const AlignedRow& row : alignment.rows) {
    auto& cells = out[static_cast<std::size_t>(row.row)];
    cells = corrected(cells, row, lines[row.line], columns);
  }
  return out;
}

// Compares one file with every pane; keeps the better of `best` and what it finds.
void try_file(const Measurement& measurement, const std::string& path, std::string_view text,
              const text::Repertoire& repertoire, const LocateOptions& options,
              std::optional<Located>& best) {
  const auto lines = drawn_lines(text, repertoire, options.tab_columns);
  for (std::size_t p = 0; p < measurement.panes.size(); ++p) {
    Alignment alignment = align(measurement.panes[p], lines);
    if (alignment.matched < options.min_matched || alignment.rows.size() < 2) continue;
    if (best && alignment.matched <= best->alignment.matched) continue;
    Located found;
    found.pane = static_cast<int>(p);
    found.place.path = path;
    const auto [first, last] =
        std::minmax_element(alignment.rows.begin(), alignment.rows.end(),
                            [](const auto& a, const auto& b) { return a.line < b.line; });
    found.place.first_line = first->line + 1;
    found.place.last_line = last->line + 1;
    found.known.resize(measurement.panes.size());
    found.known[p] = known_rows(measurement.panes[p], alignment, lines);
    found.alignment = std::move(alignment);
    best = std::move(found);
  }
}

}  // namespace

tl::expected<std::optional<Located>, TraceError> locate(const Measurement& measurement,
                                                        const seal::ArchiveReader& archive,
                                                        const LocateOptions& options) try {
  const GramSet grams = grams_of_measurement(measurement);
  std::optional<Located> best;
  if (grams.size() == 0) return best;
  const auto face = text::Face::open(text::FontId::jetbrains_mono);
  if (!face) return tl::unexpected(TraceError{TraceErrorCode::internal, face.error().message});
  const text::Repertoire repertoire(*face);
  const auto candidates = find_candidates(archive, grams, options.candidates, options.threads);
  if (!candidates) return tl::unexpected(candidates.error());
  for (const Candidate& candidate : *candidates) {
    const auto text = archive.read(candidate.path);
    if (!text) return tl::unexpected(TraceError{TraceErrorCode::io, text.error().message});
    try_file(measurement, candidate.path, *text, repertoire, options, best);
  }
  if (best) best->place.release = archive.release();
  return best;
} catch (const std::bad_alloc&) {
  return tl::unexpected(
      TraceError{TraceErrorCode::internal, "there is not enough memory to search the archive"});
}

}  // namespace spoor::trace
