// The release that is read beside another one of its archive: which, what differs, and what of it is open.
// Knows no screen.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/app/change_list.hpp"
#include "viewer/app/compare_desk.hpp"
#include "viewer/app/diff_view.hpp"
#include "viewer/app/source.hpp"

namespace spoor::app {

class Comparison {
 public:
  /// The source outlives it. on_change: from other threads; must be quick.
  Comparison(const Source& source, std::function<void()> on_change)
      : source_(&source), on_change_(std::move(on_change)) {}

  ChangeList list;
  DiffView view;
  bool lines_marked = false;  ///< lines that were added or changed have another ground

  [[nodiscard]] std::vector<std::string> releases() const { return source_->other_releases(); }
  /// Against another release of the archive. Errors: those of Source::other_release.
  Result<void> begin(const std::string& release);
  void end();
  [[nodiscard]] bool begun() const { return desk_ != nullptr; }
  [[nodiscard]] const std::string& release() const { return release_; }  ///< the other one
  [[nodiscard]] const CompareDesk* desk() const { return desk_.get(); }

  /// What became of a path, or of one that was removed; nullptr: nothing, or not known yet.
  [[nodiscard]] const compare::FileChange* change_of(const std::string& path) const;
  /// How many changes are below a folder.
  [[nodiscard]] std::uint64_t changes_below(const std::string& folder) const;
  /// What differs in a file of the release that is read; nullptr: nothing, or not known yet.
  [[nodiscard]] std::shared_ptr<const ComparedFile> marks_of(const std::string& path);
  /// Opens the view. Errors: those of Editor::open.
  Result<void> open(const compare::FileChange& change, std::optional<std::uint64_t> new_line = {});

  /// Takes what is known by now. Before each frame. True: there is another tree.
  bool poll();
  [[nodiscard]] std::string counts() const;    ///< "12 changed, 3 added, 1 removed, 2 renamed"
  [[nodiscard]] std::string coverage() const;  ///< "9 of 9 files compared, 0 skipped"

  /// Lets go of both versions' text, and remembers what was open.
  void sleep();
  void wake();
  [[nodiscard]] std::uint64_t revision() const;

 private:
  const Source* source_;
  std::function<void()> on_change_;
  std::string release_;
  std::unique_ptr<Source> base_;
  std::unique_ptr<CompareDesk> desk_;
  struct Asleep {
    std::string release;
    bool listed = false;
    std::optional<compare::FileChange> open;
    std::optional<std::uint64_t> new_line;
  };
  std::optional<Asleep> asleep_;
};

}  // namespace spoor::app
