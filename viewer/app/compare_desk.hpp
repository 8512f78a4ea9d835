// Compares the release that is read with another one, on threads of its own: the trees, the lines of every
// changed file, and the files that somebody looks at. Keeps paths and numbers, no text. Knows no window.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "viewer/compare/file_diff.hpp"
#include "viewer/compare/tree_diff.hpp"
#include "viewer/find/files.hpp"

namespace spoor::app {

struct ComparedFile {
  std::optional<compare::FileDiff> diff;
  std::string trouble;  ///< our own words: why there is none
};

struct LineCounts {
  std::uint64_t added = 0;
  std::uint64_t removed = 0;
};

class CompareDesk {
 public:
  /// Larger files are not compared line by line.
  static constexpr std::uint64_t kMostFileBytes = std::uint64_t{64} << 20U;
  /// Larger ones have no counts in the list.
  static constexpr std::uint64_t kMostCountedBytes = std::uint64_t{4} << 20U;
  static constexpr std::size_t kKeptFiles = 64;

  /// Begins with the trees. on_change: from the desk's threads; must be quick.
  CompareDesk(std::shared_ptr<const find::Files> old_files, std::shared_ptr<const find::Files> new_files,
              std::function<void()> on_change);
  ~CompareDesk();  ///< stops what is being compared
  CompareDesk(const CompareDesk&) = delete;
  CompareDesk& operator=(const CompareDesk&) = delete;

  [[nodiscard]] compare::TreeProgress progress() const;
  /// nullptr until the trees are compared.
  [[nodiscard]] std::shared_ptr<const compare::TreeDiff> tree() const;
  /// Of a change of the tree; nothing while it is not counted, or cannot be.
  [[nodiscard]] std::optional<LineCounts> counts(std::size_t change) const;
  /// How many changes have been looked at for their counts.
  [[nodiscard]] std::size_t counted() const;

  /// nullptr until it is compared, which asking begins. Either path may be empty: there is no such file.
  [[nodiscard]] std::shared_ptr<const ComparedFile> file(const std::string& old_path,
                                                         const std::string& new_path);

  /// Grows with whatever there is to see.
  [[nodiscard]] std::uint64_t revision() const;
  /// Waits until the trees are compared and counted and all files that were asked for, for tests and
  /// pictures.
  void wait() const;

 private:
  using Pair = std::pair<std::string, std::string>;
  void run_trees(const std::stop_token& stop);
  void count_lines(const compare::TreeDiff& tree, const std::stop_token& stop);
  void run_files(const std::stop_token& stop);
  [[nodiscard]] ComparedFile compared(const Pair& paths, std::uint64_t most_bytes, bool words,
                                      const std::stop_token& stop) const;
  void tell();

  const std::shared_ptr<const find::Files> old_files_;
  const std::shared_ptr<const find::Files> new_files_;
  const std::function<void()> on_change_;
  mutable std::mutex mutex_;  ///< guards what is below
  mutable std::condition_variable_any changed_;
  compare::TreeProgress progress_;
  std::shared_ptr<const compare::TreeDiff> tree_;
  std::vector<std::optional<LineCounts>> counts_;
  std::size_t counted_ = 0;
  bool trees_done_ = false;
  struct Kept {
    std::shared_ptr<const ComparedFile> file;  ///< nullptr: being compared
    std::uint64_t used = 0;
  };
  std::map<Pair, Kept> files_;
  std::vector<Pair> wanted_;  ///< the last one first
  bool busy_ = false;
  std::uint64_t uses_ = 0;
  std::uint64_t revision_ = 0;
  std::jthread file_thread_;  ///< last: they stop before the rest goes
  std::jthread tree_thread_;
};

}  // namespace spoor::app
