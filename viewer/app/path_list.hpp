// All paths of the release, listed once on a thread of its own, ready for fuzzy choice.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "viewer/find/files.hpp"
#include "viewer/find/fuzzy.hpp"

namespace spoor::app {

class PathList {
 public:
  PathList(std::shared_ptr<const find::Files> files, std::function<void()> on_change);
  ~PathList();
  PathList(const PathList&) = delete;
  PathList& operator=(const PathList&) = delete;

  /// Begins to list; later calls do nothing.
  void start();
  /// Everything, in the order of the tree; nullptr until it is listed. What cannot be listed is left out.
  [[nodiscard]] std::shared_ptr<const find::FuzzyList> ready() const;
  /// Waits for it, for tests and pictures.
  [[nodiscard]] std::shared_ptr<const find::FuzzyList> wait() const;

 private:
  void run(const std::stop_token& stop);

  std::shared_ptr<const find::Files> files_;
  std::function<void()> on_change_;
  mutable std::mutex mutex_;  ///< guards what is below
  mutable std::condition_variable_any listed_;
  std::shared_ptr<const find::FuzzyList> list_;
  std::jthread thread_;  ///< last: it stops before the rest goes
};

}  // namespace spoor::app
