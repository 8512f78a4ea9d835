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

FileEntry entry_of(const seal::FileTable& table, std::uint32_t index) {
  const seal::TableFile& file = table.file(index);
  return {std::string(table.path(index)), file.size_bytes, file.binary, index};
}

void Catalogue::take(FileEntry entry) {
  open_bytes_ += entry.size_bytes;
  open_.push_back(std::move(entry));
  if (open_bytes_ < kPortionBytes && open_.size() < kPortionFiles) return;
  add(std::exchange(open_, {}));
  open_bytes_ = 0;
}

void Catalogue::run(const std::stop_token& stop) {
  if (const auto table = files_->table())
    run_table(*table, stop);
  else
    run_folders(stop);
  if (!open_.empty()) add(std::exchange(open_, {}));
  const std::lock_guard lock(mutex_);
  complete_ = true;
  grown_.notify_all();
}

void Catalogue::run_table(const seal::FileTable& table, const std::stop_token& stop) {
  for (std::size_t i = 0; i < table.size() && !stop.stop_requested(); ++i)
    take(entry_of(table, static_cast<std::uint32_t>(i)));
}

void Catalogue::run_folders(const std::stop_token& stop) {
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
    else if (entry.kind == seal::EntryKind::file)
      take({std::move(path), entry.size_bytes, entry.binary});
  }
}

}  // namespace spoor::find
