#include "viewer/app/compare_desk.hpp"

#include <algorithm>

#include "viewer/app/encoding.hpp"
#include "viewer/app/opened_file.hpp"
#include "viewer/find/engine.hpp"

namespace spoor::app {
namespace {

constexpr std::uint64_t kPartBytes = std::uint64_t{4} << 20U;
constexpr std::size_t kToldEach = 64;  // counts, so that the list grows visibly and is not drawn for each

struct FileText {
  std::string text;
  std::string trouble;
};

/// A file's text as UTF-8; empty for a file that is not there.
FileText text_of(const find::Files& files, const std::string& path, std::uint64_t most_bytes,
                 const std::stop_token& stop) {
  if (path.empty()) return {};
  const auto entry = files.stat(path);
  if (!entry || entry->kind != seal::EntryKind::file)
    return {{}, "It cannot be read in one of the releases."};
  if (entry->size_bytes > most_bytes) return {{}, "It is too large to be compared line by line."};
  std::string bytes;
  bytes.reserve(entry->size_bytes);
  while (bytes.size() < entry->size_bytes) {
    if (stop.stop_requested()) return {};
    auto part = files.read(path, bytes.size(), kPartBytes);
    if (!part || part->empty()) return {{}, "It cannot be read in one of the releases."};
    bytes += *part;
  }
  // As where the file is opened, so that both count the same lines.
  const std::string_view head = std::string_view(bytes).substr(0, kHeadBytes);
  const auto encoding = detect_encoding(head, head.size() == bytes.size());
  if (!encoding) return {{}, "It is a binary file: its bytes differ."};
  if (encoding->utf8 && encoding->mark_bytes == 0) return {std::move(bytes), {}};
  auto text = to_utf8(bytes, *encoding);
  if (!text) return {{}, "It is a binary file: its bytes differ."};
  return {std::move(*text), {}};
}

}  // namespace

CompareDesk::CompareDesk(std::shared_ptr<const find::Files> old_files,
                         std::shared_ptr<const find::Files> new_files, std::function<void()> on_change)
    : old_files_(std::move(old_files)), new_files_(std::move(new_files)), on_change_(std::move(on_change)) {
  file_thread_ = std::jthread([this](const std::stop_token& stop) { run_files(stop); });
  tree_thread_ = std::jthread([this](const std::stop_token& stop) { run_trees(stop); });
}

CompareDesk::~CompareDesk() {
  // Both at once: else the second would begin to stop when the first has.
  file_thread_.request_stop();
  tree_thread_.request_stop();
}

void CompareDesk::tell() {
  {
    const std::scoped_lock lock(mutex_);
    ++revision_;
  }
  changed_.notify_all();
  if (on_change_) on_change_();
}

void CompareDesk::run_trees(const std::stop_token& stop) {
  find::give_way_to_drawing();
  const auto on_progress = [this](const compare::TreeProgress& progress) {
    {
      const std::scoped_lock lock(mutex_);
      progress_ = progress;
    }
    tell();
  };
  auto diff = compare::diff_trees(*old_files_, *new_files_, on_progress, {}, stop);
  if (!diff) return;
  const auto tree = std::make_shared<const compare::TreeDiff>(std::move(*diff));
  {
    const std::scoped_lock lock(mutex_);
    tree_ = tree;
    counts_.resize(tree->changes.size());
  }
  tell();
  count_lines(*tree, stop);
  if (stop.stop_requested()) return;
  {
    const std::scoped_lock lock(mutex_);
    trees_done_ = true;
  }
  tell();
}

void CompareDesk::count_lines(const compare::TreeDiff& tree, const std::stop_token& stop) {
  for (std::size_t i = 0; i < tree.changes.size() && !stop.stop_requested(); ++i) {
    const compare::FileChange& change = tree.changes[i];
    const bool removed = change.kind == compare::FileChangeKind::removed;
    ComparedFile file;
    if (!change.binary)
      file =
          compared({change.old_path, removed ? std::string() : change.path}, kMostCountedBytes, false, stop);
    {
      const std::scoped_lock lock(mutex_);
      if (file.diff) counts_[i] = LineCounts{file.diff->added, file.diff->removed};
      ++counted_;
    }
    if ((i + 1) % kToldEach == 0) tell();
  }
}

void CompareDesk::run_files(const std::stop_token& stop) {
  while (true) {
    Pair paths;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return !wanted_.empty(); })) return;
      paths = std::move(wanted_.back());
      wanted_.pop_back();
      busy_ = true;
    }
    auto file = std::make_shared<const ComparedFile>(compared(paths, kMostFileBytes, true, stop));
    {
      const std::scoped_lock lock(mutex_);
      busy_ = false;
      if (stop.stop_requested()) return;
      if (const auto kept = files_.find(paths); kept != files_.end()) kept->second.file = std::move(file);
    }
    tell();
  }
}

ComparedFile CompareDesk::compared(const Pair& paths, std::uint64_t most_bytes, bool words,
                                   const std::stop_token& stop) const {
  const FileText was = text_of(*old_files_, paths.first, most_bytes, stop);
  if (!was.trouble.empty()) return {std::nullopt, was.trouble};
  const FileText is = text_of(*new_files_, paths.second, most_bytes, stop);
  if (!is.trouble.empty()) return {std::nullopt, is.trouble};
  if (stop.stop_requested()) return {};
  compare::DiffOptions options;
  options.words = words;
  return {compare::diff_texts(was.text, is.text, options, stop), {}};
}

compare::TreeProgress CompareDesk::progress() const {
  const std::scoped_lock lock(mutex_);
  return progress_;
}

std::shared_ptr<const compare::TreeDiff> CompareDesk::tree() const {
  const std::scoped_lock lock(mutex_);
  return tree_;
}

std::optional<LineCounts> CompareDesk::counts(std::size_t change) const {
  const std::scoped_lock lock(mutex_);
  return change < counts_.size() ? counts_[change] : std::nullopt;
}

std::size_t CompareDesk::counted() const {
  const std::scoped_lock lock(mutex_);
  return counted_;
}

std::shared_ptr<const ComparedFile> CompareDesk::file(const std::string& old_path,
                                                      const std::string& new_path) {
  const Pair paths{old_path, new_path};
  {
    const std::scoped_lock lock(mutex_);
    if (const auto known = files_.find(paths); known != files_.end()) {
      known->second.used = ++uses_;
      return known->second.file;
    }
    while (files_.size() >= kKeptFiles) {
      const auto oldest = std::min_element(files_.begin(), files_.end(), [](const auto& a, const auto& b) {
        return a.second.used < b.second.used;
      });
      std::erase(wanted_, oldest->first);
      files_.erase(oldest);
    }
    files_[paths] = Kept{nullptr, ++uses_};
    wanted_.push_back(paths);
  }
  changed_.notify_all();
  return nullptr;
}

std::uint64_t CompareDesk::revision() const {
  const std::scoped_lock lock(mutex_);
  return revision_;
}

void CompareDesk::wait() const {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return trees_done_ && wanted_.empty() && !busy_; });
}

}  // namespace spoor::app
