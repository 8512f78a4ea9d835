#include "viewer/code/line_finder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace spoor::code {
namespace {

constexpr std::size_t kRemembered = 4096;  // lines; a few screens

}  // namespace

LineFinder::LineFinder(const TextStore& store) : store_(store), index_(store.size_bytes()) {}

void LineFinder::append(std::string_view bytes) {
  const std::scoped_lock lock(mutex_);
  index_.append(bytes);
}

void LineFinder::take(LineIndex index) {
  const std::scoped_lock lock(mutex_);
  index_ = std::move(index);
}

LineFinder::Progress LineFinder::progress() const {
  const std::scoped_lock lock(mutex_);
  return {index_.lines(), index_.indexed_bytes(), index_.complete()};
}

Result<LineRange> LineFinder::find(std::uint64_t line) const {
  std::optional<LineIndex::Place> place;
  {
    const std::scoped_lock lock(mutex_);
    if (const auto known = found_.find(line); known != found_.end()) return known->second;
    place = index_.place(line);
    if (place && line > place->mark.line)
      if (const auto before = found_.find(line - 1); before != found_.end())
        place->mark = {line, before->second.next_byte};
  }
  if (!place)
    return tl::make_unexpected(
        CodeError{CodeErrorCode::out_of_range, fmt::format("There is no line {} in this file.", line + 1)});
  auto range = search(line, *place);
  if (!range) return range;
  const std::scoped_lock lock(mutex_);
  if (found_.size() >= kRemembered) found_.clear();
  found_.emplace(line, *range);
  return range;
}

Result<LineRange> LineFinder::search(std::uint64_t line, const LineIndex::Place& place) const {
  LineRange range;
  const auto begin = store_.skip_lines(place.mark.offset_bytes, line - place.mark.line, store_.size_bytes());
  if (!begin) return tl::make_unexpected(begin.error());
  range.begin_byte = *begin;
  const LineIndex::Mark from = place.next.value_or(LineIndex::Mark{line, range.begin_byte});
  const auto next = store_.skip_lines(from.offset_bytes, line + 1 - from.line, store_.size_bytes());
  if (!next) return tl::make_unexpected(next.error());
  if (*next < *begin)
    return tl::make_unexpected(
        CodeError{CodeErrorCode::damaged,
                  "The archive's table of lines is not that of this file: ask for the archive again."});
  range.next_byte = *next;
  const std::uint64_t tail_bytes = std::min<std::uint64_t>(2, range.next_byte - range.begin_byte);
  const auto tail = store_.read(range.next_byte - tail_bytes, range.next_byte);
  if (!tail) return tl::make_unexpected(tail.error());
  range.end_byte = range.next_byte;
  if (tail->ends_with("\r\n"))
    range.end_byte -= 2;
  else if (tail->ends_with('\n'))
    range.end_byte -= 1;
  return range;
}

}  // namespace spoor::code
