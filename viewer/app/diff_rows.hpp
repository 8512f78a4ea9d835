// How two versions of a file become rows: one below the other, or side by side with gaps where one has fewer
// lines. Lines that are alike can be hidden but for some around each change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "viewer/compare/file_diff.hpp"

namespace spoor::app {

enum class DiffRowKind : std::uint8_t { same, changed, hidden };

struct DiffRow {
  DiffRowKind kind = DiffRowKind::same;
  /// Of a changed row side by side: nothing is a gap. One below the other: a changed row has one of them.
  std::optional<std::uint64_t> old_line;
  std::optional<std::uint64_t> new_line;
  std::uint64_t hidden = 0;  ///< lines that a hidden row stands for; its lines are the first of them
  std::size_t change = 0;    ///< of a changed row: which one
};

struct DiffShape {
  bool sides = true;
  bool folded = true;
  friend bool operator==(const DiffShape&, const DiffShape&) = default;
};

class DiffRows {
 public:
  static constexpr std::uint64_t kContextLines = 3;

  /// The diff outlives it.
  DiffRows(const compare::FileDiff& diff, DiffShape shape);

  [[nodiscard]] std::uint64_t size() const { return rows_; }
  [[nodiscard]] DiffRow row(std::uint64_t index) const;  ///< index < size()
  [[nodiscard]] const DiffShape& shape() const { return shape_; }

  /// The first row of the next change behind a row, or of the last one that begins before it.
  [[nodiscard]] std::optional<std::uint64_t> next_change(std::uint64_t row) const;
  [[nodiscard]] std::optional<std::uint64_t> previous_change(std::uint64_t row) const;
  /// How many changes begin at a row or before it.
  [[nodiscard]] std::size_t changes_until(std::uint64_t row) const;
  [[nodiscard]] std::uint64_t row_of_new(std::uint64_t line) const;
  [[nodiscard]] std::uint64_t row_of_old(std::uint64_t line) const;
  /// Shows what a hidden row stands for; nothing for others.
  void unfold(std::uint64_t row);

 private:
  /// Rows of one kind; of a change all of it.
  struct Segment {
    DiffRowKind kind = DiffRowKind::same;
    std::uint64_t first_row = 0;
    std::uint64_t rows = 0;
    compare::Change lines;
    std::size_t change = 0;
  };
  void build();
  void add_same(std::uint64_t old_begin, std::uint64_t new_begin, std::uint64_t lines, bool first, bool last);
  void add(DiffRowKind kind, std::uint64_t rows, const compare::Change& lines, std::size_t change = 0);
  [[nodiscard]] const Segment& segment_of(std::uint64_t row) const;

  const compare::FileDiff* diff_;
  DiffShape shape_;
  std::set<std::uint64_t> unfolded_;  ///< first old lines of runs that are shown whole
  std::vector<Segment> segments_;
  std::uint64_t rows_ = 0;
};

}  // namespace spoor::app
