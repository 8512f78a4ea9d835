// What differs between two releases, file by file. Files that lie in one place of the archive hold the same
// and are not read; files of one size in two places are read, to be sure that they differ.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "viewer/compare/renames.hpp"
#include "viewer/find/files.hpp"

namespace spoor::compare {

enum class FileChangeKind : std::uint8_t { added, removed, changed, renamed };
inline constexpr std::size_t kFileChangeKinds = 4;

struct FileChange {
  FileChangeKind kind = FileChangeKind::changed;
  std::string path;         ///< in the new release; of a removed file in the old one
  std::string old_path;     ///< in the old release; empty for an added file
  int alike_percent = 100;  ///< of a renamed file
  bool binary = false;      ///< in one of the releases
};

struct TreeDiff {
  std::vector<FileChange> changes;                       ///< by path, folders before files
  std::array<std::uint64_t, kFileChangeKinds> counts{};  ///< by kind
  std::uint64_t files = 0;                               ///< paths of either release; a renamed file has two
  std::uint64_t same = 0;                                ///< of them: in both, with the same bytes
  std::uint64_t unreadable = 0;          ///< of them: could not be read to be told apart; said to be changed
  std::uint64_t folders_unreadable = 0;  ///< could not be listed: what is in them is not counted
  bool renames_bounded = false;          ///< there were too many for all pairs to be looked at

  std::unordered_map<std::string, std::uint64_t> below;  ///< changes below each folder that has some

  /// The change of a path in the new release, or of a removed one; nullptr: it has none.
  [[nodiscard]] const FileChange* find(std::string_view path) const;
};

struct TreeProgress {
  std::uint64_t done = 0;  ///< of the paths of either release
  std::uint64_t files = 0;
  bool pairing = false;  ///< all are told apart; renames are being looked for
};

/// on_progress: now and then. Nothing: it was stopped.
[[nodiscard]] std::optional<TreeDiff> diff_trees(
    const find::Files& old_files, const find::Files& new_files,
    const std::function<void(const TreeProgress&)>& on_progress = {}, const RenameLimits& limits = {},
    const std::stop_token& stop = {});

}  // namespace spoor::compare
