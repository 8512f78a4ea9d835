#include "viewer/app/diff_rows.hpp"

#include <algorithm>
#include <iterator>

namespace spoor::app {

using compare::Change;

DiffRows::DiffRows(const compare::FileDiff& diff, DiffShape shape) : diff_(&diff), shape_(shape) {
  build();
}

void DiffRows::add(DiffRowKind kind, std::uint64_t rows, const Change& lines, std::size_t change) {
  if (rows == 0) return;
  segments_.push_back({kind, rows_, rows, lines, change});
  rows_ += rows;
}

void DiffRows::add_same(std::uint64_t old_begin, std::uint64_t new_begin, std::uint64_t lines, bool first,
                        bool last) {
  const auto part = [&](std::uint64_t from, std::uint64_t to) {
    return Change{old_begin + from, old_begin + to, new_begin + from, new_begin + to};
  };
  const std::uint64_t head = first ? 0 : std::min(lines, kContextLines);
  const std::uint64_t tail = last ? 0 : std::min(lines - head, kContextLines);
  const std::uint64_t between = lines - head - tail;
  // A row that hides one line would take as much room as the line.
  if (!shape_.folded || between < 2 || unfolded_.contains(old_begin + head))
    return add(DiffRowKind::same, lines, part(0, lines));
  add(DiffRowKind::same, head, part(0, head));
  add(DiffRowKind::hidden, 1, part(head, head + between));
  add(DiffRowKind::same, tail, part(head + between, lines));
}

void DiffRows::build() {
  segments_.clear();
  rows_ = 0;
  std::uint64_t x = 0;
  std::uint64_t y = 0;
  for (std::size_t i = 0; i < diff_->changes.size(); ++i) {
    const Change& change = diff_->changes[i];
    add_same(x, y, change.old_begin - x, i == 0, false);
    const std::uint64_t rows =
        shape_.sides ? std::max(change.removed(), change.added()) : change.removed() + change.added();
    add(DiffRowKind::changed, rows, change, i);
    x = change.old_end;
    y = change.new_end;
  }
  add_same(x, y, diff_->old_lines - std::min(x, diff_->old_lines), diff_->changes.empty(), true);
}

const DiffRows::Segment& DiffRows::segment_of(std::uint64_t row) const {
  const auto behind = std::upper_bound(segments_.begin(), segments_.end(), row,
                                       [](std::uint64_t at, const Segment& s) { return at < s.first_row; });
  return *std::prev(behind);
}

DiffRow DiffRows::row(std::uint64_t index) const {
  const Segment& segment = segment_of(index);
  const std::uint64_t at = index - segment.first_row;
  const Change& lines = segment.lines;
  DiffRow out;
  out.kind = segment.kind;
  out.change = segment.change;
  if (segment.kind == DiffRowKind::hidden) out.hidden = lines.removed();
  if (segment.kind != DiffRowKind::changed) {
    out.old_line = lines.old_begin + at;
    out.new_line = lines.new_begin + at;
    return out;
  }
  if (at < lines.removed()) out.old_line = lines.old_begin + at;
  const std::uint64_t behind = shape_.sides ? 0 : lines.removed();
  if (at >= behind && at - behind < lines.added()) out.new_line = lines.new_begin + at - behind;
  return out;
}

std::optional<std::uint64_t> DiffRows::next_change(std::uint64_t row) const {
  for (const Segment& segment : segments_)
    if (segment.kind == DiffRowKind::changed && segment.first_row > row) return segment.first_row;
  return std::nullopt;
}

std::optional<std::uint64_t> DiffRows::previous_change(std::uint64_t row) const {
  std::optional<std::uint64_t> out;
  for (const Segment& segment : segments_) {
    if (segment.first_row >= row) break;
    if (segment.kind == DiffRowKind::changed) out = segment.first_row;
  }
  return out;
}

std::size_t DiffRows::changes_until(std::uint64_t row) const {
  std::size_t count = 0;
  for (const Segment& segment : segments_)
    if (segment.kind == DiffRowKind::changed && segment.first_row <= row) count = segment.change + 1;
  return count;
}

std::uint64_t DiffRows::row_of_new(std::uint64_t line) const {
  std::uint64_t last = 0;
  for (const Segment& segment : segments_) {
    if (segment.lines.new_begin > line) break;
    const bool changed = segment.kind == DiffRowKind::changed;
    const std::uint64_t behind = changed && !shape_.sides ? segment.lines.removed() : 0;
    const std::uint64_t into =
        segment.kind == DiffRowKind::hidden ? 0 : behind + line - segment.lines.new_begin;
    last = segment.first_row + std::min(into, segment.rows - 1);
  }
  return last;
}

std::uint64_t DiffRows::row_of_old(std::uint64_t line) const {
  std::uint64_t last = 0;
  for (const Segment& segment : segments_) {
    if (segment.lines.old_begin > line) break;
    const std::uint64_t into = segment.kind == DiffRowKind::hidden ? 0 : line - segment.lines.old_begin;
    last = segment.first_row + std::min(into, segment.rows - 1);
  }
  return last;
}

void DiffRows::unfold(std::uint64_t row) {
  if (row >= rows_) return;
  const Segment segment = segment_of(row);
  if (segment.kind != DiffRowKind::hidden) return;
  unfolded_.insert(segment.lines.old_begin);
  build();
}

}  // namespace spoor::app
