#include "viewer/compare/slide.hpp"

#include <algorithm>

namespace spoor::compare {
namespace {

constexpr std::uint64_t kMostSteps = 1000;  // longer repetitions look alike wherever they are cut
constexpr int kBlankBefore = 3;
constexpr int kTab = 8;

using Lines = std::vector<TextLine>;

int indent_of(std::string_view line) {
  int columns = 0;
  for (const char c : line) {
    if (c == '\t')
      columns += kTab - columns % kTab;
    else if (c == ' ')
      ++columns;
    else
      return columns;
  }
  return -1;
}

/// How badly a piece would be cut before a line: the deeper it stands the worse, unless a blank line is
/// above; what closes a block belongs to what is above.
int badness(const Lines& lines, std::uint64_t at) {
  if (at == 0 || at >= lines.size()) return -kBlankBefore;
  const std::string_view line = lines[at].text;
  const int indent = indent_of(line);
  if (indent < 0) return 2 + std::max(0, indent_of(lines[at - 1].text));
  const bool closes =
      std::string_view("})]").find(line[line.find_first_not_of(" \t")]) != std::string_view::npos;
  return 2 * indent + (closes ? kTab : 0) - (indent_of(lines[at - 1].text) < 0 ? kBlankBefore : 0);
}

/// The run [begin, end) of one text, which may move within (least, most).
struct Run {
  std::uint64_t begin = 0, end = 0;
  std::uint64_t least = 0;  ///< the first line that it may cover
  std::uint64_t most = 0;   ///< behind the last one
};

/// By how many lines to move it.
std::int64_t best_shift(const Lines& lines, const Run& run) {
  std::int64_t best = 0;
  int least = badness(lines, run.begin) + badness(lines, run.end);
  const auto consider = [&](std::uint64_t begin, std::uint64_t end) {
    const int bad = badness(lines, begin) + badness(lines, end);
    const auto shift = static_cast<std::int64_t>(begin) - static_cast<std::int64_t>(run.begin);
    if (bad > least || (bad == least && shift < best)) return;
    least = bad;
    best = shift;
  };
  std::uint64_t begin = run.begin;
  std::uint64_t end = run.end;
  for (std::uint64_t n = 0;
       n < kMostSteps && begin > run.least && lines[begin - 1].text == lines[end - 1].text; ++n)
    consider(--begin, --end);
  begin = run.begin;
  end = run.end;
  for (std::uint64_t n = 0; n < kMostSteps && end < run.most && lines[begin].text == lines[end].text; ++n)
    consider(++begin, ++end);
  return best;
}

void move_by(Change& change, std::int64_t shift) {
  for (std::uint64_t* at : {&change.old_begin, &change.old_end, &change.new_begin, &change.new_end})
    *at = static_cast<std::uint64_t>(static_cast<std::int64_t>(*at) + shift);
}

}  // namespace

void slide_changes(std::vector<Change>& changes, const Lines& old_lines, const Lines& new_lines) {
  std::vector<Change> out;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Change change = changes[i];
    if (change.removed() == 0 || change.added() == 0) {
      const bool added = change.removed() == 0;
      const Lines& lines = added ? new_lines : old_lines;
      const Change* before = out.empty() ? nullptr : &out.back();
      const Change* after = i + 1 < changes.size() ? &changes[i + 1] : nullptr;
      Run run;
      run.begin = added ? change.new_begin : change.old_begin;
      run.end = added ? change.new_end : change.old_end;
      if (before != nullptr) run.least = added ? before->new_end : before->old_end;
      run.most = lines.size();
      if (after != nullptr) run.most = added ? after->new_begin : after->old_begin;
      move_by(change, best_shift(lines, run));
    }
    const bool touches =
        !out.empty() && out.back().old_end == change.old_begin && out.back().new_end == change.new_begin;
    if (touches) {
      out.back().old_end = change.old_end;
      out.back().new_end = change.new_end;
    } else {
      out.push_back(change);
    }
  }
  changes = std::move(out);
}

}  // namespace spoor::compare
