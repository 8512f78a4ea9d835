#include "viewer/text/row.hpp"

#include <algorithm>

#include "viewer/text/utf8.hpp"
#include "viewer/text/width.hpp"

namespace spoor::text {
namespace {

/// Hands out the colour of each byte in ascending order.
class SpanCursor {
 public:
  SpanCursor(std::span<const ColorSpan> spans, ColorClass plain) : spans_(spans), plain_(plain) {}

  ColorClass at(std::uint64_t byte) {
    while (next_ < spans_.size() && spans_[next_].end_byte <= byte) ++next_;
    return next_ < spans_.size() && spans_[next_].begin_byte <= byte ? spans_[next_].color : plain_;
  }

 private:
  std::span<const ColorSpan> spans_;
  ColorClass plain_;
  std::size_t next_ = 0;
};

/// Columns of a character, wherever it stands in its line.
std::uint64_t columns_at(char32_t code_point, std::uint64_t byte, std::uint64_t column, std::uint64_t tab) {
  if (code_point == U'\t') return tab - column % tab;
  return static_cast<std::uint64_t>(cell_columns(code_point, byte == 0));
}

/// Puts a mark onto the last cell. Where more than fit stand on one, the cell is coloured as what is not
/// seen whole.
void combine(char32_t mark, ColorClass picture, std::vector<Cell>& cells) {
  Cell* base = &cells.back();
  if (base->code_point == kWideRest && cells.size() > 1) --base;
  if (base->code_point == kWideRest) return;  // only its rest is in the row
  const auto room = std::find(base->marks.begin(), base->marks.end(), U'\0');
  if (room == base->marks.end())
    base->color = picture;
  else
    *room = mark;
}

}  // namespace

void lay_out_row(const LineSlice& line, std::span<const ColorSpan> spans, const Repertoire& repertoire,
                 const RowOptions& options, std::uint64_t first_column, std::size_t columns, Row& row) {
  row.first_column = first_column;
  row.cells.clear();
  row.cell_bytes.clear();
  const std::uint64_t end_column = first_column + columns;
  const auto tab = static_cast<std::uint64_t>(std::clamp(options.tab_columns, 1, 64));
  SpanCursor colors(spans, options.plain);
  std::uint64_t column = line.start.column;
  std::size_t at = 0;
  while (at < line.bytes.size() && column <= end_column) {
    const std::uint64_t byte = line.start.byte + at;
    const Decoded decoded = decode_utf8(line.bytes, at);
    const std::uint64_t width = columns_at(decoded.code_point, byte, column, tab);
    if (column == end_column && width > 0) break;  // marks of the last cell still belong to it
    Cell cell{U' ', options.plain};
    if (decoded.code_point != U'\t') {
      const Shown shown = repertoire.shown(decoded.code_point);
      const bool picture = shown.picture || decoded.code_point == kReplacement;
      cell = {shown.code_point, picture ? options.picture : colors.at(byte)};
    }
    if (width == 0 && !row.cells.empty()) combine(cell.code_point, options.picture, row.cells);
    const bool wide = width == 2 && decoded.code_point != U'\t';
    const Cell rest{kWideRest, cell.color, {cell.code_point}};
    for (std::uint64_t c = std::max(column, first_column); c < std::min(column + width, end_column); ++c) {
      row.cells.push_back(wide && c > column ? rest : cell);
      row.cell_bytes.push_back(byte);
    }
    column += width;
    at += decoded.bytes;
  }
  row.end = {line.start.byte + at, column};
}

std::uint64_t byte_at_column(const LineSlice& line, int tab_columns, std::uint64_t wanted) {
  const auto tab = static_cast<std::uint64_t>(std::clamp(tab_columns, 1, 64));
  std::uint64_t column = line.start.column;
  std::size_t at = 0;
  while (at < line.bytes.size()) {
    const Decoded decoded = decode_utf8(line.bytes, at);
    column += columns_at(decoded.code_point, line.start.byte + at, column, tab);
    if (column > wanted) break;
    at += decoded.bytes;
  }
  return line.start.byte + at;
}

}  // namespace spoor::text
