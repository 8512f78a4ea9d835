#include "viewer/app/scroll.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::app {
namespace {

std::uint64_t add(std::uint64_t line, std::int64_t delta) {
  if (delta >= 0) return line + static_cast<std::uint64_t>(delta);
  const auto back = static_cast<std::uint64_t>(-delta);
  return line > back ? line - back : 0;
}

int thumb_length(const ScrollRange& range, int track_px, int least_px) {
  const auto shown = static_cast<double>(range.whole_lines());
  const double all = static_cast<double>(range.lines) + shown - 1;
  return std::clamp(static_cast<int>(std::lround(track_px * shown / std::max(all, 1.0))),
                    std::min(least_px, track_px), track_px);
}

}  // namespace

std::uint64_t ScrollRange::whole_lines() const {
  return static_cast<std::uint64_t>(std::max(1, height_px / line_px));
}

ScrollPosition clamp(ScrollPosition at, const ScrollRange& range) {
  const std::uint64_t last = range.lines == 0 ? 0 : range.lines - 1;
  at.sub_px = std::clamp(at.sub_px, 0, range.line_px - 1);
  if (at.line >= last) return {last, 0};
  return at;
}

ScrollPosition scroll_px(ScrollPosition at, std::int64_t delta_px, const ScrollRange& range) {
  const std::int64_t total = at.sub_px + delta_px;
  std::int64_t lines = total / range.line_px;
  std::int64_t rest = total % range.line_px;
  if (rest < 0) {
    rest += range.line_px;
    --lines;
  }
  if (lines < 0 && static_cast<std::uint64_t>(-lines) > at.line) return {};
  return clamp({add(at.line, lines), static_cast<int>(rest)}, range);
}

ScrollPosition scroll_lines(ScrollPosition at, std::int64_t delta, const ScrollRange& range) {
  if (delta < 0 && static_cast<std::uint64_t>(-delta) > at.line) return {};
  return clamp({add(at.line, delta), at.sub_px}, range);
}

ScrollPosition reveal(ScrollPosition at, std::uint64_t line, std::uint64_t margin, const ScrollRange& range) {
  const std::uint64_t rows = range.whole_lines();
  const std::uint64_t room = std::min(margin, (rows - 1) / 2);
  const std::uint64_t top = line > room ? line - room : 0;
  if (top < at.line || (top == at.line && at.sub_px > 0)) return clamp({top, 0}, range);
  const std::uint64_t low = line + room + 1;  // the first line that need not be visible
  if (low > at.line + rows - (at.sub_px > 0 ? 1 : 0)) return clamp({low > rows ? low - rows : 0, 0}, range);
  return at;
}

ScrollPosition centre_on(std::uint64_t line, const ScrollRange& range) {
  const std::uint64_t above = range.whole_lines() / 3;
  return clamp({line > above ? line - above : 0, 0}, range);
}

Thumb thumb(const ScrollPosition& at, const ScrollRange& range, int track_px, int least_px) {
  const int length = thumb_length(range, track_px, least_px);
  if (range.lines <= 1) return {0, length};
  const double part = (static_cast<double>(at.line) + static_cast<double>(at.sub_px) / range.line_px) /
                      static_cast<double>(range.lines - 1);
  return {static_cast<int>(std::lround((track_px - length) * std::min(part, 1.0))), length};
}

ScrollPosition from_thumb(int offset_px, const ScrollRange& range, int track_px, int least_px) {
  const int room = track_px - thumb_length(range, track_px, least_px);
  if (room <= 0 || range.lines <= 1) return {};
  const double part = std::clamp(static_cast<double>(offset_px) / room, 0.0, 1.0);
  return clamp({static_cast<std::uint64_t>(part * static_cast<double>(range.lines - 1)), 0}, range);
}

}  // namespace spoor::app
