#include "viewer/find/catalogue.hpp"

#include <algorithm>
#include <utility>

namespace spoor::find {

Catalogue::Catalogue(std::shared_ptr<const Files> files)
    : files_(std::move(files)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

Catalogue::~Catalogue() = default;

const Portion* Catalogue::portion(std::size_t number, const std::stop_token& stop) const {
  std::unique_lock lock(mutex_);
  const bool there = grown_.wait(lock, stop, [&] { return number < portions_.size() || complete_; });
  return there && number < portions_.size() ? &portions_[number] : nullptr;
}

std::vector<std::string> Catalogue::unreadable() const {
  const std::lock_guard lock(mutex_);
  return unreadable_;
}

void Catalogue::add(Portion portion) {
  const std::lock_guard lock(mutex_);
  portions_.push_back(std::move(portion));
  grown_.notify_all();
}

void Catalogue::run(const std::stop_token& stop) {
  struct Folder {
    std::string prefix;
    std::vector<seal::DirEntry> entries;  // directories first, as in the tree
    std::size_t next = 0;
  };
  std::vector<Folder> open;  // the folder that is walked, behind those that it lies in
  const auto enter = [&](const std::string& path) {
    auto entries = files_->list(path);
    if (entries) {
      open.push_back({path.empty() ? "" : path + "/", std::move(*entries)});
      return;
    }
    const std::lock_guard lock(mutex_);
    unreadable_.push_back(path);
  };
  Portion portion;
  std::uint64_t bytes = 0;
  enter("");
  while (!open.empty() && !stop.stop_requested()) {
    if (open.back().next == open.back().entries.size()) {
      open.pop_back();
      continue;
    }
    const seal::DirEntry& entry = open.back().entries[open.back().next++];
    std::string path = open.back().prefix + entry.name;
    if (entry.kind == seal::EntryKind::directory)
      enter(path);  // `entry` may have moved from here on
    else if (entry.kind == seal::EntryKind::file) {
      bytes += entry.size_bytes;
      portion.push_back({std::move(path), entry.size_bytes, entry.binary});
    }
    if (bytes >= kPortionBytes || portion.size() >= kPortionFiles) {
      add(std::exchange(portion, {}));
      bytes = 0;
    }
  }
  if (!portion.empty()) add(std::move(portion));
  const std::lock_guard lock(mutex_);
  complete_ = true;
  grown_.notify_all();
}

}  // namespace spoor::find
