// What a file defines, as a list that nests, and the panel that shows it beside the code. Knows no screen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/app/scroll.hpp"
#include "viewer/symbols/symbol_index.hpp"

namespace spoor::app {

struct OutlineItem {
  symbols::Symbol symbol;
  int depth = 0;  ///< how many items it lies in
};

struct Outline {
  std::string path;
  std::vector<OutlineItem> items;  ///< in the order of their lines
  std::string trouble;             ///< our own words: why there are none; empty where there are

  /// The items that a line lies in, outermost first.
  [[nodiscard]] std::vector<std::size_t> around(std::uint64_t line) const;
  /// The innermost of them; else the last one that begins before the line.
  [[nodiscard]] std::optional<std::size_t> at(std::uint64_t line) const;
};
/// `text`: UTF-8.
[[nodiscard]] Outline make_outline(std::string_view path, std::string_view text);

class OutlinePanel {
 public:
  bool shown = false;
  std::string filter;  ///< what is typed: parts of names
  ScrollPosition scroll;
  bool reveal_selected = false;  ///< the next frame scrolls to the selected row

  struct Row {
    std::size_t item = 0;
    std::vector<std::uint32_t> at;  ///< the bytes of its name that match the filter
  };
  /// Takes what has changed. Unless `keeps_selection` the selected row follows the line of the caret.
  void update(std::shared_ptr<const Outline> outline, std::uint64_t line, bool keeps_selection);
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] const OutlineItem& item(const Row& row) const { return outline_->items[row.item]; }
  [[nodiscard]] std::optional<std::size_t> selected() const { return selected_; }
  void select(std::size_t row);
  void move(std::int64_t steps);
  [[nodiscard]] std::string_view path() const;  ///< of the file whose outline it is; empty: of none
  [[nodiscard]] std::string sentence() const;   ///< why there are no rows; empty where there are
  [[nodiscard]] std::uint64_t generation() const { return generation_; }  ///< grows with each new list
  void clear();

 private:
  void list();

  std::shared_ptr<const Outline> outline_;
  std::string listed_filter_;
  std::vector<Row> rows_;
  std::optional<std::size_t> selected_;
  std::uint64_t followed_line_ = UINT64_MAX;
  std::uint64_t generation_ = 0;
};

}  // namespace spoor::app
