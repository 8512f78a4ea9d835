#include "watermark/trace/locate.hpp"

#include <algorithm>
#include <new>
#include <string>

#include "watermark/mark/fold.hpp"
#include "watermark/trace/candidates.hpp"
#include "watermark/trace/grams.hpp"
#include "watermark/trace/gutter.hpp"
#include "watermark/trace/names.hpp"
#include "watermark/trace/parallel.hpp"

namespace spoor::trace {
namespace {

GramSet grams_of_measurement(const Measurement& measurement) {
  GramSet grams;
  for (const Pane& pane : measurement.panes)
    for (const ReadRow& row : pane.rows)
      for (const PlacedGram& gram : grams_of(row.cells)) grams.add(gram.gram);
  return grams;
}

std::u32string corrected(const std::u32string& read, const AlignedRow& row, const std::u32string& line,
                         std::size_t columns) {
  std::u32string cells = read;
  correct_gutter(cells, row.shift, row.line);
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

// A file and the pane that shows it best.
struct Fit {
  std::size_t file = 0;
  std::string path;
  std::size_t pane = 0;
  Alignment alignment;
  NameEvidence name;

  [[nodiscard]] double text_cells() const { return alignment.matched - alignment.missed; }
  [[nodiscard]] double cells() const { return text_cells() + alignment.numbers + name.path_cells; }
};

std::optional<Fit> fit_file(const Measurement& measurement, const Names& names, std::size_t file,
                            const std::string& path, std::string_view text,
                            const text::Repertoire& repertoire, const LocateOptions& options) {
  const auto lines = drawn_lines(text, repertoire, options.tab_columns);
  const auto drawn_path = drawn_lines(path, repertoire, options.tab_columns);
  std::optional<Fit> best;
  for (std::size_t p = 0; p < measurement.panes.size(); ++p) {
    Fit fit{file, path, p, align(measurement.panes[p], lines), {}};
    if (fit.alignment.matched < options.min_matched || fit.alignment.rows.size() < 2) continue;
    if (!drawn_path.empty()) fit.name = names.find(drawn_path.front());
    if (!best || fit.cells() > best->cells()) best = std::move(fit);
  }
  return best;
}

// The best first, then those that nothing tells from it; empty where no file fits.
std::vector<Fit> best_fits(std::vector<Fit> fits, const LocateOptions& options) {
  double most_text = 0, most = 0;
  for (const Fit& fit : fits) most_text = std::max(most_text, fit.text_cells());
  std::erase_if(fits, [&](const Fit& fit) {
    return fit.text_cells() <= 0 || fit.text_cells() < options.near_share * most_text;
  });
  for (const Fit& fit : fits) most = std::max(most, fit.cells());
  std::erase_if(fits, [&](const Fit& fit) { return fit.cells() <= most - options.tie_cells; });
  std::sort(fits.begin(), fits.end(), [](const Fit& a, const Fit& b) {
    if (a.name.file_name != b.name.file_name) return a.name.file_name;
    return a.cells() != b.cells() ? a.cells() > b.cells() : a.file < b.file;
  });
  return fits;
}

SourceLines lines_of(const Fit& fit, const std::string& release) {
  const auto [first, last] =
      std::minmax_element(fit.alignment.rows.begin(), fit.alignment.rows.end(),
                          [](const auto& a, const auto& b) { return a.line < b.line; });
  return {fit.path, first->line + 1, last->line + 1, release};
}

// Other places of the same file whose lines read the same.
std::vector<SourceLines> repeats_of(const Fit& fit, const SourceLines& here,
                                    const std::vector<std::u32string>& lines) {
  constexpr std::size_t kMost = 64;
  std::vector<SourceLines> out;
  const std::size_t begin = here.first_line - 1, height = here.last_line - here.first_line;
  for (std::size_t at = 0; at + height < lines.size() && out.size() < kMost; ++at) {
    if (at == begin) continue;
    const bool same = std::all_of(fit.alignment.rows.begin(), fit.alignment.rows.end(), [&](const auto& row) {
      return lines[at + row.line - begin] == lines[row.line];
    });
    if (same) out.push_back({fit.path, at + 1, at + 1 + height, here.release});
  }
  return out;
}

/// The same lines of the same file in other releases.
void add_releases(const seal::ReleaseFiles& files, const Fit& fit, std::vector<SourceLines>& out) {
  for (const std::size_t release : files.file(fit.file).also_in)
    out.push_back(lines_of(fit, files.release_name(release)));
}

Located make_located(const Measurement& measurement, const seal::ReleaseFiles& files, std::vector<Fit> fits,
                     const std::vector<std::u32string>& lines) {
  constexpr int kSureNumbers = 2;  // rows
  Fit& best = fits.front();
  Located out;
  out.pane = static_cast<int>(best.pane);
  const auto release_of = [&](const Fit& fit) { return files.release_name(files.file(fit.file).release); };
  static_cast<SourceLines&>(out.place) = lines_of(best, release_of(best));
  out.place.line_numbers = best.alignment.numbered_rows >= kSureNumbers;
  out.place.path_read = best.name.path;
  out.place.name_read = best.name.file_name;
  if (!out.place.line_numbers) out.place.ties = repeats_of(best, out.place, lines);
  add_releases(files, best, out.place.ties);
  for (std::size_t i = 1; i < fits.size(); ++i) {
    out.place.ties.push_back(lines_of(fits[i], release_of(fits[i])));
    add_releases(files, fits[i], out.place.ties);
  }
  out.known.resize(measurement.panes.size());
  out.known[best.pane] = known_rows(measurement.panes[best.pane], best.alignment, lines);
  out.alignment = std::move(best.alignment);
  return out;
}

// Aligns every candidate; a file that cannot be read is an error.
tl::expected<std::vector<Fit>, TraceError> fit_files(const Measurement& measurement,
                                                     const seal::ReleaseFiles& files,
                                                     const std::vector<Candidate>& candidates,
                                                     const text::Repertoire& repertoire,
                                                     const LocateOptions& options) {
  const Names names(measurement);
  std::vector<std::optional<Fit>> fits(candidates.size());
  std::vector<std::optional<TraceError>> errors(candidates.size());
  parallel_for(candidates.size(), options.threads, [&](std::size_t i) {
    const std::size_t file = candidates[i].file;
    const auto text = files.read(file);
    if (text)
      fits[i] = fit_file(measurement, names, file, files.file(file).path, *text, repertoire, options);
    else
      errors[i] = unreadable(text.error());
  });
  for (const auto& error : errors)
    if (error) return tl::unexpected(*error);
  std::vector<Fit> out;
  for (auto& fit : fits)
    if (fit) out.push_back(std::move(*fit));
  return out;
}

}  // namespace

KnownRows sure_rows(const Located& located) {
  KnownRows out(located.known.size());
  const auto pane = static_cast<std::size_t>(located.pane);
  out[pane].resize(located.known[pane].size());
  for (const AlignedRow& row : located.alignment.rows) {
    std::u32string& cells = out[pane][static_cast<std::size_t>(row.row)];
    cells = located.known[pane][static_cast<std::size_t>(row.row)];
    const std::size_t before = std::min(cells.size(), static_cast<std::size_t>(std::max(0, row.shift)));
    std::fill_n(cells.begin(), before, U'\uFFFD');
  }
  return out;
}

tl::expected<std::optional<Located>, TraceError> locate(const Measurement& measurement,
                                                        const seal::ArchiveReader& archive,
                                                        const LocateOptions& options) try {
  const GramSet grams = grams_of_measurement(measurement);
  if (grams.size() == 0) return std::nullopt;
  const auto face = text::Face::open(text::FontId::jetbrains_mono);
  if (!face) return tl::unexpected(TraceError{TraceErrorCode::internal, face.error().message});
  const text::Repertoire repertoire(*face);
  const auto files = seal::ReleaseFiles::list(archive, kLargestSourceBytes);
  if (!files) return tl::unexpected(unreadable(files.error()));
  const auto candidates = find_candidates(*files, grams, options.candidates, options.threads);
  if (!candidates) return tl::unexpected(candidates.error());
  auto all = fit_files(measurement, *files, *candidates, repertoire, options);
  if (!all) return tl::unexpected(all.error());
  auto fits = best_fits(std::move(*all), options);
  if (fits.empty()) return std::nullopt;
  const auto text = files->read(fits.front().file);
  if (!text) return tl::unexpected(unreadable(text.error()));
  return make_located(measurement, *files, std::move(fits),
                      drawn_lines(*text, repertoire, options.tab_columns));
} catch (const std::bad_alloc&) {
  return tl::unexpected(
      TraceError{TraceErrorCode::internal, "there is not enough memory to search the archive"});
}

}  // namespace spoor::trace
