#include "viewer/text/long_line.hpp"

#include <algorithm>
#include <utility>

#include "viewer/text/utf8.hpp"
#include "viewer/text/width.hpp"

namespace spoor::text {
namespace {

constexpr std::size_t kLongestCharacterBytes = 4;

}  // namespace

LongLineIndex::LongLineIndex(int tab_columns)
    : tab_columns_(static_cast<std::uint64_t>(std::clamp(tab_columns, 1, 64))) {}

void LongLineIndex::append(std::string_view bytes) {
  if (unfinished_.empty()) return take(bytes, kLongestCharacterBytes);
  const std::string joined = unfinished_ + std::string(bytes);
  take(joined, kLongestCharacterBytes);
}

void LongLineIndex::finish() {
  const std::string rest = std::exchange(unfinished_, {});
  take(rest, 0);
}

// Leaves a multi-byte sequence that starts less than reserve_bytes before the end for the next part.
void LongLineIndex::take(std::string_view bytes, std::size_t reserve_bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (static_cast<unsigned char>(bytes[at]) >= 0x80 && bytes.size() - at < reserve_bytes) break;
    const Decoded decoded = decode_utf8(bytes, at);
    const bool tab = decoded.code_point == U'\t';
    const auto columns = static_cast<std::uint64_t>(cell_columns(decoded.code_point, end_.byte == 0));
    // A mark is never parted from what it stands on.
    if (columns > 0 && end_.byte - points_.back().byte >= kLongLineStepBytes) points_.push_back(end_);
    end_.column += tab ? tab_columns_ - end_.column % tab_columns_ : columns;
    end_.byte += decoded.bytes;
    at += decoded.bytes;
  }
  unfinished_ = std::string(bytes.substr(at));
}

LinePoint LongLineIndex::before_column(std::uint64_t column) const {
  const auto after = std::upper_bound(points_.begin(), points_.end(), column,
                                      [](std::uint64_t c, const LinePoint& p) { return c < p.column; });
  return *(after - 1);
}

LinePoint LongLineIndex::before_byte(std::uint64_t byte) const {
  const auto after = std::upper_bound(points_.begin(), points_.end(), byte,
                                      [](std::uint64_t b, const LinePoint& p) { return b < p.byte; });
  return *(after - 1);
}

}  // namespace spoor::text
