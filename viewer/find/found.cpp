#include "viewer/find/found.hpp"

#include <algorithm>
#include <utility>

namespace spoor::find {
namespace {

constexpr std::size_t kMostRanges = 32;        // of one line; more would not be seen
constexpr std::size_t kBeforeMatchBytes = 64;  // of a long line, in front of its first match

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

void HitCollector::add(const Match& match) {
  ++hits_.matches;
  if (match.new_line) ++hits_.lines;
  if (kind_ == Kind::places) {
    if (kept_ >= most_) return;
    ++kept_;
    hits_.places.push_back(
        {match.line_number, match.range.begin - match.line.begin,
         std::min(match.range.end, std::max(match.line.end, match.range.begin)) - match.range.begin});
  } else if (match.new_line) {
    add_line(match);
  } else if (kept_ > 0) {
    add_range(match);
  }
}

void HitCollector::emit(std::string_view window, const Range& line, std::uint64_t number,
                        std::size_t first_match) {
  FoundLine out;
  out.line = number;
  std::size_t begin = line.begin;
  if (line.end - line.begin > kExcerptBytes && first_match - line.begin > kExcerptBytes / 2)
    begin = first_match - kBeforeMatchBytes;
  while (begin > line.begin && begin < line.end && continues(window[begin])) --begin;
  std::size_t end = std::min(begin + kExcerptBytes, line.end);
  while (end > begin && end < line.end && continues(window[end])) --end;
  out.first_byte = begin - line.begin;
  out.text = window.substr(begin, end - begin);
  hits_.shown.push_back(std::move(out));
}

void HitCollector::add_line(const Match& match) {
  if (kept_ >= most_) return;
  ++kept_;
  std::vector<FoundLine>& shown = hits_.shown;
  if (!shown.empty() && shown.back().line == match.line_number) shown.pop_back();  // it was context
  const std::uint64_t shown_to = shown.empty() ? 0 : shown.back().line + 1;
  if (match.line.begin > 0 && match.line_number > shown_to) {
    const Range before = line_around(match.window, match.line.begin - 1);
    emit(match.window, before, match.line_number - 1, before.begin);
  }
  emit(match.window, match.line, match.line_number, match.range.begin);
  last_ = shown.size() - 1;
  add_range(match);
  const std::size_t end = match.window.find('\n', match.line.end);
  if (end == std::string_view::npos || end + 1 >= match.window.size()) return;
  const Range next = line_around(match.window, end + 1);
  emit(match.window, next, match.line_number + 1, next.begin);
}

/// Of the line with matches that was kept last.
void HitCollector::add_range(const Match& match) {
  FoundLine& line = hits_.shown[last_];
  const std::size_t origin = match.line.begin + line.first_byte;
  const std::size_t begin = match.range.begin - origin;
  if (line.line != match.line_number || line.matches.size() >= kMostRanges || begin > line.text.size())
    return;
  line.matches.push_back({begin, std::min(match.range.end - origin, line.text.size())});
}

FileHits HitCollector::take(std::string path) {
  hits_.path = std::move(path);
  return std::move(hits_);
}

}  // namespace spoor::find
