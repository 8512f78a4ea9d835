#include "watermark/trace/align.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>

#include "viewer/text/row.hpp"
#include "watermark/mark/fold.hpp"
#include "watermark/trace/grams.hpp"

namespace spoor::trace {
namespace {

constexpr char32_t kUnread = U'\uFFFD';
constexpr std::size_t kCommonGram = 256;  // lines: a gram in more of them votes for none
constexpr std::size_t kCandidatesPerRow = 6;
constexpr double kSureShare = 0.6;         // of a row's cells that must agree
constexpr double kSureCells = 6;           // cells that must agree before a row speaks for itself
constexpr double kNeighbourBonus = 5;      // cells: two rows as far apart on screen as in the file
constexpr double kJumpCost = 15;           // cells: a fold, a wrap, another place of the file
constexpr double kUsualLineHeight = 1.45;  // em: the viewer's, where too few rows tell
constexpr double kGutterBonus = 4;         // cells: the gutter names the line

using Candidates = std::vector<AlignedRow>;
using Votes = std::map<std::pair<std::size_t, int>, int>;  // (line, shift) -> grams
using Diagonal = std::pair<std::int64_t, int>;             // (line - place on the screen, shift)
using Diagonals = std::map<Diagonal, double>;

class Aligner {
 public:
  Aligner(const Pane& pane, const std::vector<std::u32string>& lines)
      : pane_(pane),
        lines_(lines),
        line_height_px_(pane.line_height_px > 0 ? pane.line_height_px : kUsualLineHeight * pane.em_px) {
    for (const ReadRow& row : pane.rows) columns_ = std::max(columns_, static_cast<int>(row.cells.size()));
  }

  [[nodiscard]] Alignment run() const {
    std::vector<Candidates> candidates = vote();
    Alignment out;
    out.rows = best_chain(candidates);
    if (!out.rows.empty()) add_weak_rows(out.rows);
    for (const AlignedRow& row : out.rows) {
      out.matched += row.matched;
      out.missed += row.cells - row.matched;
      out.numbers += row.number.agreement;
      out.numbered_rows += row.number.exact ? 1 : 0;
    }
    return out;
  }

 private:
  // The row's place on the lattice, in lines: rows without ink may be missing from the pane.
  [[nodiscard]] std::int64_t place(int row) const {
    if (!(line_height_px_ > 0)) return row;
    const double down =
        pane_.rows[static_cast<std::size_t>(row)].baseline_px - pane_.rows.front().baseline_px;
    return std::llround(down / line_height_px_);
  }

  [[nodiscard]] std::vector<Candidates> vote() const {
    std::unordered_map<Gram, std::vector<std::pair<int, int>>> asked;  // gram -> row, column
    for (std::size_t r = 0; r < pane_.rows.size(); ++r)
      for (const PlacedGram& gram : grams_of(pane_.rows[r].cells))
        asked[gram.gram].emplace_back(static_cast<int>(r), gram.column);
    std::unordered_map<Gram, std::vector<std::pair<std::size_t, int>>> found;  // gram -> line, column
    for (std::size_t l = 0; l < lines_.size(); ++l)
      for (const PlacedGram& gram : grams_of(lines_[l]))
        if (asked.contains(gram.gram)) found[gram.gram].emplace_back(l, gram.column);
    std::vector<Votes> votes(pane_.rows.size());
    for (const auto& [gram, places] : found) {
      if (places.size() > kCommonGram) continue;
      for (const auto& [row, column] : asked[gram])
        for (const auto& [line, line_column] : places)
          ++votes[static_cast<std::size_t>(row)][{line, column - line_column}];
    }
    const Diagonals diagonals = weigh_diagonals(votes);
    std::vector<Candidates> out(pane_.rows.size());
    for (std::size_t r = 0; r < votes.size(); ++r)
      out[r] = strongest(static_cast<int>(r), votes[r], diagonals);
    return out;
  }

  [[nodiscard]] Diagonal diagonal(int row, std::size_t line, int shift) const {
    return {static_cast<std::int64_t>(line) - place(row), shift};
  }

  // How much of the pane lies on each diagonal, 0 to 1; a row that fits many places counts little for each.
  [[nodiscard]] Diagonals weigh_diagonals(const std::vector<Votes>& votes) const {
    Diagonals out;
    double most = 0;
    for (std::size_t r = 0; r < votes.size(); ++r)
      for (const auto& [at, count] : votes[r]) {
        double& weight = out[diagonal(static_cast<int>(r), at.first, at.second)];
        weight += static_cast<double>(count) / static_cast<double>(votes[r].size());
        most = std::max(most, weight);
      }
    for (auto& [unused, weight] : out) weight /= most;
    return out;
  }

  [[nodiscard]] Candidates strongest(int row, const Votes& votes, const Diagonals& diagonals) const {
    std::vector<std::tuple<double, std::size_t, int>> ranked;  // -strength, line, shift
    const std::u32string& cells = pane_.rows[static_cast<std::size_t>(row)].cells;
    for (const auto& [at, count] : votes) {
      const double bonus = read_gutter(cells, at.second, at.first).exact ? kGutterBonus : 0;
      ranked.emplace_back(-count * (1 + diagonals.at(diagonal(row, at.first, at.second))) - bonus, at.first,
                          at.second);
    }
    std::sort(ranked.begin(), ranked.end());
    Candidates out;
    for (std::size_t i = 0; i < std::min(ranked.size(), kCandidatesPerRow); ++i) {
      const AlignedRow candidate = compare(row, std::get<1>(ranked[i]), std::get<2>(ranked[i]));
      if (candidate.matched >= kSureCells && candidate.matched >= kSureShare * candidate.cells)
        out.push_back(candidate);
    }
    return out;
  }

