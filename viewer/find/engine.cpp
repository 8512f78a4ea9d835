#include "viewer/find/engine.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

namespace spoor::find {

void give_way_to_drawing() {
  constexpr int kSteps = 10;
  constexpr int kLeast = 19;
  static_cast<void>(setpriority(PRIO_PROCESS, 0, std::min(kLeast, getpriority(PRIO_PROCESS, 0) + kSteps)));
}

Engine::Engine(std::shared_ptr<const Files> files, unsigned threads, std::function<void()> on_change)
    : files_(std::move(files)), thread_count_(threads), on_change_(std::move(on_change)) {}

Engine::~Engine() {
  cancel();
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();
}

void Engine::prepare() {
  if (!catalogue_) catalogue_.emplace(files_);  // its thread asks for the tables first
}

std::shared_ptr<Search> Engine::start(Query query) {
  cancel();
  prepare();
  auto search = std::make_shared<Search>(files_, *catalogue_, std::move(query), on_change_);
  {
    const std::lock_guard lock(mutex_);
    current_ = search;
    ++number_;
  }
  while (threads_.size() < thread_count_)
    threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
  started_.notify_all();
  return search;
}

void Engine::cancel() {
  const std::lock_guard lock(mutex_);
  if (current_) current_->cancel();
  current_.reset();
}

void Engine::run(const std::stop_token& stop) {
  give_way_to_drawing();
  std::uint64_t worked_on = 0;
  while (!stop.stop_requested()) {
    std::shared_ptr<Search> search;
    {
      std::unique_lock lock(mutex_);
      if (!started_.wait(lock, stop, [&] { return current_ != nullptr && number_ != worked_on; })) return;
      search = current_;
      worked_on = number_;
    }
    search->work();
  }
}

}  // namespace spoor::find
