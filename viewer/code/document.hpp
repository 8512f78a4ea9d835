// One open file as lines with syntax classes. A worker thread of its own finds the lines of a large file and
// parses; every method may be called from any thread and returns what is known now without waiting for it.
//
// Lines. A line ends with LF or CR LF; the terminator is not part of it (a CR elsewhere is an ordinary byte).
// The last terminator ends the last line and begins no other: "a\n" and "a" have one line, "" has none, "\n"
// has one empty line. Lines are counted from 0 in 64 bits. Text is bytes as the vendor wrote them, UTF-8 or
// not.
//
// Memory. A file up to DocumentOptions::whole_limit_bytes is held and parsed whole. A larger one is read in
// blocks through a cache of a few MB with the offset of every n-th line; what is asked for is highlighted in
// windows, whose first lines may be classed wrongly when a comment or a string reaches in from above.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/code/byte_source.hpp"
#include "viewer/code/error.hpp"
#include "viewer/code/token.hpp"

namespace spoor::code {

struct DocumentOptions {
  std::uint64_t whole_limit_bytes = 1U << 20U;  ///< up to this: parsed whole, in some 45 times its size
  std::uint64_t window_bytes = 128U << 10U;     ///< above it: parsed in windows of about this size
  std::chrono::milliseconds parse_limit{3000};  ///< a longer parse is given up: plain text, with a reason
  bool highlight = true;
  /// Called from the worker thread each time that more lines or more spans are known; must be quick and must
  /// not call the document (e.g. glfwPostEmptyEvent). May be empty.
  std::function<void()> on_change;
};

enum class HighlightMode : std::uint8_t {
  pending,   ///< spans() will return more later
  whole,     ///< the whole file is parsed
  windowed,  ///< parsed window by window where it is looked at
  plain      ///< no highlighting: see HighlightState::reason
};

struct HighlightState {
  HighlightMode mode = HighlightMode::pending;
  std::string language;  ///< "C++", "Python", ...; empty if unknown
  std::string reason;    ///< of plain or windowed: one clear sentence for the status bar
};

struct LineCount {
  std::uint64_t lines = 0;  ///< known so far
  bool complete = false;    ///< `lines` is the file's exact count
};

class Document {
 public:
  /// Opens a file of the archive. A file up to the whole limit has all its lines on return.
  /// Errors: not_found, not_a_file, io, damaged.
  static Result<std::unique_ptr<Document>> open(std::shared_ptr<const seal::ArchiveReader> archive,
                                                std::string_view path, DocumentOptions options = {});
  /// Opens bytes from anywhere (memory_source()); `path` chooses the language only. Errors: io, damaged.
  static Result<std::unique_ptr<Document>> open(std::shared_ptr<const ByteSource> source,
                                                std::string_view path, DocumentOptions options = {});
  ~Document();  ///< stops the worker; at most a few ms
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  [[nodiscard]] const std::string& path() const noexcept;
  [[nodiscard]] std::uint64_t size_bytes() const noexcept;
  [[nodiscard]] LineCount line_count() const;
  /// The share of the file whose lines are known, 0 to 1.
  [[nodiscard]] double indexed_fraction() const;
  /// Grows with each change of lines or spans: a drawn line is out of date if this has grown.
  [[nodiscard]] std::uint64_t revision() const;
  /// If the worker's reading failed; the lines known so far stay readable.
  [[nodiscard]] std::optional<CodeError> error() const;
  [[nodiscard]] HighlightState highlight() const;

  /// Length without terminator. Errors: out_of_range (no such line, or not known yet), io, damaged.
  [[nodiscard]] Result<std::uint64_t> line_bytes(std::uint64_t line) const;
  /// At most count_bytes of the line from begin_byte; shorter or empty at its end. Costs what it returns, not
  /// the line's length. May cut a UTF-8 sequence at either end. Errors as line_bytes.
  [[nodiscard]] Result<std::string> text(std::uint64_t line, std::uint64_t begin_byte = 0,
                                         std::uint64_t count_bytes = UINT64_MAX) const;
  /// Spans that meet [begin_byte, end_byte) of the line, in order, disjoint, cut to that range. Empty if none
  /// is known yet; asking makes the worker parse the window around the line.
  [[nodiscard]] std::vector<Span> spans(std::uint64_t line, std::uint64_t begin_byte = 0,
                                        std::uint64_t end_byte = UINT64_MAX) const;

  /// Waits until all lines are known and all that spans() was asked for is parsed (or given up), for tests
  /// and for pictures without a window: call spans() for the visible lines, wait, call it again. False if
  /// `limit` ran out first.
  bool wait_settled(std::chrono::milliseconds limit) const;

 private:
  struct Impl;
  explicit Document(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace spoor::code
