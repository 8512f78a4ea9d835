#include "viewer/app/text_field.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "viewer/text/utf8.hpp"

namespace spoor::app {
namespace {

std::size_t before(const std::string& text, std::size_t byte) {
  do {
    if (byte == 0) return 0;
    --byte;
  } while ((static_cast<unsigned char>(text[byte]) & 0xC0U) == 0x80U);
  return byte;
}

std::size_t behind(const std::string& text, std::size_t byte) {
  return byte < text.size() ? byte + text::decode_utf8(text, byte).bytes : byte;
}

void take_out(std::string& text, FieldCaret& caret, std::size_t begin, std::size_t end) {
  text.erase(begin, end - begin);
  caret = {begin, false};
}

std::size_t word_start(const std::string& text, std::size_t byte) {
  while (byte > 0 && text[byte - 1] == ' ') --byte;
  while (byte > 0 && text[byte - 1] != ' ') --byte;
  return byte;
}

}  // namespace

void type_into(std::string& text, FieldCaret& caret, char32_t c, std::size_t most_bytes) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return;
  if (caret.all) take_out(text, caret, 0, text.size());
  caret.byte = std::min(caret.byte, text.size());
  const std::string bytes = text::encode_utf8(c);
  if (text.size() + bytes.size() > most_bytes) return;
  text.insert(caret.byte, bytes);
  caret.byte += bytes.size();
}

void edit(std::string& text, FieldCaret& caret, FieldKey key) {
  caret.byte = std::min(caret.byte, text.size());
  const bool all = std::exchange(caret.all, false);
  switch (key) {
    case FieldKey::left:
      caret.byte = all ? 0 : before(text, caret.byte);
      return;
    case FieldKey::right:
      caret.byte = all ? text.size() : behind(text, caret.byte);
      return;
    case FieldKey::home:
      caret.byte = 0;
      return;
    case FieldKey::end:
      caret.byte = text.size();
      return;
    case FieldKey::select_all:
      caret = {text.size(), !text.empty()};
      return;
    case FieldKey::clear:
      return take_out(text, caret, 0, text.size());
    case FieldKey::backspace:
      return all ? take_out(text, caret, 0, text.size())
                 : take_out(text, caret, before(text, caret.byte), caret.byte);
    case FieldKey::erase:
      return all ? take_out(text, caret, 0, text.size())
                 : take_out(text, caret, caret.byte, behind(text, caret.byte));
    case FieldKey::word_back:
      return take_out(text, caret, word_start(text, caret.byte), caret.byte);
  }
}

Drawn draw_field(Canvas& canvas, const FieldLook& look, const std::string& text, std::uint64_t owner) {
  const Metrics& m = canvas.metrics;
  const Theme& t = canvas.theme;
  const gpu::Box& box = look.box;
  if (box.width_px <= 2 * m.px(8)) return {};
  add_frame(canvas, box, look.caret != nullptr ? t.surface.accent : t.surface.border, t.surface.code);
  const gpu::Box inner{box.x_px + m.px(8), box.y_px, box.width_px - 2 * m.px(8), box.height_px};
  const std::size_t caret_byte = look.caret != nullptr ? std::min(look.caret->byte, text.size()) : 0;
  const std::size_t caret_cell = count_cells(canvas, std::string_view(text).substr(0, caret_byte));
  const auto columns = static_cast<std::size_t>(std::max(1, m.columns_in(inner.width_px) - 1));
  const std::size_t first = caret_cell > columns ? caret_cell - columns : 0;
  PlainRow row{owner, first, {}};
  append_cells(canvas, text, UiClass::path_leaf, row.cells);
  const std::size_t cells = row.cells.size();
  row.cells.erase(row.cells.begin(), row.cells.begin() + static_cast<std::ptrdiff_t>(std::min(first, cells)));
  if (row.cells.size() > columns + 1) row.cells.resize(columns + 1);
  const auto x_of = [&](std::size_t cell) {
    return inner.x_px + static_cast<int>(std::lround(static_cast<double>(cell) * m.advance_px));
  };
  const int top_px = box.y_px + (box.height_px - m.line_px) / 2;
  if (look.caret != nullptr && look.caret->all)
    canvas.scene.add_rect({inner.x_px, top_px, x_of(row.cells.size()) - inner.x_px, m.line_px},
                          t.surface.selection);
  if (look.caret != nullptr && !look.caret->all)
    canvas.scene.add_rect({x_of(caret_cell - first), top_px + m.px(2), m.px(2), m.line_px - m.px(4)},
                          t.surface.accent);
  if (text.empty()) canvas.labels.push_back({inner, look.hint, t.label.muted});
  return draw_plain_row(canvas, std::move(row), inner.x_px, top_px + m.baseline_px, inner);
}

}  // namespace spoor::app
