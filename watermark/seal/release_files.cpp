#include "watermark/seal/release_files.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "watermark/seal/file_table.hpp"

namespace spoor::seal {
namespace {

constexpr std::string_view kMark = "//";

/// Of one release, by its directories: the archive may have no tables.
Result<std::vector<std::string>> walk(const ArchiveReader& archive, std::uint64_t most_bytes) {
  std::vector<std::string> files;
  std::vector<std::string> pending{""};
  while (!pending.empty()) {
    const std::string directory = std::move(pending.back());
    pending.pop_back();
    const auto entries = archive.list(directory);
    if (!entries) return tl::make_unexpected(entries.error());
    for (const DirEntry& entry : *entries) {
      std::string path = directory.empty() ? entry.name : directory + '/' + entry.name;
      if (entry.kind == EntryKind::directory)
        pending.push_back(std::move(path));
      else if (entry.kind == EntryKind::file && !entry.binary && entry.size_bytes <= most_bytes)
        files.push_back(std::move(path));
    }
  }
  return files;
}

/// What a path holds in some releases.
struct Version {
  FilePlace place;
  std::size_t index = 0;  ///< of the file
};

}  // namespace

std::string recorded_path(std::string_view release, std::string_view path) {
  std::string out;
  if (!release.empty()) out.append(kMark).append(release).append(kMark);
  return out.append(path);
}

RecordedPath split_recorded(std::string_view recorded) {
  // No path begins with a slash or has two side by side: the last two part the release from the path.
  const std::size_t end = recorded.rfind(kMark);
  if (!recorded.starts_with(kMark) || end < kMark.size()) return {"", std::string(recorded)};
  return {std::string(recorded.substr(kMark.size(), end - kMark.size())),
          std::string(recorded.substr(end + kMark.size()))};
}

Result<ReleaseFiles> ReleaseFiles::list(const ArchiveReader& archive, std::uint64_t most_bytes) {
  ReleaseFiles out;
  const std::vector<std::string> names = archive.releases();
  for (const std::string& name : names) {
    auto release = archive.with_release(name);
    if (!release) return tl::make_unexpected(release.error());
    out.releases_.push_back(std::move(*release));
  }
  std::unordered_map<std::string, std::vector<Version>> versions;  // by path
  for (std::size_t i = names.size(); names.size() > 1 && i-- > 0;) {
    const auto table = out.releases_[i].files();
    if (!table) return tl::make_unexpected(table.error());
    for (std::size_t row = 0; row < (*table)->size(); ++row) {
      const TableFile& file = (*table)->file(row);
      if (file.binary || file.size_bytes > most_bytes) continue;
      std::string path((*table)->path(row));
      std::vector<Version>& known = versions[path];
      const FilePlace place = (*table)->place(row);
      const auto same = std::find_if(known.begin(), known.end(),
                                     [&](const Version& version) { return version.place == place; });
      if (same != known.end()) {
        out.files_[same->index].also_in.push_back(i);
        continue;
      }
      known.push_back({place, out.files_.size()});
      out.files_.push_back({std::move(path), i});
    }
  }
  if (names.size() == 1) {
    auto paths = walk(archive, most_bytes);
    if (!paths) return tl::make_unexpected(paths.error());
    for (std::string& path : *paths) out.files_.push_back({std::move(path), 0});
  }
  std::sort(out.files_.begin(), out.files_.end(), [](const File& a, const File& b) {
    return std::tie(a.path, b.release) < std::tie(b.path, a.release);
  });
  return out;
}

std::string ReleaseFiles::recorded(std::string_view path, std::size_t release) const {
  return recorded_path(releases_.size() > 1 ? release_name(release) : "", path);
}

Result<std::string> ReleaseFiles::read(std::size_t index) const {
  return releases_[files_[index].release].read(files_[index].path);
}

}  // namespace spoor::seal
