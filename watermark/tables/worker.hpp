// One thread that does what it is given, in order; whoever gives too much waits.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace spoor::tables {

class Worker {
 public:
  using Task = std::function<void()>;
  explicit Worker(std::size_t most_waiting);
  ~Worker();  ///< finishes what it was given
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void give(Task task);
  /// Until all that was given is done. False: a task threw, and none was done after it.
  bool wait();

 private:
  void run(const std::stop_token& stop);

  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Task> tasks_;  ///< the first one is being done
  bool failed_ = false;
  std::jthread thread_;  ///< last: it stops before the rest goes
};

}  // namespace spoor::tables
