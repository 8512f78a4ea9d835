// Finding a column of a very long line without walking through the line again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/text/row.hpp"

namespace spoor::text {

/// Points of a line, one about every kLongLineStepBytes, each at the start of a character.
class LongLineIndex {
 public:
  static constexpr std::uint64_t kLongLineStepBytes = 8192;

  explicit LongLineIndex(int tab_columns = 8);

  /// Appends the line's next bytes: in order, cut anywhere.
  void append(std::string_view bytes);
  /// The line ends here: what looked unfinished is malformed.
  void finish();

  /// The last point at or before a column or a byte.
  [[nodiscard]] LinePoint before_column(std::uint64_t column) const;
  [[nodiscard]] LinePoint before_byte(std::uint64_t byte) const;
  /// Just after the last character that is known to be whole.
  [[nodiscard]] LinePoint end() const { return end_; }

 private:
  void take(std::string_view bytes, std::size_t reserve_bytes);

  std::uint64_t tab_columns_;
  LinePoint end_{};
  std::string unfinished_;  ///< the start of a character whose rest has not been appended yet
  std::vector<LinePoint> points_{LinePoint{}};
};

}  // namespace spoor::text
