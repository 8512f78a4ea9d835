// Where the lines of a file begin, sparsely: one remembered line start a few dozen lines or a few hundred KB.
// Built by one pass over the bytes, in order, and bounded in memory whatever the file; or from counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace spoor::code {

class LineIndex {
 public:
  /// A place with `line` line feeds in front of it: from there, as many feeds as are missing are skipped.
  struct Mark {
    std::uint64_t line = 0;
    std::uint64_t offset_bytes = 0;
  };
  /// Marks to find a line's start from, and that of the line behind it where there is a nearer one.
  struct Place {
    Mark mark;
    std::optional<Mark> next;
  };

  /// `max_marks` bounds the memory (16 bytes each): when it is reached, the marks are thinned to half.
  explicit LineIndex(std::uint64_t size_bytes, std::size_t max_marks = std::size_t{1} << 19U);

  /// What is known beforehand: the feeds of each chunk_bytes of the file, all of them. Nothing is appended.
  static LineIndex of_chunks(std::uint64_t size_bytes, std::uint64_t chunk_bytes,
                             const std::vector<std::uint32_t>& feeds, bool ends_with_feed);

  /// The file's next bytes, in order.
  void append(std::string_view bytes);

  /// Lines whose end is known.
  [[nodiscard]] std::uint64_t lines() const noexcept { return lines_; }
  [[nodiscard]] bool complete() const noexcept { return indexed_bytes_ == size_bytes_; }
  [[nodiscard]] std::uint64_t indexed_bytes() const noexcept { return indexed_bytes_; }
  /// nullopt if the line is not known (yet). A line longer than spacing_bytes() is followed by a mark at the
  /// next line's start, so that its end needs no search.
  [[nodiscard]] std::optional<Place> place(std::uint64_t line) const;
  [[nodiscard]] std::uint64_t spacing_bytes() const noexcept { return spacing_bytes_; }
  [[nodiscard]] std::size_t mark_count() const noexcept { return marks_.size(); }

 private:
  void add_line_start(Mark start);
  void thin();

  std::uint64_t size_bytes_;
  std::size_t max_marks_;
  std::uint64_t stride_lines_ = 32;
  std::uint64_t spacing_bytes_ = 64U << 10U;
  std::uint64_t indexed_bytes_ = 0;
  std::uint64_t lines_ = 0;
  std::vector<Mark> marks_{Mark{}};
  bool chunks_ = false;  ///< marks are no starts of lines
};

}  // namespace spoor::code
