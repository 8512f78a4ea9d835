// Where a pane is scrolled to: exact for any number of lines, because a line is a 64-bit integer and only the
// remainder below one line is in pixels.
#pragma once

#include <cstdint>

namespace spoor::app {

struct ScrollPosition {
  std::uint64_t line = 0;  ///< topmost line that is at least partly visible
  int sub_px = 0;          ///< how much of it is above the top edge, 0 <= sub_px < line height
  friend bool operator==(const ScrollPosition&, const ScrollPosition&) = default;
};

/// What is scrolled: `lines` lines of `line_px` in a pane of `height_px`. The last line may be scrolled up to
/// the pane's top but no further.
struct ScrollRange {
  std::uint64_t lines = 0;
  int line_px = 1;
  int height_px = 0;
  [[nodiscard]] std::uint64_t whole_lines() const;  ///< that fit into the pane, at least 1
};

[[nodiscard]] ScrollPosition clamp(ScrollPosition at, const ScrollRange& range);
[[nodiscard]] ScrollPosition scroll_px(ScrollPosition at, std::int64_t delta_px, const ScrollRange& range);
[[nodiscard]] ScrollPosition scroll_lines(ScrollPosition at, std::int64_t delta, const ScrollRange& range);
/// The nearest position that shows a line whole, with `margin` lines around it where there is room.
[[nodiscard]] ScrollPosition reveal(ScrollPosition at, std::uint64_t line, std::uint64_t margin,
                                    const ScrollRange& range);
/// A position with the line at a third of the pane's height.
[[nodiscard]] ScrollPosition centre_on(std::uint64_t line, const ScrollRange& range);

/// The thumb of a scrollbar: offset and length within a track of track_px.
struct Thumb {
  int offset_px = 0;
  int length_px = 0;
};
[[nodiscard]] Thumb thumb(const ScrollPosition& at, const ScrollRange& range, int track_px, int least_px);
/// The inverse: where to scroll for a thumb that was dragged to offset_px.
[[nodiscard]] ScrollPosition from_thumb(int offset_px, const ScrollRange& range, int track_px, int least_px);

}  // namespace spoor::app
