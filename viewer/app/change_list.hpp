// The list of what differs between two releases, as rows: files under their folders. Knows no screen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/app/scroll.hpp"
#include "viewer/compare/tree_diff.hpp"

namespace spoor::app {

struct ChangeRow {
  bool folder = false;
  std::string path{};       ///< of a folder; empty: the root
  std::size_t change = 0;   ///< of a file: index into the tree's changes
  std::uint64_t files = 0;  ///< of a folder: the rows that follow
};

class ChangeList {
 public:
  bool shown = false;
  ScrollPosition scroll;
  bool reveal_selected = false;  ///< the next frame scrolls to the selected row

  /// Takes another tree; the same one changes nothing.
  void take(std::shared_ptr<const compare::TreeDiff> tree);
  [[nodiscard]] const compare::TreeDiff* tree() const { return tree_.get(); }
  /// Only changes of one kind; nothing: all.
  [[nodiscard]] std::optional<compare::FileChangeKind> only() const { return only_; }
  void next_kind();  ///< all, added, removed, changed, renamed, all, ...

  [[nodiscard]] const std::vector<ChangeRow>& rows() const { return rows_; }
  [[nodiscard]] const compare::FileChange& change(const ChangeRow& row) const {
    return tree_->changes[row.change];
  }
  [[nodiscard]] std::optional<std::size_t> selected() const { return selected_; }
  void select(std::size_t row);  ///< of a file
  void move(std::int64_t files);
  void select_path(const std::string& path);
  /// The file at so many steps from a path in the list, without moving there.
  [[nodiscard]] const compare::FileChange* beside(const std::string& path, std::int64_t steps) const;
  [[nodiscard]] const compare::FileChange* selected_change() const;
  [[nodiscard]] std::uint64_t generation() const { return generation_; }  ///< grows with each new list

 private:
  void list(const std::string& keep);  ///< keep: the path that stays selected
  [[nodiscard]] std::string selected_path() const;

  std::shared_ptr<const compare::TreeDiff> tree_;
  std::optional<compare::FileChangeKind> only_;
  std::vector<ChangeRow> rows_;
  std::optional<std::size_t> selected_;
  std::uint64_t generation_ = 0;
};

/// "A", "D", "M" or "R"
[[nodiscard]] const char* kind_letter(compare::FileChangeKind kind);
/// "added", "removed", "changed" or "renamed"
[[nodiscard]] const char* kind_word(compare::FileChangeKind kind);

}  // namespace spoor::app
