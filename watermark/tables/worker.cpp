#include "watermark/tables/worker.hpp"

#include <exception>
#include <stop_token>
#include <utility>

namespace spoor::tables {

Worker::Worker(std::size_t most_waiting)
    : most_waiting_(most_waiting), thread_([this](const std::stop_token& stop) { run(stop); }) {}

Worker::~Worker() {
  wait();
}

void Worker::give(Task task) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return tasks_.size() < most_waiting_; });
  tasks_.push_back(std::move(task));
  changed_.notify_all();
}

bool Worker::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return tasks_.empty(); });
  return !failed_;
}

void Worker::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return !tasks_.empty(); })) {
    Task task = std::move(tasks_.front());
    const bool skip = failed_;
    lock.unlock();
    bool failed = skip;
    try {
      if (!skip) task();
      task = nullptr;
    } catch (const std::exception&) {  // no memory
      failed = true;
    }
    lock.lock();
    failed_ = failed;
    tasks_.pop_front();
    changed_.notify_all();
  }
}

}  // namespace spoor::tables
