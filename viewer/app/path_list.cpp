#include "viewer/app/path_list.hpp"

#include <utility>

namespace spoor::app {

PathList::PathList(std::shared_ptr<const find::Files> files, std::function<void()> on_change)
    : files_(std::move(files)), on_change_(std::move(on_change)) {}

PathList::~PathList() = default;

void PathList::start() {
  if (!thread_.joinable()) thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void PathList::run(const std::stop_token& stop) {
  std::vector<std::string> paths;
  std::vector<std::string> folders{std::string()};  // the last one is looked at next
  while (!folders.empty() && !stop.stop_requested()) {
    const std::string folder = std::move(folders.back());
    folders.pop_back();
    const auto entries = files_->list(folder);
    if (!entries) continue;
    const std::string prefix = folder.empty() ? folder : folder + "/";
    for (auto entry = entries->rbegin(); entry != entries->rend(); ++entry)
      if (entry->kind == seal::EntryKind::directory) folders.push_back(prefix + entry->name);
    for (const seal::DirEntry& entry : *entries)
      if (entry.kind == seal::EntryKind::file) paths.push_back(prefix + entry.name);
  }
  if (stop.stop_requested()) return;
  auto list = std::make_shared<const find::FuzzyList>(paths);
  {
    const std::scoped_lock lock(mutex_);
    list_ = std::move(list);
  }
  listed_.notify_all();
  if (on_change_) on_change_();
}

std::shared_ptr<const find::FuzzyList> PathList::ready() const {
  const std::scoped_lock lock(mutex_);
  return list_;
}

std::shared_ptr<const find::FuzzyList> PathList::wait() const {
  std::unique_lock lock(mutex_);
  listed_.wait(lock, [this] { return list_ != nullptr; });
  return list_;
}

}  // namespace spoor::app
