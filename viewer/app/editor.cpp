#include "viewer/app/editor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "viewer/app/encoding.hpp"
#include "viewer/app/opened_file.hpp"
#include "viewer/app/row_cache.hpp"
#include "viewer/text/utf8.hpp"
#include "watermark/seal/release_files.hpp"

namespace spoor::app {
namespace {

int digits_of(std::uint64_t number) {
  int digits = 1;
  while (number >= 10) {
    number /= 10;
    ++digits;
  }
  return digits;
}

constexpr int kLeastDigits = 3;  // the gutter keeps its width in short files

constexpr std::uint64_t kAroundBytes = 1024;       // longer words are cut
constexpr std::uint64_t kMostFoldedLines = 30000;  // more would be felt as a wait
constexpr std::uint64_t kMostWrappedRows = 1'000'000;

bool is_word(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct ByteRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};
/// The word that a byte stands in or behind; empty if it is none.
ByteRange word_around(std::string_view bytes, std::size_t at) {
  ByteRange word{at, at};
  while (word.begin > 0 && is_word(bytes[word.begin - 1])) --word.begin;
  while (word.end < bytes.size() && is_word(bytes[word.end])) ++word.end;
  return word;
}

// The header of the block that ends with a line's closing brace.
std::optional<std::uint64_t> header_of_brace(const code::Document& document, Blocks& blocks,
                                             std::uint64_t line) {
  const auto text = document.text(line, 0, kAroundBytes);
  const std::size_t brace = text ? text->find_first_not_of(" \t") : std::string::npos;
  if (brace == std::string::npos || (*text)[brace] != '}') return std::nullopt;
  const auto pair = matching_bracket(document, {line, brace});
  if (!pair) return std::nullopt;
  const std::uint64_t opened = pair->partner.line;
  // A brace on a line of its own is opened by the line above it.
  return blocks.end_of(document, opened) || opened == 0 ? opened : opened - 1;
}

// A name for the cache that two tabs on different files never share.
std::uint64_t id_of(std::string_view release, std::string_view path) {
  std::uint64_t id = 1;
  for (const char c : seal::recorded_path(release, path)) id = mix(id, static_cast<unsigned char>(c));
  return id;
}

}  // namespace

Result<std::unique_ptr<Editor>> Editor::open(const Source& source, std::string_view path,
                                             const std::function<void()>& on_change,
                                             const std::string& release) {
  const auto entry = source.stat(path);
  if (!entry) return tl::unexpected(entry.error());
  std::unique_ptr<Editor> editor(new Editor(id_of(release, path), std::string(path)));
  editor->release_ = release;
  if (entry->kind == seal::EntryKind::directory)
    return tl::unexpected(AppError{ExitCode::usage, "The path names a directory: give the path of a file."});
  if (entry->kind == seal::EntryKind::symlink) {
    editor->notice_ = "This is a symbolic link: open the file that it points to.";
    return editor;
  }
  code::DocumentOptions options;
  options.on_change = on_change;
  auto opened = open_file(source, path, *entry, std::move(options));
  if (!opened) return tl::unexpected(opened.error());
  editor->document_ = std::move(opened->document);
  editor->encoding_ = std::move(opened->encoding);
  editor->converted_ = opened->converted;
  editor->hex_ = opened->hex;
  if (editor->lines() == 0 && entry->size_bytes == 0) editor->notice_ = "This file is empty.";
  return editor;
}

std::string_view Editor::file_name() const {
  const std::string_view path = path_;
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::uint64_t Editor::lines() const {
  return document_ ? document_->line_count().lines : 0;
}

ScrollRange Editor::range(const Metrics& metrics, int height_px) const {
  return {lines(), metrics.line_px, height_px};
}

CodeColumns Editor::columns(const Metrics& metrics, int width_px) const {
  CodeColumns columns;
  columns.digits = std::max(kLeastDigits, digits_of(lines()));
  columns.code_column = 1 + columns.digits + 2;
  columns.code_columns = std::max(0, metrics.columns_in(width_px) - columns.code_column);
  return columns;
}

void Editor::set_current_line(std::uint64_t line) {
  const std::uint64_t count = lines();
  current_line_ = count == 0 ? 0 : std::min(line, count - 1);
}

void Editor::show_caret(const CodeColumns& columns) {
  if (wrap) return;
  const auto shown = static_cast<std::uint64_t>(std::max(columns.code_columns, 1));
  if (caret_column_ < first_column_) first_column_ = caret_column_;
  if (caret_column_ >= first_column_ + shown) first_column_ = caret_column_ + 1 - shown;
}

std::optional<Editor::Around> Editor::around(std::uint64_t line, std::uint64_t column) {
  if (!document_) return std::nullopt;
  const auto byte = long_lines_.byte_at(*document_, line, column);
  if (!byte) return std::nullopt;
  Around around;
  around.first_byte = *byte > kAroundBytes ? *byte - kAroundBytes : 0;
  auto bytes = document_->text(line, around.first_byte, 2 * kAroundBytes);
  if (!bytes) return std::nullopt;
  around.bytes = std::move(*bytes);
  around.at = std::min(static_cast<std::size_t>(*byte - around.first_byte), around.bytes.size());
  return around;
}

std::optional<std::string> Editor::word_at_caret() {
  const auto around = around_caret();
  if (!around) return std::nullopt;
  const auto [begin, end] = word_around(around->bytes, around->at);
  if (begin == end) return std::nullopt;
  return around->bytes.substr(begin, end - begin);
}

std::optional<Word> Editor::word_at(std::uint64_t line, std::uint64_t column) {
  const auto around = this->around(line, column);
  if (!around || around->at >= around->bytes.size() || !is_word(around->bytes[around->at]))
    return std::nullopt;
  const auto [begin, end] = word_around(around->bytes, around->at);
  const std::uint64_t begin_byte = around->first_byte + begin;
  const auto first = long_lines_.column_of(*document_, line, begin_byte);
  const auto behind = long_lines_.column_of(*document_, line, around->first_byte + end);
  if (!first || !behind) return std::nullopt;
  Word word{around->bytes.substr(begin, end - begin), *first, *behind - *first, true};
  for (const code::Span& span : document_->spans(line, begin_byte, begin_byte + 1))
    word.code = span.token != code::TokenClass::comment && span.token != code::TokenClass::string;
  return word;
}

void Editor::show_word(std::uint64_t line, std::string_view word) {
  const auto bytes = document_ ? document_->text(line, 0, kAroundBytes) : code::Result<std::string>();
  if (!bytes) return;
  for (std::size_t at = bytes->find(word); at != std::string::npos; at = bytes->find(word, at + 1)) {
    const auto [begin, end] = word_around(*bytes, at);
    if (begin == at && end == at + word.size()) return show_byte(line, at);
  }
}

std::string Editor::character_at_caret() {
  const auto around = around_caret();
  if (!around || around->at >= around->bytes.size()) return {};
  const char32_t c = text::decode_utf8(around->bytes, around->at).code_point;
  return c < 0x7F && c >= 0x20 ? std::string() : character_name(c);
}

void Editor::move_word(int direction) {
  const auto around = around_caret();
  if (!around) return;
  const std::string& bytes = around->bytes;
  std::size_t at = around->at;
  if (direction > 0) {
    while (at < bytes.size() && is_word(bytes[at])) ++at;
    while (at < bytes.size() && !is_word(bytes[at])) ++at;
  } else {
    while (at > 0 && !is_word(bytes[at - 1])) --at;
    while (at > 0 && is_word(bytes[at - 1])) --at;
  }
  const auto column = long_lines_.column_of(*document_, current_line_, around->first_byte + at);
  if (column) caret_column_ = *column;
}

void Editor::go_to(std::uint64_t line) {
  caret_column_ = 0;
  wanted_line_ = line;
  wanted_scroll_.reset();
}

void Editor::stand(std::uint64_t line, ScrollPosition scroll) {
  go_to(line);
  wanted_scroll_ = scroll;
}

void Editor::catch_up(const Flow& flow) {
  if (!wanted_line_ || !document_) return;
  const code::LineCount known = document_->line_count();
  if (*wanted_line_ >= known.lines && !known.complete) return;
  set_current_line(*wanted_line_);
  folds.reveal(current_line_);
  scroll_ = wanted_scroll_.value_or(centre_on(current_line_, flow));
  wanted_line_.reset();
}

Flow Editor::flow(const Metrics& metrics, const gpu::Box& pane) {
  Flow flow{range(metrics, pane.height_px), &folds, {}};
  if (!wrap || !document_) return flow;
  const auto columns =
      static_cast<std::uint64_t>(std::max(1, this->columns(metrics, pane.width_px).code_columns));
  flow.rows_of = [this, columns](std::uint64_t line) {
    const auto width = long_lines_.width(*document_, line);
    const std::uint64_t rows = width ? (*width + columns - 1) / columns : 1;
    return static_cast<int>(std::clamp<std::uint64_t>(rows, 1, kMostWrappedRows));
  };
  return flow;
}

void Editor::toggle_fold() {
  if (!document_ || folds.unfold(current_line_)) return;
  std::optional<std::uint64_t> header = current_line_;
  auto end = blocks.end_of(*document_, current_line_);
  if (!end) {
    header = header_of_brace(*document_, blocks, current_line_);
    if (!header) {
      const auto around = blocks.around(*document_, current_line_, 64);
      if (around.empty()) return;
      header = around.back();
    }
    end = blocks.end_of(*document_, *header);
  }
  if (!end) return;
  folds.fold(*header, *end);
  set_current_line(*header);
}

void Editor::fold_all() {
  if (!document_) return;
  const std::uint64_t count = std::min(lines(), kMostFoldedLines);
  for (std::uint64_t line = 0; line < count;) {
    const auto end = blocks.end_of(*document_, line);
    if (end) folds.fold(line, *end);
    line = end.value_or(line + 1);
  }
  set_current_line(folds.visible(current_line_));
}

std::optional<BracketPair> Editor::brackets() {
  if (!document_) return std::nullopt;
  const BytePlace caret{current_line_, caret_column_};
  const std::uint64_t revision = document_->revision();
  if (brackets_ && brackets_->revision == revision && brackets_->caret == caret) return brackets_->pair;
  const auto byte = long_lines_.byte_at(*document_, current_line_, caret_column_);
  brackets_ = KnownBrackets{revision, caret, {}};
  if (byte) brackets_->pair = matching_bracket(*document_, {current_line_, *byte});
  return brackets_->pair;
}

void Editor::go_to_byte(BytePlace place) {
  set_current_line(place.line);
  folds.reveal(current_line_);
  const auto column = long_lines_.column_of(*document_, place.line, place.byte);
  if (column) caret_column_ = *column;
}

void Editor::catch_up_sideways(const CodeColumns& columns) {
  if (!wanted_byte_ || wanted_line_ || !document_) return;
  const BytePlace wanted = *wanted_byte_;
  wanted_byte_.reset();
  const auto column = long_lines_.column_of(*document_, wanted.line, wanted.byte);
  if (!column) return;
  caret_column_ = *column;
  const auto shown = static_cast<std::uint64_t>(std::max(columns.code_columns, 1));
  const std::uint64_t margin = shown / 8;  // so that more than the match's first letter is seen
  if (wrap) return;
  if (*column < first_column_ || *column + margin >= first_column_ + shown)
    first_column_ = *column + margin < shown ? 0 : *column - shown / 2;
}

}  // namespace spoor::app
