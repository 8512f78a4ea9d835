#include "viewer/compare/tree_diff.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace spoor::compare {
namespace {

constexpr std::uint64_t kPartBytes = std::uint64_t{1} << 20U;
constexpr std::uint64_t kProgressFiles = 2000;

enum class Compared : std::uint8_t { same, differ, unreadable };

Compared compare_bytes(const find::Files& old_files, const find::Files& new_files, const TreeFile& file,
                       const std::stop_token& stop) {
  for (std::uint64_t at = 0; at < file.size_bytes; at += kPartBytes) {
    if (stop.stop_requested()) return Compared::differ;
    const auto was = old_files.read(file.path, at, kPartBytes);
    const auto is = new_files.read(file.path, at, kPartBytes);
    if (!was || !is) return Compared::unreadable;
    if (*was != *is) return Compared::differ;
  }
  return Compared::same;
}

ReadFile reader(const find::Files& files) {
  return [&files](const TreeFile& file) -> std::optional<std::string> {
    auto bytes = files.read(file.path, 0, file.size_bytes);
    if (!bytes) return std::nullopt;
    return std::move(*bytes);
  };
}

class Comparison {
 public:
  Comparison(const find::Files& old_files, const find::Files& new_files,
             const std::function<void(const TreeProgress&)>& on_progress, const RenameLimits& limits,
             const std::stop_token& stop)
      : old_files_(old_files),
        new_files_(new_files),
        on_progress_(on_progress),
        limits_(limits),
        stop_(stop) {}

  std::optional<TreeDiff> run() {
    TreeFiles was = list_files(old_files_, stop_);
    TreeFiles is = list_files(new_files_, stop_);
    if (stop_.stop_requested()) return std::nullopt;
    out_.folders_unreadable = was.unreadable.size() + is.unreadable.size();
    match_paths(was.files, is.files);
    progress_.done = out_.files;
    progress_.pairing = true;
    tell();
    const Renames renames =
        find_renames(removed_, added_, reader(old_files_), reader(new_files_), limits_, stop_);
    if (stop_.stop_requested()) return std::nullopt;
    out_.renames_bounded = renames.bounded;
    take(renames);
    for (const FileChange& change : out_.changes) count(change);
    return std::move(out_);
  }

 private:
  void count(const FileChange& change) {
    ++out_.counts[static_cast<std::size_t>(change.kind)];
    for (std::size_t slash = change.path.find('/'); slash != std::string::npos;
         slash = change.path.find('/', slash + 1))
      ++out_.below[change.path.substr(0, slash)];
  }

  void tell() {
    if (on_progress_) on_progress_(progress_);
  }

  void match_paths(std::vector<TreeFile>& was, std::vector<TreeFile>& is) {
    std::unordered_map<std::string_view, std::size_t> old_paths;
    for (std::size_t i = 0; i < was.size(); ++i) old_paths.emplace(was[i].path, i);
    std::vector<bool> met(was.size());
    std::vector<TreeFile> added;
    std::uint64_t both = 0;
    for (const TreeFile& file : is) both += old_paths.contains(file.path) ? 1U : 0U;
    progress_.files = out_.files = was.size() + is.size() - both;
    for (TreeFile& file : is) {
      if (stop_.stop_requested()) return;
      if (++progress_.done % kProgressFiles == 0) tell();
      const auto old = old_paths.find(file.path);
      if (old == old_paths.end()) {
        added_.push_back(std::move(file));
        continue;
      }
      met[old->second] = true;
      match(was[old->second], file);
    }
    for (std::size_t i = 0; i < was.size(); ++i)
      if (!met[i]) removed_.push_back(std::move(was[i]));
  }

  /// A file that is in both releases.
  void match(const TreeFile& was, const TreeFile& is) {
    const bool one_place = was.place && is.place && *was.place == *is.place;
    Compared compared = Compared::differ;
    if (one_place)
      compared = Compared::same;
    else if (was.size_bytes == is.size_bytes)
      compared = compare_bytes(old_files_, new_files_, is, stop_);
    if (compared == Compared::same) {
      ++out_.same;
      return;
    }
    if (compared == Compared::unreadable) ++out_.unreadable;
    out_.changes.push_back({FileChangeKind::changed, is.path, was.path, 100, was.binary || is.binary});
  }

  void take(const Renames& renames) {
    std::vector<bool> was(removed_.size());
    std::vector<bool> is(added_.size());
    for (const Rename& pair : renames.pairs) {
      was[pair.removed] = is[pair.added] = true;
      const TreeFile& old = removed_[pair.removed];
      const TreeFile& now = added_[pair.added];
      out_.changes.push_back(
          {FileChangeKind::renamed, now.path, old.path, pair.alike_percent, old.binary || now.binary});
    }
    for (std::size_t i = 0; i < added_.size(); ++i)
      if (!is[i]) out_.changes.push_back({FileChangeKind::added, added_[i].path, {}, 100, added_[i].binary});
    for (std::size_t i = 0; i < removed_.size(); ++i)
      if (!was[i])
        out_.changes.push_back(
            {FileChangeKind::removed, removed_[i].path, removed_[i].path, 100, removed_[i].binary});
    std::sort(out_.changes.begin(), out_.changes.end(),
              [](const FileChange& a, const FileChange& b) { return seal::tree_order(a.path, b.path); });
  }

  const find::Files& old_files_;
  const find::Files& new_files_;
  const std::function<void(const TreeProgress&)>& on_progress_;
  const RenameLimits& limits_;
  const std::stop_token& stop_;
  TreeDiff out_;
  TreeProgress progress_;
  std::vector<TreeFile> removed_;
  std::vector<TreeFile> added_;
};

}  // namespace

const FileChange* TreeDiff::find(std::string_view path) const {
  const auto found = std::lower_bound(changes.begin(), changes.end(), path,
                                      [](const FileChange& change, std::string_view wanted) {
                                        return seal::tree_order(change.path, wanted);
                                      });
  return found != changes.end() && found->path == path ? &*found : nullptr;
}

std::optional<TreeDiff> diff_trees(const find::Files& old_files, const find::Files& new_files,
                                   const std::function<void(const TreeProgress&)>& on_progress,
                                   const RenameLimits& limits, const std::stop_token& stop) {
  return Comparison(old_files, new_files, on_progress, limits, stop).run();
}

}  // namespace spoor::compare
