// Threads that search a release: one search at a time, and a new one takes the place of the last.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "viewer/find/search.hpp"

namespace spoor::find {

/// Drawing comes first, also where it is done by the processor: the calling thread takes what is left. On
/// Linux a thread has a priority of its own (setpriority(2), "C library/kernel differences").
void give_way_to_drawing();

class Engine {
 public:
  /// threads: at least 1. on_change: see Search. Nothing runs before the first start().
  Engine(std::shared_ptr<const Files> files, unsigned threads, std::function<void()> on_change);
  ~Engine();  ///< cancels; waits for what a thread has in hand
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Begins to load the archive's tables on a thread, so that the first search need not wait for them;
  /// returns at once.
  void prepare();
  /// Cancels the last search and begins another; returns at once.
  std::shared_ptr<Search> start(Query query);
  /// Cancels the last search.
  void cancel();

 private:
  void run(const std::stop_token& stop);

  const std::shared_ptr<const Files> files_;
  const unsigned thread_count_;
  const std::function<void()> on_change_;
  std::optional<Catalogue> catalogue_;  ///< from the first prepare() or start() on
  std::mutex mutex_;                    ///< guards what is below
  std::condition_variable_any started_;
  std::shared_ptr<Search> current_;
  std::uint64_t number_ = 0;  ///< of the current search
  std::vector<std::jthread> threads_;
};

}  // namespace spoor::find
