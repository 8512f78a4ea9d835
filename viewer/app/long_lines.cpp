#include "viewer/app/long_lines.hpp"

#include <algorithm>

namespace spoor::app {
namespace {

constexpr std::uint64_t kReadBytes = 1U << 20U;
constexpr std::uint64_t kLongestCharacterBytes = 4;

}  // namespace

code::Result<const text::LongLineIndex*> LongLines::index_to(const code::Document& document,
                                                             std::uint64_t line, std::uint64_t length_bytes,
                                                             std::uint64_t column) {
  if (lines_.size() >= kKept && !lines_.contains(line)) lines_.clear();
  Known& known = lines_.try_emplace(line, Known{text::LongLineIndex(tab_columns_)}).first->second;
  while (known.index.end().column <= column && known.appended_bytes < length_bytes) {
    const auto bytes = document.text(line, known.appended_bytes, kReadBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    if (bytes->empty()) break;
    known.index.append(*bytes);
    known.appended_bytes += bytes->size();
    if (known.appended_bytes >= length_bytes) known.index.finish();
  }
  return &known.index;
}

code::Result<LinePart> LongLines::part(const code::Document& document, std::uint64_t line,
                                       std::uint64_t first_column, std::size_t columns) {
  const auto length = document.line_bytes(line);
  if (!length) return tl::unexpected(length.error());
  text::LinePoint start{};
  std::uint64_t count = *length;
  if (*length > kWholeBytes) {
    const auto index = index_to(document, line, *length, first_column);
    if (!index) return tl::unexpected(index.error());
    start = (*index)->before_column(first_column);
    count = text::LongLineIndex::kLongLineStepBytes + kLongestCharacterBytes * (columns + 2);
  }
  auto bytes = document.text(line, start.byte, count);
  if (!bytes) return tl::unexpected(bytes.error());
  return LinePart{std::move(*bytes), start};
}

code::Result<std::uint64_t> LongLines::byte_at(const code::Document& document, std::uint64_t line,
                                               std::uint64_t column) {
  const auto from = part(document, line, column, 1);
  if (!from) return tl::unexpected(from.error());
  return text::byte_at_column({from->bytes, from->start}, tab_columns_, column);
}

code::Result<std::uint64_t> LongLines::width(const code::Document& document, std::uint64_t line) {
  const auto length = document.line_bytes(line);
  if (!length) return tl::unexpected(length.error());
  const auto index = index_to(document, line, *length, UINT64_MAX);
  if (!index) return tl::unexpected(index.error());
  return (*index)->end().column;
}

code::Result<std::uint64_t> LongLines::column_of(const code::Document& document, std::uint64_t line,
                                                 std::uint64_t byte) const {
  if (byte > kWalkedBytes) return byte;
  const auto before = document.text(line, 0, byte);
  if (!before) return tl::unexpected(before.error());
  text::LongLineIndex index(tab_columns_);
  index.append(*before);
  index.finish();
  return index.end().column;
}

}  // namespace spoor::app
