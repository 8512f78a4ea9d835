// The part of a document's line that is on screen, however long the line is.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "viewer/code/document.hpp"
#include "viewer/text/long_line.hpp"

namespace spoor::app {

/// Bytes of a line that hold at least the columns asked for, or reach the line's end.
struct LinePart {
  std::string bytes;
  text::LinePoint start{};
};

class LongLines {
 public:
  /// Lines up to this length are fetched whole.
  static constexpr std::uint64_t kWholeBytes = 32768;

  explicit LongLines(int tab_columns) : tab_columns_(tab_columns) {}

  [[nodiscard]] code::Result<LinePart> part(const code::Document& document, std::uint64_t line,
                                            std::uint64_t first_column, std::size_t columns);
  /// Of a byte's character. Beyond kWalkedBytes into a line every byte counts as a column.
  [[nodiscard]] code::Result<std::uint64_t> column_of(const code::Document& document, std::uint64_t line,
                                                      std::uint64_t byte) const;
  static constexpr std::uint64_t kWalkedBytes = std::uint64_t{1} << 20;
  /// The byte of the character that covers a column; the line's length behind its end.
  [[nodiscard]] code::Result<std::uint64_t> byte_at(const code::Document& document, std::uint64_t line,
                                                    std::uint64_t column);
  /// The number of columns of a line.
  [[nodiscard]] code::Result<std::uint64_t> width(const code::Document& document, std::uint64_t line);

 private:
  code::Result<const text::LongLineIndex*> index_to(const code::Document& document, std::uint64_t line,
                                                    std::uint64_t length_bytes, std::uint64_t column);
  struct Known {
    text::LongLineIndex index;
    std::uint64_t appended_bytes = 0;
  };
  static constexpr std::size_t kKept =
      16;  ///< indices of lines, so that a file of long lines takes little memory

  int tab_columns_;
  std::map<std::uint64_t, Known> lines_;
};

}  // namespace spoor::app
