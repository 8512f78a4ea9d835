// One file of two releases, opened to be compared: both documents, what differs, and where the reviewer
// stands.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "viewer/app/compare_desk.hpp"
#include "viewer/app/diff_rows.hpp"
#include "viewer/app/editor.hpp"

namespace spoor::app {

class DiffView {
 public:
  ScrollPosition scroll;
  std::uint64_t first_column = 0;  ///< of both sides
  bool reveal_row = false;         ///< the next frame scrolls to the current row

  /// Where its two versions are read from, and the name of the other release.
  struct Releases {
    const Source& base;
    const Source& now;
    const std::string& base_name;
  };
  /// At the first change, or at a line of the new version (0-based). Errors: those of Editor::open.
  Result<void> open(compare::FileChange change, const Releases& releases,
                    const std::function<void()>& on_change, std::optional<std::uint64_t> new_line = {});
  void close();
  [[nodiscard]] bool shown() const { return change_.has_value(); }
  [[nodiscard]] const compare::FileChange& change() const { return *change_; }  ///< while it is shown

  /// The versions; nullptr: the release has no such file.
  [[nodiscard]] Editor* was() const { return was_.get(); }
  [[nodiscard]] Editor* is() const { return is_.get(); }
  /// Takes what the desk has compared.
  void update(CompareDesk& desk);
  [[nodiscard]] const DiffRows* rows() const { return rows_ ? &*rows_ : nullptr; }
  [[nodiscard]] const compare::FileDiff* diff() const;
  /// Our own words in place of rows; empty: there are rows.
  [[nodiscard]] std::string notice() const;

  [[nodiscard]] const DiffShape& shape() const { return shape_; }
  void reshape(DiffShape shape);  ///< stays at the same lines; holds for later files, too
  [[nodiscard]] std::uint64_t row() const { return row_; }
  void set_row(std::uint64_t row);
  /// False: there is no change further on.
  bool step_change(int direction);
  void unfold_row();
  /// The line of the new version at the current row, or the next one that is there; nothing: none is.
  [[nodiscard]] std::optional<std::uint64_t> new_line() const;
  [[nodiscard]] std::string status() const;  ///< "Change 3 of 17"
  [[nodiscard]] std::uint64_t revision() const;

 private:
  void stand_at(const DiffRow& place);

  std::optional<compare::FileChange> change_;
  std::unique_ptr<Editor> was_;
  std::unique_ptr<Editor> is_;
  std::shared_ptr<const ComparedFile> compared_;
  std::optional<DiffRows> rows_;
  DiffShape shape_;
  std::uint64_t row_ = 0;
  std::optional<std::uint64_t> wanted_line_;
};

}  // namespace spoor::app
