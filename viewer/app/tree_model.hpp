// The file tree as the rows that are unfolded. Directories are listed when they are opened, not before.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/app/source.hpp"
#include "viewer/find/fuzzy.hpp"

namespace spoor::app {

struct TreeRow {
  std::string path;  ///< from the root, '/'-separated
  std::string name;
  int depth = 0;
  seal::EntryKind kind = seal::EntryKind::file;
  bool expanded = false;
  bool removed = false;  ///< only the release that is compared with has it
};

class TreeModel {
 public:
  /// Lists the root. Errors: those of Source::list.
  static Result<TreeModel> create(const Source& source);

  [[nodiscard]] const std::vector<TreeRow>& rows() const { return rows_; }
  [[nodiscard]] std::size_t selected() const { return selected_; }
  void select(std::size_t row);

  /// Unfolds or folds a directory; nothing for other rows.
  Result<void> expand(std::size_t row);
  void collapse(std::size_t row);
  /// The row of the directory that holds a row; nothing at the top.
  [[nodiscard]] std::optional<std::size_t> parent(std::size_t row) const;
  /// Unfolds what is needed and selects a path. Errors: failed if there is no such path.
  Result<void> reveal(std::string_view path);

  /// Only files whose path holds every word of `words` (ASCII case ignored), at most kMostFiltered of them,
  /// under their directories, all unfolded.
  void show_only(const find::FuzzyList& paths, std::string_view words);
  void show_all();
  static constexpr std::size_t kMostFiltered = 2000;

  /// Files that the release has no more, shown in their places; in any order.
  void set_removed(std::vector<std::string> paths);

 private:
  explicit TreeModel(const Source& source) : source_(&source) {}
  Result<std::vector<TreeRow>> children(std::string_view directory, int depth) const;
  [[nodiscard]] std::size_t end_of_subtree(std::size_t row) const;

  void add_removed(std::string_view directory, int depth, std::vector<TreeRow>& rows) const;

  const Source* source_;
  std::vector<std::string> removed_;  ///< sorted
  std::vector<TreeRow> rows_;
  std::size_t selected_ = 0;
  std::optional<std::vector<TreeRow>> whole_;  ///< the rows without the filter, while there is one
};

}  // namespace spoor::app
