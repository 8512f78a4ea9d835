#include "viewer/code/line_index.hpp"

#include <algorithm>
#include <cstring>

namespace spoor::code {

LineIndex::LineIndex(std::uint64_t size_bytes, std::size_t max_marks)
    : size_bytes_(size_bytes), max_marks_(std::max<std::size_t>(max_marks, 2)) {}

void LineIndex::append(std::string_view bytes) {
  std::string_view rest = bytes.substr(0, size_bytes_ - indexed_bytes_);
  const std::uint64_t end = indexed_bytes_ + rest.size();
  bool ends_with_lf = true;
  while (!rest.empty()) {
    const void* found = std::memchr(rest.data(), '\n', rest.size());
    ends_with_lf = found != nullptr;
    if (!ends_with_lf) break;
    rest.remove_prefix(static_cast<std::size_t>(static_cast<const char*>(found) - rest.data()) + 1);
    ++lines_;
    add_line_start({lines_, end - rest.size()});
  }
  indexed_bytes_ = end;
  if (complete() && !ends_with_lf) ++lines_;  // the last line has no terminator
}

void LineIndex::add_line_start(Mark start) {
  const Mark& last = marks_.back();
  if (start.line - last.line < stride_lines_ && start.offset_bytes - last.offset_bytes < spacing_bytes_)
    return;
  marks_.push_back(start);
  if (marks_.size() >= max_marks_) thin();
}

void LineIndex::thin() {
  stride_lines_ *= 2;
  spacing_bytes_ *= 2;
  std::size_t kept = 1;
  for (std::size_t i = 1; i < marks_.size(); ++i) {
    const Mark& last = marks_[kept - 1];
    if (marks_[i].line - last.line >= stride_lines_ ||
        marks_[i].offset_bytes - last.offset_bytes >= spacing_bytes_)
      marks_[kept++] = marks_[i];
  }
  marks_.resize(kept);
}

std::optional<LineIndex::Place> LineIndex::place(std::uint64_t line) const {
  if (line >= lines_) return std::nullopt;
  const auto next = std::upper_bound(marks_.begin(), marks_.end(), line,
                                     [](std::uint64_t l, const Mark& m) { return l < m.line; });
  Place found{*(next - 1), std::nullopt};
  if (next != marks_.end()) found.next = *next;
  return found;
}

}  // namespace spoor::code
