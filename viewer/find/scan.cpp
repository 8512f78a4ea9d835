#include "viewer/find/scan.hpp"

#include <algorithm>
#include <string>

namespace spoor::find {
namespace {

// How often a scan with many matches looks whether it is still wanted.
constexpr std::uint64_t kMatchesAStop = 4096;

/// Keeps count of the lines from window to window.
class LineCounter {
 public:
  void window_begins(std::string_view window) {
    window_ = window;
    counted_ = 0;
  }
  /// The number of the line that holds a place at or behind the last one asked for.
  std::uint64_t line_at(std::size_t at) {
    lines_ += static_cast<std::uint64_t>(std::count(window_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                                    window_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    counted_ = at;
    return lines_;
  }
  void window_ends() { line_at(window_.size()); }

 private:
  std::string_view window_;
  std::size_t counted_ = 0;
  std::uint64_t lines_ = 0;
};

bool scan_window(std::string_view window, const Pattern& pattern, LineCounter& lines,
                 const std::stop_token& stop, const std::function<void(const Match&)>& sink) {
  lines.window_begins(window);
  MatchCursor cursor(pattern, window);
  Match match{window, {}, {}, 0, false};
  std::uint64_t matches = 0;
  std::size_t line_ends = 0;  // of the last match's line, behind its terminator
  while (const auto found = cursor.next()) {
    match.range = *found;
    match.new_line = matches == 0 || found->begin >= line_ends;
    if (match.new_line) {
      match.line = line_around(window, found->begin);
      match.line_number = lines.line_at(match.line.begin);
      const std::size_t end = window.find('\n', match.line.end);
      line_ends = end == std::string_view::npos ? window.size() + 1 : end + 1;
    }
    sink(match);
    if (++matches % kMatchesAStop == 0 && stop.stop_requested()) return false;
  }
  return true;
}

}  // namespace

ScanEnd scan_file(const Files& files, const FileEntry& file, const Pattern& pattern,
                  const std::stop_token& stop, const std::function<void(const Match&)>& sink) {
  if (file.binary) return ScanEnd::binary;
  if (pattern.multi_line() && file.size_bytes > kMaxWindowBytes) return ScanEnd::too_long;
  const std::uint64_t step = pattern.multi_line() ? kMaxWindowBytes : kWindowBytes;
  LineCounter lines;
  std::string window;
  for (std::uint64_t offset = 0; offset < file.size_bytes;) {
    if (stop.stop_requested()) return ScanEnd::stopped;
    auto part = file.index ? files.read_at(*file.index, offset, step) : files.read(file.path, offset, step);
    if (!part || part->empty()) return ScanEnd::damaged;
    offset += part->size();
    window = window.empty() ? std::move(*part) : window + *part;
    const bool last = offset >= file.size_bytes;
    const std::size_t end =
        last ? window.size() : window.rfind('\n') + 1;  // npos + 1 is 0: no whole line yet
    if (end == 0 && window.size() >= kMaxWindowBytes) return ScanEnd::too_long;
    if (!scan_window(std::string_view(window).substr(0, end), pattern, lines, stop, sink))
      return ScanEnd::stopped;
    if (!last) lines.window_ends();
    window.erase(0, end);
  }
  return ScanEnd::whole;
}

}  // namespace spoor::find