  [[nodiscard]] AlignedRow compare(int row, std::size_t line, int shift) const {
    const std::u32string& cells = pane_.rows[static_cast<std::size_t>(row)].cells;
    AlignedRow out{row, line, shift, 0, 0, read_gutter(cells, shift, line)};
    const std::u32string& text = lines_[line];
    for (int c = std::max(0, shift); c < columns_; ++c) {
      const char32_t read = c < static_cast<int>(cells.size()) ? cells[static_cast<std::size_t>(c)] : U' ';
      const int at = c - shift;
      const char32_t wanted = at < static_cast<int>(text.size()) ? text[static_cast<std::size_t>(at)] : U' ';
      const mark::FoldClass a = mark::fold(read), b = mark::fold(wanted);
      if (read == kUnread || (a == mark::kBlankClass && b == mark::kBlankClass)) continue;
      out.cells += 1;
      if (a == b) out.matched += 1;
    }
    return out;
  }

  [[nodiscard]] double step(const AlignedRow& from, const AlignedRow& to) const {
    const bool neighbours = static_cast<std::int64_t>(to.line) - static_cast<std::int64_t>(from.line) ==
                            place(to.row) - place(from.row);
    return neighbours && to.shift == from.shift ? kNeighbourBonus : -kJumpCost;
  }

  // Rows top to bottom on lines that never go back: the heaviest chain (dynamic programme over all pairs).
  [[nodiscard]] std::vector<AlignedRow> best_chain(const std::vector<Candidates>& candidates) const {
    struct Node {
      AlignedRow row;
      double score;
      int previous;
    };
    std::vector<Node> nodes;
    int best = -1;
    for (const Candidates& row : candidates)
      for (const AlignedRow& candidate : row) {
        const double own = candidate.matched + (candidate.number.exact ? kGutterBonus : 0);
        Node node{candidate, own, -1};
        for (std::size_t i = 0; i < nodes.size(); ++i) {
          const AlignedRow& before = nodes[i].row;
          const bool wraps = before.line == candidate.line && before.shift > candidate.shift;
          if (before.row >= candidate.row || (before.line >= candidate.line && !wraps)) continue;
          const double score = nodes[i].score + own + step(before, candidate);
          if (score > node.score) node.score = score, node.previous = static_cast<int>(i);
        }
        nodes.push_back(node);
        if (best < 0 || node.score > nodes[static_cast<std::size_t>(best)].score)
          best = static_cast<int>(nodes.size()) - 1;
      }
    std::vector<AlignedRow> chain;
    for (int i = best; i >= 0; i = nodes[static_cast<std::size_t>(i)].previous)
      chain.push_back(nodes[static_cast<std::size_t>(i)].row);
    std::reverse(chain.begin(), chain.end());
    return chain;
  }

  // Rows too short to speak for themselves ("}", "else") are taken where their neighbours say they must be.
  void add_weak_rows(std::vector<AlignedRow>& chain) const {
    std::vector<std::optional<AlignedRow>> by_row(pane_.rows.size());
    for (const AlignedRow& row : chain) by_row[static_cast<std::size_t>(row.row)] = row;
    const auto extend = [&](int row, int step) {
      const int from = row - step;
      if (from < 0 || from >= static_cast<int>(by_row.size())) return;
      auto& mine = by_row[static_cast<std::size_t>(row)];
      const auto& anchor = by_row[static_cast<std::size_t>(from)];
      if (mine || !anchor) return;
      const std::int64_t line = static_cast<std::int64_t>(anchor->line) + place(row) - place(from);
      if (line < 0 || line >= static_cast<std::int64_t>(lines_.size())) return;
      const AlignedRow candidate = compare(row, static_cast<std::size_t>(line), anchor->shift);
      if (candidate.cells > 0 && candidate.matched >= kSureShare * candidate.cells) mine = candidate;
    };
    const int count = static_cast<int>(by_row.size());
    for (int row = 0; row < count; ++row) extend(row, 1);
    for (int row = count - 1; row >= 0; --row) extend(row, -1);
    chain.clear();
    for (const auto& row : by_row)
      if (row) chain.push_back(*row);
  }

  const Pane& pane_;
  const std::vector<std::u32string>& lines_;
  double line_height_px_;
  int columns_ = 0;
};

}  // namespace

std::vector<std::u32string> drawn_lines(std::string_view text, const text::Repertoire& repertoire,
                                        int tab_columns) {
  constexpr std::size_t kLongestRow = 4096;  // columns: more than any screen shows without scrolling sideways
  text::RowOptions options;
  options.tab_columns = tab_columns;
  std::vector<std::u32string> out;
  text::Row row;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    text::LineSlice line;
    line.bytes = text.substr(at, end - at);
    text::lay_out_row(line, {}, repertoire, options, 0, kLongestRow, row);
    std::u32string& cells = out.emplace_back();
    for (const text::Cell& cell : row.cells) cells += cell.code_point;
    at = end + 1;
  }
  return out;
}

Alignment align(const Pane& pane, const std::vector<std::u32string>& lines) {
  if (pane.rows.empty() || lines.empty()) return {};
  return Aligner(pane, lines).run();
}

}  // namespace spoor::trace
