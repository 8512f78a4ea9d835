#include "viewer/code/line_index.hpp"

#include <algorithm>
#include <cstring>

namespace spoor::code {

LineIndex::LineIndex(std::uint64_t size_bytes, std::size_t max_marks)
    : size_bytes_(size_bytes), max_marks_(std::max<std::size_t>(max_marks, 2)) {}

LineIndex LineIndex::of_chunks(std::uint64_t size_bytes, std::uint64_t chunk_bytes,
                               const std::vector<std::uint32_t>& feeds, bool ends_with_feed) {
  LineIndex out(size_bytes);
  out.chunks_ = true;
  out.indexed_bytes_ = size_bytes;
  out.marks_.clear();
  for (std::size_t i = 0; i < feeds.size(); ++i) {
    // A chunk without a feed ends no line: whoever looks for a line's end need not begin there.
    if (i == 0 || feeds[i] > 0) out.marks_.push_back({out.lines_, i * chunk_bytes});
    out.lines_ += feeds[i];
  }
  if (!ends_with_feed) ++out.lines_;
  return out;
}

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
  if (chunks_) {
    // The feed that a line begins behind is the first one of no later chunk than this.
    const auto before = [this](std::uint64_t l) {
      const auto found = std::lower_bound(marks_.begin(), marks_.end(), l,
                                          [](const Mark& m, std::uint64_t value) { return m.line < value; });
      return found == marks_.begin() ? found : found - 1;
    };
    const auto mark = before(line);
    if (line + 1 == lines_) return Place{*mark, Mark{lines_, size_bytes_}};
    const auto next = before(line + 1);
    return Place{*mark, next == mark ? std::nullopt : std::optional(*next)};
  }
  const auto next = std::upper_bound(marks_.begin(), marks_.end(), line,
                                     [](std::uint64_t l, const Mark& m) { return l < m.line; });
  Place found{*(next - 1), std::nullopt};
  if (next != marks_.end() && next->line == line + 1) found.next = *next;
  return found;
}

}  // namespace spoor::code
