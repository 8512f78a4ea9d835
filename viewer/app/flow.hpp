// How a file's lines become rows on screen: which are folded away, and how many rows a wrapped line takes.
// What scroll.hpp does for lists of equal rows is done here for code; where nothing is folded or wrapped it
// is the same.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "viewer/app/scroll.hpp"

namespace spoor::app {

/// Lines that are hidden under a header line. Folds nest.
class Folds {
 public:
  /// Hides the lines (header, end).
  void fold(std::uint64_t header, std::uint64_t end);
  /// False: the line heads no fold.
  bool unfold(std::uint64_t header);
  void clear();
  /// Opens whatever hides a line.
  void reveal(std::uint64_t line);

  [[nodiscard]] bool empty() const { return by_header_.empty(); }
  [[nodiscard]] bool heads(std::uint64_t line) const { return by_header_.contains(line); }
  /// Lines hidden under a header; 0: it heads no fold.
  [[nodiscard]] std::uint64_t hidden_under(std::uint64_t header) const;
  /// The line itself, or the header that it is hidden under.
  [[nodiscard]] std::uint64_t visible(std::uint64_t line) const;
  /// The visible line behind or before a visible one; the one before the first is the first.
  [[nodiscard]] std::uint64_t next(std::uint64_t line) const;
  [[nodiscard]] std::uint64_t previous(std::uint64_t line) const;

 private:
  struct Hidden {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
  };
  void rebuild();
  [[nodiscard]] const Hidden* hiding(std::uint64_t line) const;

  std::map<std::uint64_t, std::uint64_t> by_header_;
  std::vector<Hidden> hidden_;  ///< the outermost, in order
};

/// `lines` of the range are those of the file. Folds live as long as the flow.
struct Flow {
  ScrollRange range;
  const Folds* folds = nullptr;
  std::function<int(std::uint64_t line)> rows_of;  ///< at least 1; empty: every line is one row

  [[nodiscard]] bool plain() const { return folds->empty() && !rows_of; }
  [[nodiscard]] int rows(std::uint64_t line) const { return rows_of ? rows_of(line) : 1; }
  [[nodiscard]] std::uint64_t last() const { return range.lines == 0 ? 0 : folds->visible(range.lines - 1); }
  /// `steps` visible lines further or back, within the file.
  [[nodiscard]] std::uint64_t step(std::uint64_t line, std::int64_t steps) const;
};

/// sub_px counts into all rows of the topmost line. As the functions of scroll.hpp; where lines are folded or
/// wrapped their time grows with the distance.
[[nodiscard]] ScrollPosition clamp(ScrollPosition at, const Flow& flow);
[[nodiscard]] ScrollPosition scroll_px(ScrollPosition at, std::int64_t delta_px, const Flow& flow);
[[nodiscard]] ScrollPosition scroll_lines(ScrollPosition at, std::int64_t rows, const Flow& flow);
[[nodiscard]] ScrollPosition reveal(ScrollPosition at, std::uint64_t line, std::uint64_t margin,
                                    const Flow& flow);
[[nodiscard]] ScrollPosition centre_on(std::uint64_t line, const Flow& flow);

/// The line and its row at a height below the pane's top.
struct RowAt {
  std::uint64_t line = 0;
  int row = 0;
};
[[nodiscard]] std::optional<RowAt> row_at(const ScrollPosition& top, int y_px, const Flow& flow);

}  // namespace spoor::app
